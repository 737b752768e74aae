import { generateHouseholds, type PopulationOptions } from './generate-population.ts'
import type { Household, Inhabitant, WrittenRecord } from './population.types.ts'

export interface Population {
  readonly households: readonly Household[]
  readonly records: readonly WrittenRecord[]
  readonly person: (number: number) => Inhabitant
}

const made = new Map<string, Population>()

/** A whole population in memory, made once for all tests of a file. */
export function aPopulation(options: PopulationOptions): Population {
  const key = JSON.stringify(options)
  const before = made.get(key)
  if (before) return before
  const all = [...generateHouseholds(options)]
  const people = all.flatMap(({ household }) => household.members)
  const population: Population = {
    households: all.map(({ household }) => household),
    records: all.flatMap(({ records }) => records),
    person: (number) => people[number]!,
  }
  made.set(key, population)
  return population
}

/**
 * How many standard deviations a count is from what was expected, when each trial had a chance of its own. Seeds are fixed, so
 * a test that holds once holds always; 4.5 would be passed by chance in one of 150,000.
 */
export function deviations(trials: readonly (readonly [chance: number, happened: boolean])[]): number {
  let expected = 0
  let variance = 0
  let count = 0
  for (const [chance, happened] of trials) {
    expected += chance
    variance += chance * (1 - chance)
    if (happened) count += 1
  }
  return (count - expected) / Math.sqrt(variance)
}
