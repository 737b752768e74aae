import type { Patient } from 'fhir/r4'
import type { AskIdentity, Candidate, QueryAsker } from '#doors/mllp'
import { fail, ok, type Result } from '#foundation/result'
import type { Actor, Gate } from '#gate/access'
import { type Asker, facilityOfSystem, type IdentityGate, maySeeWords } from '#gate/identity'
import type { IdentityMatch } from '#vocabulary/demographics/answers'

/** So many records of those found are read for one query. */
const mostRecords = 400

/**
 * Queries of hospital software, answered from the index through the gate: who asks is the facility of the connection, and
 * what a record says is read as the pages of a person are, so that what is under a label stays there.
 */
export function askIdentity(identity: IdentityGate, gate: Gate, actor: Actor): AskIdentity {
  const askerOf = ({ facility, peer }: QueryAsker): Asker => ({
    ...{ actor, purpose: 'treatment', facility },
    door: `mllp ${peer}`,
  })

  /** Those that exist and stand under no label, by id. */
  async function patientsOf(patientIds: readonly string[]): Promise<Result<ReadonlyMap<string, Patient>>> {
    const ids = [...new Set(patientIds)].slice(0, mostRecords)
    if (ids.length === 0) return ok(new Map())
    const stored = await gate.readRecord(actor, 'treatment', ids, ['Patient'], mostRecords)
    if (!stored.ok) return stored
    return ok(new Map(stored.value.map(({ id, json }) => [id, JSON.parse(json) as Patient])))
  }

  async function read(
    { facility }: QueryAsker,
    found: readonly IdentityMatch[],
  ): Promise<Result<readonly Candidate[]>> {
    const stored = await patientsOf(found.flatMap(({ patientIds }) => patientIds))
    if (!stored.ok) return stored
    const patients = stored.value
    return ok(
      found.flatMap(({ patientIds, score, grade }) =>
        patientIds.flatMap((patientId): Candidate[] => {
          const patient = patients.get(patientId)
          if (!patient) return []
          const isShown = maySeeWords(grade, keeperOf(patient), facility)
          return [{ patientId, score, grade, patient: isShown ? patient : null }]
        }),
      ),
    )
  }

  return {
    async candidates(asker, words, limit) {
      const found = await identity.match(askerOf(asker), words, { limit, onlyCertain: false })
      return found.ok ? read(asker, found.value) : fail(found.problem)
    },
    async holders(asker, number) {
      const found = await identity.crossReferences(askerOf(asker), number, [])
      if (!found.ok) return found
      if (found.value.kind !== 'found') return ok(null)
      const { personId, references } = found.value
      const patientIds = [...new Set(references.map(({ patientId }) => patientId))]
      return read(asker, [{ personId, patientIds, score: 1, grade: 'certain' }])
    },
    async crossReferences(asker, asked, targetSystems) {
      const found = await identity.crossReferences(askerOf(asker), asked, targetSystems)
      if (!found.ok || found.value.kind !== 'found') return found
      const stored = await patientsOf(found.value.references.map(({ patientId }) => patientId))
      if (!stored.ok) return stored
      // That somebody is known to a certain clinic can be the secret itself.
      const references = found.value.references.filter(({ patientId }) => stored.value.has(patientId))
      return ok({ ...found.value, references })
    },
  }
}

/** The facility whose record it is: its local number stands in it. */
function keeperOf({ identifier = [] }: Patient): string | null {
  for (const { system } of identifier) {
    const facility = system === undefined ? null : facilityOfSystem(system)
    if (facility !== null) return facility
  }
  return null
}
