import type {
  CarePlan,
  CodeableConcept,
  EpisodeOfCare,
  Extension,
  FhirResource,
  MedicationStatement,
  Meta,
  Observation,
} from 'fhir/r4'
import type { TableId } from '#vocabulary/bhyt'
import { type CareFact, careFacts, careRepeats, securityLabels } from '#vocabulary/bhyt-fhir'
import { codeSystems, exactNumber, extensions, sentDecimal } from '#vocabulary/fhir'
import { bhytDateTime } from '#vocabulary/vietnam'
import type { SourceRow } from './draft.types.ts'
import type { VisitContext } from './draft-builder.ts'
import { repeats } from './map-documents.ts'
import { period } from './map-encounter.ts'
import { keyRows, listOf, rowsOf, type Values } from './rows.ts'
import { sentOnly } from './values.ts'

/**
 * Bảng 6 (HIV), 15 (tuberculosis) and the rates of bảng 12: one resource per fact, each with its security label. The
 * Encounter does not point at the episodes: a reference would tell what the label hides.
 */
export function mapCare(context: VisitContext): void {
  for (const [table, facts] of Object.entries(careFacts) as [TableId, readonly CareFact[]][]) {
    const rows = keyRows(rowsOf(context.draft.message, table), () => `care:${table}`)
    for (const { row, values, key } of rows)
      for (const fact of facts) mapFact(context, table, fact, values, `${key}|${fact.code}`, { table, row })
  }
}

function mapFact(
  context: VisitContext,
  table: TableId,
  fact: CareFact,
  values: Values,
  key: string,
  source: SourceRow,
): void {
  const fields = [
    fact.value,
    fact.start,
    fact.end,
    fact.resultAt,
    fact.facility,
    ...(fact.parts ?? []).map(([, f]) => f),
  ]
  const isEpisode = fact.kind === 'episode'
  if (!isEpisode && !fields.some((field) => field && values[field])) return
  const parts: Extension[] = []
  for (const [url, field] of fact.parts ?? []) {
    const valueString = values[field]
    if (valueString) parts.push({ url, valueString })
  }
  if (isEpisode && repeats(careRepeats[table] ?? [], values, context.summary))
    parts.push({ url: 'repeats', valueString: '1' })
  const resultAt = at(values, fact.resultAt)
  const extension = sentOnly([
    parts.length ? { url: extensions.careParts, extension: parts } : undefined,
    resultAt ? { url: extensions.resultAt, valueDateTime: resultAt } : undefined,
  ])
  const made: Omit<FhirResource, 'id'> & { extension?: Extension[]; meta?: Meta } = makers[fact.kind](
    context,
    fact,
    values,
    source,
  )
  if (extension) made.extension = extension
  if (fact.label) made.meta = { security: [...securityLabels[fact.label]] }
  context.draft.add(made as Omit<FhirResource, 'id'>, key, source)
}

const at = (values: Values, field: string | undefined): string | null => {
  const sent = field && values[field]
  return sent ? bhytDateTime(sent) : null
}

const codeOf = (fact: CareFact): CodeableConcept => ({
  coding: [{ system: codeSystems.observation, code: fact.code }],
  text: fact.title,
})

/** The codes of the fact's value by their names; several where the field is a list. */
function codedValue(fact: CareFact, values: Values): CodeableConcept | undefined {
  const codes = listOf(fact.value && values[fact.value])
  if (!codes.length) return undefined
  const coding = codes.map((code) => {
    const display = fact.names?.[code]
    return { system: codeSystems.care(fact.code), code, ...(display ? { display } : {}) }
  })
  return { coding, text: coding.map(({ code, display }) => display ?? code).join('; ') }
}

type Made = Omit<FhirResource, 'id'>
type Maker = (context: VisitContext, fact: CareFact, values: Values, source: SourceRow) => Made

const makers: Readonly<Record<CareFact['kind'], Maker>> = {
  observation: ({ draft, encounter }, fact, values, source) => {
    const start = at(values, fact.start)
    const facility = fact.facility && values[fact.facility]
    const observation: Omit<Observation, 'id'> = {
      resourceType: 'Observation',
      status: 'final',
      code: codeOf(fact),
      subject: draft.patient,
      encounter,
      ...(start ? { effectiveDateTime: start } : {}),
      ...(facility ? { performer: [draft.otherFacility(facility, source)] } : {}),
    }
    const sent = fact.value && values[fact.value]
    const concept = codedValue(fact, values)
    if (fact.unit && sent && exactNumber(sent) !== undefined)
      observation.valueQuantity = {
        ...sentDecimal(sent),
        unit: fact.unit,
        system: codeSystems.ucum,
        code: fact.unit,
      }
    else if (fact.unit && sent) observation.valueString = sent
    else if (concept) observation.valueCodeableConcept = concept
    return observation
  },
  treatment: ({ draft, encounter }, fact, values, source) => {
    const facility = fact.facility && values[fact.facility]
    const statement: Omit<MedicationStatement, 'id'> = {
      resourceType: 'MedicationStatement',
      // LOAI_DTRI_LAO 0: not treated for tuberculosis.
      status: values.LOAI_DTRI_LAO === '0' && fact.code === 'hiv-tb-treatment' ? 'not-taken' : 'unknown',
      category: codeOf(fact),
      medicationCodeableConcept: codedValue(fact, values) ?? { text: fact.title },
      subject: draft.patient,
      context: encounter,
      ...spanOf(fact, values, 'effectivePeriod'),
      ...(facility ? { informationSource: draft.otherFacility(facility, source) } : {}),
    }
    return statement
  },
  plan: ({ draft, encounter }, fact, values) => {
    const plan: Omit<CarePlan, 'id'> = {
      resourceType: 'CarePlan',
      status: 'active',
      intent: 'plan',
      category: [codeOf(fact)],
      title: fact.title,
      subject: draft.patient,
      encounter,
      ...spanOf(fact, values, 'period'),
    }
    const concept = codedValue(fact, values)
    if (concept)
      plan.activity = concept.coding!.map((coding) => ({
        detail: { status: 'in-progress', code: { coding: [coding], text: coding.display ?? coding.code! } },
      }))
    return plan
  },
  episode: ({ draft }, fact, values, source) => {
    const concept = codedValue(fact, values)
    const episode: Omit<EpisodeOfCare, 'id'> = {
      resourceType: 'EpisodeOfCare',
      status: at(values, fact.end) ? 'finished' : 'active',
      type: [codeOf(fact), ...(concept ? [concept] : [])],
      patient: draft.patient,
      managingOrganization: draft.ownFacility(source),
      ...spanOf(fact, values, 'period'),
    }
    return episode
  },
}

function spanOf<K extends string>(fact: CareFact, values: Values, name: K) {
  const start = at(values, fact.start)
  const end = at(values, fact.end)
  return start || end ? { [name]: period(start, end) } : {}
}
