import type { Clock } from '#foundation/clock'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import { mayAsk, type NoteReadings, type Reading } from '#gate/access'
import type { DemographicRecord } from '#vocabulary/demographics'
import { areEnoughWords, type IdentityAnswers, type IdentityMatch } from '#vocabulary/demographics/answers'
import { type GuessLimits, openGuessLimit } from './guess-limit.ts'
import { identityProblems } from './identity.problems.ts'
import type { AccessLine, Asker, IdentityGate } from './identity-gate.types.ts'
import { mayAskBySystem } from './may-see.ts'

export interface IdentityGateDeps {
  readonly answers: IdentityAnswers
  readonly clock: Clock
  /** Told of every question, answered or refused. */
  readonly note: (line: AccessLine) => void
  /** Told of every person whose records an answer takes as one, before the answer. */
  readonly noteReadings: NoteReadings
  readonly limits?: GuessLimits
}

/** What a question that finds nobody costs: the less it says, the more it is a guess. */
const costs = { few: 5, bare: 3, full: 1 } as const

/** The gate before the identity index: who may ask, with how much, how often; and each question leaves a line. */
export function openIdentityGate({
  answers,
  clock,
  note,
  noteReadings,
  limits,
}: IdentityGateDeps): IdentityGate {
  const guesses = openGuessLimit(clock, limits)
  const nameOf = (asker: Asker) => asker.facility ?? asker.door
  const asking = (asker: Asker, asked: AccessLine['asked']) => {
    const tell = (outcome: string, personIds: readonly string[] = []) => {
      const { door, facility, purpose } = asker
      note({ at: clock.now(), asked, door, facility, purpose, outcome, personIds })
    }
    const refuse = (problem: Problem) => {
      tell(problem.code)
      return fail(problem)
    }
    const read = (persons: readonly Pick<Reading, 'personId' | 'patientIds'>[]): Promise<Result<null>> => {
      const { actor, facility, purpose, door } = asker
      // Whoever may not ask has been refused by now.
      if (!actor || persons.length === 0) return Promise.resolve(ok(null))
      return noteReadings(
        persons.map(({ personId, patientIds }) => ({
          ...{ asked, personId, patientIds, actor, purpose, door },
          facility: facility ?? actor.facility ?? null,
        })),
      )
    }
    return { tell, refuse, read }
  }
  /** May this one ask now? Being looked for by guessing is the same whatever the question. */
  const admit = (asker: Asker): Result<null> => {
    const may = mayAsk(asker.actor, asker.purpose)
    if (!may.ok) return may
    return guesses.mayGuess(nameOf(asker)) ? ok(null) : fail(identityProblems.tooManyGuesses)
  }
  return {
    async match(asker, words, options) {
      const { tell, refuse, read } = asking(asker, 'match')
      const admitted = admit(asker)
      if (!admitted.ok) return refuse(admitted.problem)
      if (!areEnoughWords(words)) {
        guesses.spend(nameOf(asker), costs.few)
        return refuse(identityProblems.tooFewWords)
      }
      const found = await answers.match(words, options)
      if (!found.some(({ grade }) => grade !== 'possible')) guesses.spend(nameOf(asker), costOf(words))
      const noted = await read(found)
      if (!noted.ok) return refuse(noted.problem)
      tell(bestOf(found), idsOf(found))
      return ok(found)
    },

    async crossReferences(asker, asked, targetSystems) {
      const { tell, refuse, read } = asking(asker, 'cross-references')
      const admitted = admit(asker)
      if (!admitted.ok) return refuse(admitted.problem)
      // Local numbers are short and in sequence: another facility's would be tried out one after the other.
      const found = mayAskBySystem(asker.facility, asked.system)
        ? await answers.crossReferences(asked, targetSystems)
        : ({ kind: 'unknown-system' } as const)
      const isGuess = found.kind === 'unknown-number' || found.kind === 'unknown-system'
      if (isGuess) guesses.spend(nameOf(asker), costs.bare)
      const noted = await read(found.kind === 'found' ? [found] : [])
      if (!noted.ok) return refuse(noted.problem)
      tell(found.kind, found.kind === 'found' ? [found.personId] : [])
      return ok(found)
    },

    async person(asker, by) {
      const { tell, refuse, read } = asking(asker, 'person')
      const may = mayAsk(asker.actor, asker.purpose)
      if (!may.ok) return refuse(may.problem)
      const found =
        'personId' in by ? await answers.person(by.personId) : await answers.personOf(by.patientId)
      const noted = await read(found ? [found] : [])
      if (!noted.ok) return refuse(noted.problem)
      tell(found ? 'found' : 'nobody', found ? [found.personId] : [])
      return ok(found)
    },
  }
}

/** Beside name and date of birth, is there something that only an acquaintance knows? */
const costOf = ({ citizenNumber, insuranceNumber, phone, address, mother }: DemographicRecord): number =>
  [citizenNumber, insuranceNumber, phone, address.text, mother].some((said) => said !== null)
    ? costs.full
    : costs.bare

const bestOf = (found: readonly IdentityMatch[]): string => found[0]?.grade ?? 'nobody'
const idsOf = (found: readonly IdentityMatch[]) => found.map(({ personId }) => personId)
