import { createHash } from 'node:crypto'
import type { Person } from 'fhir/r4'
import type { ResourceVersion } from '#gate/access'
import type { IndexedPerson } from '#vocabulary/demographics/answers'

/**
 * One human of the index as FHIR says it: the records that are theirs, and how well each link is founded. What the records
 * say stays in the Patients. The version is made of the links, so that a client with an ETag notices a change.
 */
export function personResource(
  { personId, patientIds, assurance }: IndexedPerson,
  now: Date,
): ResourceVersion {
  const link = patientIds.map((id) => ({
    target: { reference: `Patient/${id}` },
    ...(assurance?.[id] ? { assurance: `level${assurance[id]}` as const } : {}),
  }))
  const person: Person = {
    resourceType: 'Person',
    id: personId,
    active: true,
    ...(link.length > 0 ? { link } : {}),
  }
  const json = JSON.stringify(person)
  const version = createHash('sha256').update(json).digest().readUIntBE(0, 3) + 1
  return { type: 'Person', id: personId, version, deleted: false, lastUpdated: now, json }
}
