/** For tests: `AskIdentity` over a list in memory, without a gate: the protocol alone. */

import type { Patient } from 'fhir/r4'
import { ok } from '#foundation/result'
import type { IdentityAnswers } from '#vocabulary/demographics/answers'
import type { AskIdentity, Candidate } from './query.types.ts'

export function listedAsk(answers: IdentityAnswers, patients: ReadonlyMap<string, Patient>): AskIdentity {
  const candidate = (patientId: string, rest: Pick<Candidate, 'score' | 'grade'>): Candidate => ({
    ...{ patientId, ...rest },
    patient: rest.grade === 'possible' ? null : (patients.get(patientId) ?? null),
  })
  return {
    async candidates(_asker, words, limit) {
      const found = await answers.match(words, { limit, onlyCertain: false })
      return ok(found.flatMap((match) => match.patientIds.map((id) => candidate(id, match))))
    },
    async holders(_asker, number) {
      const found = await answers.crossReferences(number, [])
      if (found.kind !== 'found') return ok(null)
      const ids = new Set(found.references.map(({ patientId }) => patientId))
      return ok([...ids].map((id) => candidate(id, { score: 1, grade: 'certain' })))
    },
    crossReferences: async (_asker, asked, targets) => ok(await answers.crossReferences(asked, targets)),
  }
}
