import type { Encounter, Patient, Provenance, Resource } from 'fhir/r4'
import type { Database } from '#foundation/db'
import { derivedId, shardFor } from '#foundation/ids'
import {
  draftVisit,
  type Extras,
  type MissingField,
  type RestatedSource,
  restate,
  sharedReferences,
  withExtras,
} from '#record/restate'
import { openStoreReader, parseStored, type StoreReader } from '#record/store'
import type { FacilityMessage, MessageKind } from '#vocabulary/bhyt'
import { extensions, identifierSystems } from '#vocabulary/fhir'
import { findVisitToRead, type VisitToRead } from './extras.queries.ts'

/** A stored visit in the words of the tables. */
export interface VisitTables {
  readonly message: FacilityMessage
  /** True: field by field what its sender wrote last. False: it never came as tables, and this is what can be said. */
  readonly isSent: boolean
  /** Of one that never came as tables: required fields that nobody said. */
  readonly missing: readonly MissingField[]
}

/** The tables of a visit as it stands, written again from the record. Null when there is no such visit. */
export async function readVisitTables(
  db: Database,
  key: { readonly facilityCode: string; readonly visitLinkId: string },
): Promise<VisitTables | null> {
  const { facilityCode, visitLinkId } = key
  const shard = shardFor(`${facilityCode}|${visitLinkId}`)
  const visit = await findVisitToRead(db, { shard, facility: facilityCode, visitLinkId })
  if (!visit) return null
  const reader = openStoreReader(db)
  const own = (await reader.ofVisit(visit.patient_id, visit.visit_id)).map((each) =>
    parseStored<Resource>(each),
  )
  if (visit.norm !== null) return readAsSent(reader, visit, own)
  const encounter = own.find((each): each is Encounter => each.resourceType === 'Encounter')
  return encounter?.id ? readEncounterTables(db, encounter.id) : null
}

/**
 * The tables of a visit that began here or came by FHIR or HL7: the Encounter, everything of its patient that points at
 * it, and what is missing for a valid file. Null when there is no such Encounter.
 */
export async function readEncounterTables(db: Database, encounterId: string): Promise<VisitTables | null> {
  const reader = openStoreReader(db)
  const [stored] = await reader.readAll([{ type: 'Encounter', id: encounterId }])
  const encounter = stored && parseStored<Encounter>(stored)
  const patientId = stored?.patientId
  if (!encounter || !patientId) return null
  const reference = `"Encounter/${encounter.id}"`
  const all = await reader.ofPatients([patientId], null, mostOfPatient)
  const own = all
    .filter((each) => each.id === encounterId || each.json.includes(reference))
    .map((each) => parseStored<Resource>(each))
  const patient = all.find((each) => each.type === 'Patient')
  if (!patient) return null
  const shared = await readShared(reader, own, null)
  const resources = [...own, ...shared].map((resource) => ({ resource, table: null, row: null }))
  const facilityCode = facilityOf(encounter, shared)
  const drafted = draftVisit({ facilityCode, patient: parseStored<Patient>(patient), resources })
  return { ...drafted, isSent: false }
}

/** A person's record is read whole to find what points at one visit; beyond this it is not one person's. */
const mostOfPatient = 20_000

async function readAsSent(
  reader: StoreReader,
  visit: VisitToRead,
  own: readonly Resource[],
): Promise<VisitTables | null> {
  const { facility: facilityCode, visit_link_id: visitLinkId } = visit
  const norm = visit.norm!
  const kind = visit.kind as MessageKind
  const patient = await reader.version({ type: 'Patient', id: visit.patient_id }, visit.patient_ver!)
  if (!patient) return null
  const rows = await rowsOf(reader, visit)
  const sources: RestatedSource[] = own.map((resource) => ({
    resource,
    ...(rows.get(`${resource.resourceType}/${resource.id}`) ?? { table: null, row: null }),
  }))
  for (const resource of await readShared(reader, own, visit.stored_at))
    sources.push({ resource, table: null, row: null })
  const restated = restate({
    ...{ norm, facilityCode, kind },
    patient: parseStored<Patient>(patient),
    resources: sources,
  })
  const tables = withExtras(restated, visit.extras as Extras)
  return { message: { kind, norm, facilityCode, visitLinkId, tables }, isSent: true, missing: [] }
}

/** The shared resources these point at; as they were at an instant, or as they are. */
async function readShared(
  reader: StoreReader,
  own: readonly Resource[],
  at: Date | null,
): Promise<Resource[]> {
  const refs = sharedReferences(own).map((reference) => {
    const [type, id] = reference.split('/') as [string, string]
    return { type, id }
  })
  if (at === null) return (await reader.readAll(refs)).map((each) => parseStored<Resource>(each))
  // One that another walker made in the same moment may bear a later time than this visit: then its first version.
  const found = await Promise.all(
    refs.map(async (ref) => (await reader.asOf(ref, at)) ?? reader.version(ref, 1)),
  )
  return found.filter((each) => each !== null).map((each) => parseStored<Resource>(each))
}

/** Row by row where the latest message said each resource: its Provenance knows, also of what did not change. */
async function rowsOf(reader: StoreReader, visit: VisitToRead) {
  const id = derivedId(visit.visit_id, `Provenance|${visit.receipt_id}|${visit.file_number}`)
  const [stored] = await reader.readAll([{ type: 'Provenance', id }])
  const rows = new Map<string, { table: string; row: number }>()
  for (const target of stored ? parseStored<Provenance>(stored).target : []) {
    const said = target.extension?.find(({ url }) => url === extensions.sourceRow)?.valueString
    const [table, row] = said?.split('/') ?? []
    if (target.reference && table && row) rows.set(target.reference, { table, row: Number(row) })
  }
  return rows
}

/** Whose visit it is: the key's own system says it, else the organization that gave the care. */
function facilityOf(encounter: Encounter, shared: readonly Resource[]): string {
  for (const { system } of encounter.identifier ?? []) {
    const code = /\/sid\/visit\/([0-9A-Z]{5})$/.exec(system ?? '')?.[1]
    if (code) return code
  }
  const said = encounter.serviceProvider?.identifier
  if (said?.system === identifierSystems.facility && said.value) return said.value
  const id = encounter.serviceProvider?.reference?.split('/')[1]
  const organization = shared.find((each) => each.resourceType === 'Organization' && each.id === id) as
    | { identifier?: { system?: string; value?: string }[] }
    | undefined
  return organization?.identifier?.find(({ system }) => system === identifierSystems.facility)?.value ?? ''
}
