import type {
  CodeableConcept,
  Coding,
  Extension,
  FhirResource,
  Identifier,
  Period,
  Reference,
  Resource,
} from 'fhir/r4'
import { extensions } from './systems.ts'

/** What the store indexes of a resource: token strings (see tokens.ts) and the main clinical time as a range. */
export interface ResourceIndex {
  readonly tokens: string[]
  /** Lower bound of the main clinical date, an instant with offset; null when open or absent. */
  readonly start: string | null
  /** Upper bound, inclusive. */
  readonly end: string | null
}

class Tokens {
  readonly list: string[] = []

  code(param: string, code: string | undefined): void {
    if (code) this.list.push(`${param}||${code}`)
  }
  coding(param: string, coding: Coding | undefined): void {
    if (!coding?.code) return
    if (coding.system) this.list.push(`${param}|${coding.system}|${coding.code}`)
    this.list.push(`${param}||${coding.code}`)
  }
  concept(param: string, concept: CodeableConcept | undefined): void {
    if (concept?.coding) for (const coding of concept.coding) this.coding(param, coding)
  }
  concepts(param: string, concepts: readonly CodeableConcept[] | undefined): void {
    if (concepts) for (const concept of concepts) this.concept(param, concept)
  }
  identifiers(identifiers: Identifier | readonly Identifier[] | undefined): void {
    if (!identifiers) return
    for (const { system, value } of Array.isArray(identifiers) ? identifiers : [identifiers]) {
      if (!value) continue
      if (system) this.list.push(`identifier|${system}|${value}`)
      this.list.push(`identifier||${value}`)
    }
  }
  reference(param: string, reference: Reference | undefined): void {
    if (reference?.reference) this.list.push(`${param}|${reference.reference}`)
  }
  references(param: string, references: readonly Reference[] | undefined): void {
    if (references) for (const reference of references) this.reference(param, reference)
  }
  /** FHIR has both parameters on most types: `subject` for any target, `patient` for patients only. */
  subject(reference: Reference | undefined): void {
    this.reference('subject', reference)
    if (reference?.reference?.startsWith('Patient/')) this.reference('patient', reference)
  }
}

/** First and last instant of a FHIR date, dateTime or instant; days are days in Vietnam. */
function bounds(at: string): readonly [string, string] {
  if (at.length === 4) return [`${at}-01-01T00:00:00+07:00`, `${at}-12-31T23:59:59.999+07:00`]
  if (at.length === 7) {
    const last = new Date(Date.UTC(Number(at.slice(0, 4)), Number(at.slice(5, 7)), 0)).getUTCDate()
    return [`${at}-01T00:00:00+07:00`, `${at}-${last}T23:59:59.999+07:00`]
  }
  if (at.length === 10) return [`${at}T00:00:00+07:00`, `${at}T23:59:59.999+07:00`]
  return [at, at]
}

type Range = readonly [string | null, string | null]
const nothing: Range = [null, null]

const point = (at: string | undefined): Range => (at ? bounds(at) : nothing)
const range = (period: Period | undefined): Range =>
  period
    ? [period.start ? bounds(period.start)[0] : null, period.end ? bounds(period.end)[1] : null]
    : nothing
const either = (at: string | undefined, period: Period | undefined): Range => (at ? point(at) : range(period))

const extensionOf = (list: readonly Extension[] | undefined, url: string) =>
  list?.find((each) => each.url === url)

/** Minimal search extraction, written by hand for the types Mạch makes; issue 3 generates it from the definitions. */
export function extractIndex(given: Resource): ResourceIndex {
  const resource = given as FhirResource
  const tokens = new Tokens()
  if (resource.meta?.source) tokens.code('_source', resource.meta.source)
  if (resource.meta?.tag) for (const tag of resource.meta.tag) tokens.coding('_tag', tag)
  if (resource.meta?.profile) for (const profile of resource.meta.profile) tokens.code('_profile', profile)
  const [start, end] = extract(resource, tokens)
  return { tokens: tokens.list, start, end }
}

