/** Builders for tests: records with a number and a colour, edges from two families of evidence, and a model that reads them. */
import fc from 'fast-check'
import type { SettleEdge, SettleInput, SettleModel, SettleRecord, StandingDecision } from './index.ts'

/** `number`: two different ones in one group are refused; `colour`: two different ones count against. */
export interface Trait {
  readonly number: number | null
  readonly colour: number | null
}

export interface Pool {
  readonly numbers: readonly number[]
  readonly colours: readonly number[]
}

const prior = -4
const autoScore = 3

const union = (x: readonly number[], y: readonly number[]) => [...new Set([...x, ...y])].sort((a, b) => a - b)

/** Two families; an edge is automatic from 3 bits on; other colours cost 2 bits of the second family. */
export const aModel = (
  limits: Partial<SettleModel<Trait, Pool>['limits']> = {},
): SettleModel<Trait, Pool> => ({
  autoScore,
  prior,
  families: 2,
  limits: {
    groupSize: 50,
    crowdRecords: 5000,
    crowdEdges: 250_000,
    rounds: 32,
    itemsPerGroup: 20,
    ...limits,
  },
  pool: ({ number, colour }) => ({
    numbers: number === null ? [] : [number],
    colours: colour === null ? [] : [colour],
  }),
  merge: (left, right) => ({
    numbers: union(left.numbers, right.numbers),
    colours: union(left.colours, right.colours),
  }),
  guard: (left, right) =>
    left.numbers.length > 0 && right.numbers.length > 0 && union(left.numbers, right.numbers).length > 1
      ? { guard: 'two-numbers', outcome: left.numbers[0] === 0 ? 'apart' : 'review' }
      : null,
  conflict: (left, right) => [
    0,
    left.colours.length > 0 && right.colours.length > 0 && union(left.colours, right.colours).length > 1
      ? -2
      : 0,
  ],
})

export const aRecord = (key: string, trait: Partial<Trait> = {}): SettleRecord<Trait> => ({
  key,
  feature: { number: null, colour: null, ...trait },
})

/** Weight and outcome follow from the parts, as a scorer's would. */
export function anEdge(
  a: string,
  b: string,
  parts: readonly number[],
  guard: string | null = null,
): SettleEdge {
  const weight = prior + parts.reduce((sum, bits) => sum + bits, 0)
  const outcome = guard !== null ? 'apart' : weight >= autoScore ? 'auto' : 'review'
  return { a, b, weight, outcome, parts, guard }
}

export const saidSame = (a: string, b: string, id = `${a}=${b}`): StandingDecision => ({
  id,
  a,
  b,
  says: 'same',
})
export const saidDifferent = (a: string, b: string, id = `${a}≠${b}`): StandingDecision => ({
  id,
  a,
  b,
  says: 'different',
})

export const anInput = (says: Partial<SettleInput<Trait>>): SettleInput<Trait> => ({
  records: [],
  edges: [],
  decisions: [],
  sure: [],
  ...says,
})

/** Small inputs with everything in them, ties and contradictions included. */
export function someInput(records = 8): fc.Arbitrary<SettleInput<Trait>> {
  const key = fc.integer({ min: 0, max: records - 1 }).map((at) => `r${at}`)
  const trait = fc.record({
    number: fc.option(fc.integer({ min: 0, max: 2 }), { freq: 2 }),
    colour: fc.option(fc.integer({ min: 0, max: 2 }), { freq: 4 }),
  })
  // Strong words for and against beside weak ones: what was refused can be outweighed later.
  const bits = fc.oneof(fc.integer({ min: -4, max: 9 }), fc.constantFrom(0, 10, -6, 4))
  const edge = fc
    .tuple(key, key, bits, bits, fc.integer({ min: 0, max: 29 }))
    .filter(([a, b]) => a !== b)
    .map(([a, b, x, y, chance]) => anEdge(a, b, [x, y], chance === 0 ? 'guard' : null))
  const decision = fc
    .tuple(key, key, fc.boolean())
    .filter(([a, b]) => a !== b)
    .map(([a, b, isSame]) => (isSame ? saidSame(a, b) : saidDifferent(a, b)))
  return fc
    .record({
      traits: fc.array(trait, { minLength: 1, maxLength: records, size: 'max' }),
      isNumbered: fc.boolean(),
      edges: fc.array(edge, { maxLength: 36, size: 'max' }),
      decisions: fc.uniqueArray(decision, { maxLength: 6, size: 'max', selector: (each) => each.id }),
      sure: fc.array(fc.uniqueArray(key, { minLength: 2, maxLength: 4 }), { maxLength: 2 }),
    })
    .map(({ traits, isNumbered, ...rest }) => ({
      ...rest,
      records: traits.map((each, at) => aRecord(`r${at}`, isNumbered ? each : { ...each, number: null })),
    }))
}

/** The same facts in another order. */
export const shuffled = (input: SettleInput<Trait>, seed: number): SettleInput<Trait> => {
  const shuffle = <T>(list: readonly T[], salt: number): T[] =>
    list
      .map((each, at) => ({ each, order: Math.sin(seed * 997 + salt * 101 + at * 13) }))
      .sort((x, y) => x.order - y.order)
      .map(({ each }) => each)
  return {
    records: shuffle(input.records, 1),
    edges: shuffle(input.edges, 2).map((each, at) =>
      (seed + at) % 2 === 0 ? each : { ...each, a: each.b, b: each.a },
    ),
    decisions: shuffle(input.decisions, 3),
    sure: shuffle(input.sure, 4).map((set) => shuffle(set, 5)),
  }
}
