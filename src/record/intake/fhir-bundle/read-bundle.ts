import { createHash } from 'node:crypto'
import type { ExactJson } from '#foundation/json'
import {
  type BundleEntry,
  type BundleParts,
  bundleEntries,
  bundleParts,
  isMembers,
  type Members,
} from '#vocabulary/fhir-bundle'
import type { FhirBundleMessage } from '#vocabulary/messages'
import type { ReadRecord, RecordContext } from '../format.types.ts'
import { facilityNamed, hasNumber, visitNumber } from './about-patient.ts'
import { checkReferences, checkResources } from './check-bundle.ts'
import { mostPatients, onePatientEach } from './cut-bundles.ts'
import { openBundle } from './open-bundle.ts'
import { BundleProblems } from './problem-sentences.ts'

type Read = ReadRecord<FhirBundleMessage>

const carriers: ReadonlySet<unknown> = new Set([
  'transaction',
  'batch',
  'collection',
  'document',
  'message',
  'searchset',
])

/** One Bundle, or one patient's part of it. Never throws on what a sender can write. */
export function readBundle(bytes: Uint8Array, context: RecordContext): Read {
  const problems = new BundleProblems()
  const opened = openBundle(bytes, problems)
  const parts = opened && partsOf(opened, context, problems)
  if (!opened || !parts) return unread(problems, context)
  const { bundle, all, index } = parts
  const patient = all.patients[index]!
  const entries = all.parts[index]!
  const mine = partOf(bundle, entries)
  checkResources(mine, entries, problems)
  checkReferences(entries, patient, all.find, problems)
  if (!hasNumber(patient))
    problems.add('FHIR_PATIENT_NUMBER_MISSING', { table: 'Bundle', row: patient.number })
  const facilityCode = facilityOf(patient, entries, all, context, problems)
  const visitLinkId = keyOf(bundle, mine, entries, all.patients.length > 1 ? index + 1 : null, opened)
  const message: FhirBundleMessage | null =
    problems.hasErrors || facilityCode === null
      ? null
      : {
          kind: 'fhir-bundle',
          facilityCode,
          visitLinkId,
          saidAt: instantOf(bundle.timestamp),
          bundle: mine,
          digits: opened.digits,
          rows: entries.map((entry) => entry.number),
        }
  return { message, visitLinkId, facilityCode, norm: null, problems: problems.list() }
}

const unread = (problems: BundleProblems, context: RecordContext): Read => ({
  message: null,
  visitLinkId: null,
  facilityCode: context.facilityCode,
  norm: null,
  problems: problems.list(),
})

interface Chosen {
  readonly bundle: Members
  readonly all: BundleParts
  /** Whose part this record is. */
  readonly index: number
}

function partsOf(opened: ExactJson, context: RecordContext, problems: BundleProblems): Chosen | null {
  const bundle = opened.value
  if (!isMembers(bundle) || bundle.resourceType !== 'Bundle') {
    problems.add('FHIR_NOT_BUNDLE')
    return null
  }
  if (!carriers.has(bundle.type)) problems.add('FHIR_BUNDLE_TYPE', { table: 'Bundle', field: 'type' })
  const entries = bundleEntries(bundle)
  refuseEmptyEntries(bundle, entries, problems)
  const count = entries.filter((entry) => entry.type === 'Patient').length
  if (count === 0) problems.add('FHIR_NO_PATIENT')
  if (count > mostPatients) problems.add('FHIR_PATIENTS_TOO_MANY')
  if (problems.hasErrors) return null
  const all = bundleParts(entries)
  for (const { number } of all.unclear) problems.add('FHIR_PATIENTS_MIXED', { table: 'Bundle', row: number })
  if (count > 1 && context.kept !== onePatientEach && all.unclear.length === 0)
    problems.add('FHIR_PATIENTS_IN_LIST')
  const index = count > 1 ? context.number - 1 : 0
  return problems.hasErrors || index >= count ? null : { bundle, all, index }
}

/** A search's outcome says nothing of a patient; whatever else lacks a resource asks for something this door does not do. */
function refuseEmptyEntries(
  bundle: Members,
  entries: readonly BundleEntry[],
  problems: BundleProblems,
): void {
  const sent = Array.isArray(bundle.entry) ? bundle.entry.length : 0
  const taken = new Set(entries.map((entry) => entry.number))
  for (let number = 1; number <= sent; number++)
    if (!taken.has(number)) problems.add('FHIR_ENTRY_NOT_TAKEN', { table: 'Bundle', row: number })
  for (const { number } of entries) {
    const entry = (bundle.entry as readonly unknown[])[number - 1] as Members
    const method = isMembers(entry.request) ? entry.request.method : undefined
    if (method !== undefined && method !== 'POST' && method !== 'PUT')
      problems.add('FHIR_ENTRY_NOT_TAKEN', { table: 'Bundle', row: number })
  }
}

/** The same Bundle with these entries only. Nothing is copied: digits are kept by the objects they stand in. */
function partOf(bundle: Members, entries: readonly BundleEntry[]): Members {
  const sent = bundle.entry as readonly unknown[]
  return entries.length === sent.length
    ? bundle
    : { ...bundle, entry: entries.map(({ number }) => sent[number - 1]) }
}

/** The credential's facility; else the one that looks after the patient, or the one that gave the care. */
function facilityOf(
  patient: BundleEntry,
  entries: readonly BundleEntry[],
  { find }: BundleParts,
  context: RecordContext,
  problems: BundleProblems,
): string | null {
  const managing = facilityNamed(patient.resource.managingOrganization, patient, find)
  const visits = entries.filter((entry) => entry.type === 'Encounter')
  const providers = visits.map((visit) => facilityNamed(visit.resource.serviceProvider, visit, find))
  const named = managing ?? providers.find((code) => code !== null) ?? null
  if (context.facilityCode === null) {
    if (named === null) problems.add('FHIR_FACILITY_MISSING')
    return named
  }
  const own = context.facilityCode.toUpperCase()
  const isOther = managing !== null ? managing.toUpperCase() !== own : othersOnly(providers, own)
  if (isOther) problems.add('FHIR_FACILITY_MISMATCH', { table: 'Bundle', row: patient.number })
  return context.facilityCode
}

/** A life's record names many hospitals; one that names none but others is not the sender's to give. */
const othersOnly = (providers: readonly (string | null)[], own: string): boolean =>
  providers.length > 0 && providers.every((code) => code !== null && code.toUpperCase() !== own)

/** See README: the Bundle's own number, else that of its only visit, else its content. */
function keyOf(
  bundle: Members,
  mine: Members,
  entries: readonly BundleEntry[],
  part: number | null,
  opened: ExactJson,
): string {
  const { identifier } = bundle
  const own = isMembers(identifier) && typeof identifier.value === 'string' ? identifier.value.trim() : ''
  if (own !== '') return shortened(part === null ? `fhir:${own}` : `fhir:${own}#${part}`)
  const visit = visitNumber(entries)
  if (visit !== null) return shortened(`fhir:visit:${visit}`)
  return `fhir:sha256:${createHash('sha256').update(opened.write(mine)).digest('hex').slice(0, 40)}`
}

/** Keys stand in indexes and on screens. */
const shortened = (key: string): string =>
  key.length <= 120 ? key : `fhir:sha256:${createHash('sha256').update(key).digest('hex').slice(0, 40)}`

const instantOf = (value: unknown): string | null =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(value) &&
  !Number.isNaN(Date.parse(value))
    ? value
    : null