function extract(resource: FhirResource, tokens: Tokens): Range {
  switch (resource.resourceType) {
    case 'Patient':
      tokens.identifiers(resource.identifier)
      tokens.code('gender', resource.gender)
      tokens.code('deceased', String(resource.deceasedBoolean ?? resource.deceasedDateTime !== undefined))
      if (resource.telecom) for (const telecom of resource.telecom) tokens.code('telecom', telecom.value)
      return point(resource.birthDate)
    case 'Coverage':
      tokens.identifiers(resource.identifier)
      tokens.code('status', resource.status)
      tokens.concept('type', resource.type)
      tokens.reference('beneficiary', resource.beneficiary)
      tokens.reference('patient', resource.beneficiary)
      tokens.references('payor', resource.payor)
      if (resource.class) for (const each of resource.class) tokens.code('class-value', each.value)
      return range(resource.period)
    case 'Organization':
      tokens.identifiers(resource.identifier)
      tokens.concepts('type', resource.type)
      return nothing
    case 'Location':
      tokens.identifiers(resource.identifier)
      tokens.concepts('type', resource.type)
      tokens.reference('organization', resource.managingOrganization)
      return nothing
    case 'Practitioner':
      tokens.identifiers(resource.identifier)
      return nothing
    case 'Encounter':
      tokens.identifiers(resource.identifier)
      tokens.code('status', resource.status)
      tokens.coding('class', resource.class)
      tokens.concepts('type', resource.type)
      tokens.concepts('reason-code', resource.reasonCode)
      tokens.subject(resource.subject)
      tokens.reference('service-provider', resource.serviceProvider)
      if (resource.location) for (const each of resource.location) tokens.reference('location', each.location)
      if (resource.diagnosis)
        for (const each of resource.diagnosis) tokens.reference('diagnosis', each.condition)
      return range(resource.period)
    case 'Condition':
      tokens.identifiers(resource.identifier)
      tokens.concept('code', resource.code)
      tokens.concepts('category', resource.category)
      tokens.concept('clinical-status', resource.clinicalStatus)
      tokens.concept('verification-status', resource.verificationStatus)
      tokens.subject(resource.subject)
      tokens.reference('encounter', resource.encounter)
      return either(resource.onsetDateTime ?? resource.recordedDate, resource.onsetPeriod)
    case 'Procedure':
      tokens.identifiers(resource.identifier)
      tokens.code('status', resource.status)
      tokens.concept('code', resource.code)
      tokens.concept('category', resource.category)
      tokens.subject(resource.subject)
      tokens.reference('encounter', resource.encounter)
      tokens.reference('location', resource.location)
      if (resource.performer) for (const each of resource.performer) tokens.reference('performer', each.actor)
      return either(resource.performedDateTime ?? orderedAt(resource.extension), resource.performedPeriod)
    case 'DiagnosticReport':
      tokens.identifiers(resource.identifier)
      tokens.code('status', resource.status)
      tokens.concept('code', resource.code)
      tokens.concepts('category', resource.category)
      tokens.concepts('conclusion', resource.conclusionCode)
      tokens.subject(resource.subject)
      tokens.reference('encounter', resource.encounter)
      tokens.references('based-on', resource.basedOn)
      tokens.references('result', resource.result)
      tokens.references('performer', resource.performer)
      return either(resource.effectiveDateTime ?? resource.issued, resource.effectivePeriod)
    case 'Observation':
      tokens.identifiers(resource.identifier)
      tokens.code('status', resource.status)
      tokens.concept('code', resource.code)
      tokens.concepts('category', resource.category)
      tokens.concept('value-concept', resource.valueCodeableConcept)
      if (resource.component)
        for (const each of resource.component) tokens.concept('component-code', each.code)
      tokens.subject(resource.subject)
      tokens.reference('encounter', resource.encounter)
      tokens.references('based-on', resource.basedOn)
      tokens.references('performer', resource.performer)
      return either(resource.effectiveDateTime ?? resource.issued, resource.effectivePeriod)
    case 'MedicationRequest':
      tokens.identifiers(resource.identifier)
      tokens.code('status', resource.status)
      tokens.code('intent', resource.intent)
      tokens.concept('code', resource.medicationCodeableConcept)
      tokens.concepts('category', resource.category)
      tokens.subject(resource.subject)
      tokens.reference('encounter', resource.encounter)
      tokens.reference('requester', resource.requester)
      return point(resource.authoredOn)
    case 'MedicationAdministration':
      tokens.code('status', resource.status)
      tokens.concept('code', resource.medicationCodeableConcept)
      tokens.subject(resource.subject)
      tokens.reference('context', resource.context)
      tokens.reference('encounter', resource.context)
      tokens.reference('request', resource.request)
      return either(resource.effectiveDateTime, resource.effectivePeriod)
    case 'ServiceRequest':
      tokens.identifiers(resource.identifier)
      tokens.code('status', resource.status)
      tokens.code('intent', resource.intent)
      tokens.concept('code', resource.code)
      tokens.concepts('category', resource.category)
      tokens.subject(resource.subject)
      tokens.reference('encounter', resource.encounter)
      tokens.reference('requester', resource.requester)
      tokens.references('performer', resource.performer)
      return either(resource.authoredOn ?? resource.occurrenceDateTime, resource.occurrencePeriod)
    case 'Composition':
      tokens.identifiers(resource.identifier)
      tokens.code('status', resource.status)
      tokens.concept('type', resource.type)
      tokens.concepts('category', resource.category)
      tokens.subject(resource.subject)
      tokens.reference('encounter', resource.encounter)
      tokens.references('author', resource.author)
      return point(resource.date)
    case 'ClinicalImpression':
      tokens.code('status', resource.status)
      tokens.subject(resource.subject)
      tokens.reference('encounter', resource.encounter)
      tokens.reference('assessor', resource.assessor)
      return either(resource.effectiveDateTime ?? resource.date, resource.effectivePeriod)
    case 'Claim':
      tokens.identifiers(resource.identifier)
      tokens.code('status', resource.status)
      tokens.code('use', resource.use)
      tokens.reference('patient', resource.patient)
      tokens.reference('subject', resource.patient)
      tokens.reference('provider', resource.provider)
      tokens.reference('encounter', extensionOf(resource.extension, extensions.encounter)?.valueReference)
      return either(resource.billablePeriod ? undefined : resource.created, resource.billablePeriod)
    case 'Appointment':
      tokens.identifiers(resource.identifier)
      tokens.code('status', resource.status)
      for (const each of resource.participant) {
        tokens.reference('actor', each.actor)
        if (each.actor?.reference?.startsWith('Patient/')) tokens.subject(each.actor)
      }
      tokens.reference('encounter', extensionOf(resource.extension, extensions.encounter)?.valueReference)
      return either(resource.start, resource.requestedPeriod?.[0])
    case 'Provenance':
      tokens.references('target', resource.target)
      for (const each of resource.agent) tokens.reference('agent', each.who)
      if (resource.entity) for (const each of resource.entity) tokens.reference('entity', each.what)
      tokens.concept('activity', resource.activity)
      return either(resource.recorded, resource.occurredPeriod)
    default:
      return fallback(resource as unknown as Record<string, unknown>, tokens)
  }
}

const orderedAt = (list: readonly Extension[] | undefined) =>
  extensionOf(list, extensions.orderedAt)?.valueDateTime

/** Types nobody wrote a case for: what nearly every resource has. */
function fallback(resource: Record<string, unknown>, tokens: Tokens): Range {
  const { identifier, status, subject, patient, encounter } = resource
  if (Array.isArray(identifier)) tokens.identifiers(identifier as Identifier[])
  if (typeof status === 'string') tokens.code('status', status)
  if (subject) tokens.subject(subject as Reference)
  if (patient) tokens.reference('patient', patient as Reference)
  if (encounter) tokens.reference('encounter', encounter as Reference)
  return nothing
}
