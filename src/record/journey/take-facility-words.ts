import type { Tx } from '#foundation/db'
import type { IdentityIndex, IncomingRecord, ResolvedPerson } from '#record/identity'
import type { SourceKey } from '#vocabulary/demographics'
import type { Drafted } from './resources-of-visit.ts'

/** What the journey asks the index. */
export type IdentityAsked = Pick<IdentityIndex, 'admit' | 'patientsNamed' | 'takeFacilityWord'>

/** HL7 v2 triggers: one number replaces others (A40), two numbers are one human (A24), or are not (A37). */
const triggers = [
  { of: 'replaces', says: 'same', why: 'A40' },
  { of: 'links', says: 'same', why: 'A24' },
  { of: 'unlinks', says: 'different', why: 'A37' },
] as const

/**
 * What the messages of a round say of their facility's own numbers, told to the index. A number that is said to be this human's
 * and was never met is admitted as theirs, so that an old message under it finds them. Gives, by message, the patients whose
 * numbers it replaces.
 */
export async function takeFacilityWords(
  tx: Tx,
  round: readonly Drafted[],
  incoming: readonly IncomingRecord[],
  persons: readonly ResolvedPerson[],
  { identity, now }: { readonly identity: IdentityAsked; readonly now: Date },
): Promise<string[][]> {
  const replaced = round.map((): string[] => [])
  const words = round.flatMap(({ message: { facilityCode }, draft }, index) =>
    triggers.flatMap(({ of, says, why }) =>
      (draft[of] ?? []).map((localId) => ({ index, facilityCode, localId, of, says, why })),
    ),
  )
  if (words.length === 0) return replaced
  const nameOf = (key: SourceKey) => `${key.facilityCode}|${key.localId}`
  const known = new Map(
    (await identity.patientsNamed(tx, words)).map((named) => [nameOf(named), named.patientId]),
  )
  const unmet = words.filter((word) => word.says === 'same' && !known.has(nameOf(word)))
  const admitted = await identity.admit(
    tx,
    unmet.map(({ index, localId }) => ({ ...incoming[index]!, localId })),
    now,
  )
  for (const [at, word] of unmet.entries()) known.set(nameOf(word), admitted[at]!.patientId)
  for (const word of words) {
    const a = persons[word.index]!.patientId
    const b = known.get(nameOf(word))
    if (b === undefined || b === a) continue
    await identity.takeFacilityWord(tx, { ...word, a, b }, now)
    if (word.of === 'replaces') replaced[word.index]!.push(b)
  }
  return replaced
}
