/**
 * For each of these records, in their order, the number of its person, counted from 0 as they come: `[0, 0, 1]` when the third is
 * somebody else's. A record that is not known any more counts as the first's: it can be told of nobody.
 */
export function partsOf(patientIds: readonly string[], personOf: ReadonlyMap<string, string>): number[] {
  const numbers = new Map<string, number>()
  return patientIds.map((patientId) => {
    const person = personOf.get(patientId)
    if (person === undefined) return 0
    const number = numbers.get(person) ?? numbers.size
    numbers.set(person, number)
    return number
  })
}

export const isParted = (parts: readonly number[]): boolean => parts.some((part) => part !== 0)
