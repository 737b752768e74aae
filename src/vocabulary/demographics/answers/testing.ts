/** For tests: `IdentityAnswers` over a small list in memory, by rules a reader sees through at once. */

import type { DemographicRecord } from '#vocabulary/demographics'
import { foldName } from '#vocabulary/vietnam'
import { emptyWords } from './empty-words.ts'
import type { IdentityAnswers, IdentityMatch, IndexedPerson, NumberOf } from './identity-answers.types.ts'

export interface ListedRecord {
  readonly patientId: string
  readonly numbers: readonly NumberOf[]
  readonly words?: Partial<DemographicRecord>
}

export interface ListedPerson {
  readonly personId: string
  readonly records: readonly ListedRecord[]
  readonly assurance?: IndexedPerson['assurance']
}

/** The systems named by a record are known; `systems` names more. Every question is counted in `asked`. */
export function listedAnswers(people: readonly ListedPerson[], systems: readonly string[] = []) {
  const records = people.flatMap((person) => person.records.map((record) => ({ person, record })))
  const known = new Set([
    ...systems,
    ...records.flatMap(({ record }) => record.numbers.map(({ system }) => system)),
  ])
  const indexed = ({ personId, records: own, assurance }: ListedPerson): IndexedPerson => ({
    personId,
    patientIds: own.map(({ patientId }) => patientId),
    ...(assurance ? { assurance } : {}),
  })
  const answers: IdentityAnswers & { asked: number } = {
    asked: 0,
    async match(words, { limit, onlyCertain }) {
      answers.asked += 1
      return people
        .flatMap((person): IdentityMatch[] => {
          const best = Math.max(...person.records.map((record) => scoreOf(words, record)))
          if (best === 0) return []
          const grade = best > 0.9 ? 'certain' : best > 0.5 ? 'probable' : 'possible'
          return [{ ...indexed(person), score: best, grade }]
        })
        .filter(({ grade }) => !onlyCertain || grade === 'certain')
        .sort((a, b) => b.score - a.score)
        .slice(0, limit)
    },
    async crossReferences(asked, targetSystems) {
      answers.asked += 1
      if (!known.has(asked.system)) return { kind: 'unknown-system' }
      if (targetSystems.some((system) => !known.has(system))) return { kind: 'unknown-target' }
      const isAsked = ({ system, value }: NumberOf) => system === asked.system && value === asked.value
      const person = people.find((each) => each.records.some(({ numbers }) => numbers.some(isAsked)))
      if (!person) return { kind: 'unknown-number' }
      const references = person.records.flatMap(({ patientId, numbers }) =>
        numbers
          .filter(({ system }) => targetSystems.length === 0 || targetSystems.includes(system))
          .map((number) => ({ ...number, patientId })),
      )
      const asking = person.records.filter(({ numbers }) => numbers.some(isAsked))
      const patientIds = [...new Set([...asking, ...references].map(({ patientId }) => patientId))]
      return { kind: 'found', personId: person.personId, patientIds, references }
    },
    async personOf(patientId) {
      const found = records.find(({ record }) => record.patientId === patientId)
      return found ? indexed(found.person) : null
    },
    async person(personId) {
      const found = people.find((each) => each.personId === personId)
      return found ? indexed(found) : null
    },
  }
  return answers
}

/** A number and the name: certain. Name and birth: probable. Name alone: possible. */
function scoreOf(asked: DemographicRecord, { words }: ListedRecord): number {
  const known = { ...emptyWords, ...words }
  const isSame = (a: string | null, b: string | null) =>
    a !== null && b !== null && foldName(a) === foldName(b)
  const [byName, byBirth] = [isSame(asked.fullName, known.fullName), isSame(asked.birthDate, known.birthDate)]
  if (isSame(asked.citizenNumber, known.citizenNumber)) return byName || byBirth ? 0.999 : 0.97
  return byName ? (byBirth ? 0.8 : 0.4) : 0
}
