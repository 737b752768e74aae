import type { Random } from '../../random.ts'
import { Weighted } from '../weighted.ts'

/** Who lives together, by age in years (with parts) on the last day. */
export interface Composition {
  readonly father: number | null
  readonly mother: number | null
  /** Eldest first; twins have one age. */
  readonly children: readonly number[]
  /** Which child is the first of twins, or null. */
  readonly twinsAt: number | null
  readonly grandmother: number | null
  readonly grandfather: number | null
}

/** Households of 1 to 6: design note, section 13. */
const sizes = new Weighted([
  [1, 10],
  [2, 18],
  [3, 24],
  [4, 26],
  [5, 14],
  [6, 8],
])

/** Families with two children or more that have twins. */
const twinShare = 0.03

type Ages = readonly (readonly [from: number, weight: number])[]
const bands = (ages: Ages) => new Weighted(ages)

/**
 * Five-year bands of who heads a household, fitted so that all members together have the age pyramid of the census of 2019
 * (0–14: 24.3 %, 15–64: 68.0 %, 65 and over: 7.7 %; the bands between are rounded); a test holds the sum to it.
 */
const alone = bands([
  [20, 30],
  [25, 16],
  [50, 8],
  [55, 12],
  [60, 12],
  [65, 8],
  [70, 5],
  [75, 8],
])
const couples = bands([
  [20, 14],
  [25, 8],
  [30, 2],
  [45, 8],
  [50, 18],
  [55, 22],
  [60, 16],
  [65, 8],
  [70, 4],
  [75, 4],
])
const mothers = bands([
  [20, 8],
  [25, 15],
  [30, 16],
  [35, 17],
  [40, 16],
  [45, 13],
  [50, 9],
  [55, 6],
])

interface Shape {
  readonly parents: 1 | 2
  readonly children: number
  readonly grandparents: 0 | 1 | 2
}

const shape = (parents: 1 | 2, children: number, grandparents: 0 | 1 | 2): Shape => ({
  parents,
  children,
  grandparents,
})

const shapes: readonly Weighted<Shape>[] = [
  [[shape(1, 0, 0), 1]],
  [
    [shape(2, 0, 0), 80],
    [shape(1, 1, 0), 20],
  ],
  [
    [shape(2, 1, 0), 80],
    [shape(1, 2, 0), 12],
    [shape(2, 0, 1), 8],
  ],
  [
    [shape(2, 2, 0), 82],
    [shape(2, 1, 1), 18],
  ],
  [
    [shape(2, 3, 0), 40],
    [shape(2, 2, 1), 40],
    [shape(2, 1, 2), 20],
  ],
  [
    [shape(2, 2, 2), 55],
    [shape(2, 3, 1), 35],
    [shape(2, 4, 0), 10],
  ],
].map((of) => new Weighted(of as [Shape, number][]))

/** What a hard case needs of the family it is made of. */
export interface Asked {
  readonly children?: number
  /** Age of the youngest, from and to. */
  readonly youngest?: readonly [from: number, to: number]
  readonly twins?: boolean
  /** One grown person and nobody else. */
  readonly alone?: boolean
}

export function composeHousehold(random: Random, asked: Asked = {}): Composition {
  const drawn = shapes[asked.alone ? 0 : sizes.draw(random) - 1]!.draw(random)
  const { parents, grandparents } = asked.children ? shape(2, 0, drawn.grandparents) : drawn
  const count = Math.max(drawn.children, asked.children ?? 0)
  const gaps = drawGaps(random, count, asked.twins)
  const { mother, youngest } = drawMother(random, { lone: parents === 1, count, gaps, asked })
  const father = Math.max(20, mother + 2.5 + random.wobble() * 2)
  const withMother = parents === 2 || random.chance(count === 0 ? 0.5 : 0.75)
  const elder = Math.min(97, father + 21 + random.next() * 12)
  const withGrandmother = grandparents === 2 || (grandparents === 1 && random.chance(0.7))
  return {
    mother: withMother ? mother : null,
    father: parents === 2 || !withMother ? father : null,
    children: count === 0 ? [] : agesOf(youngest, gaps),
    twinsAt: gaps.includes(0) ? gaps.indexOf(0) : null,
    grandmother: withGrandmother ? elder : null,
    grandfather: grandparents === 2 || (grandparents === 1 && !withGrandmother) ? elder + 3 : null,
  }
}

/** Years from each child to the next, the eldest first; twins have none between them. */
function drawGaps(
  random: Random,
  children: number,
  twins = children >= 2 && random.chance(twinShare),
): number[] {
  const gaps = Array.from({ length: Math.max(0, children - 1) }, () => 1.6 + random.next() * 4)
  if (twins) gaps[random.whole(0, gaps.length - 1)] = 0
  return gaps
}

interface MotherOf {
  readonly lone: boolean
  readonly count: number
  readonly gaps: readonly number[]
  readonly asked: Asked
}

/** The first child comes when she is 19 to 31. */
function drawMother(random: Random, { lone, count, gaps, asked }: MotherOf) {
  const band = (count > 0 ? mothers : lone ? alone : couples).draw(random) + random.next() * 5
  if (count === 0) return { mother: band, youngest: 0 }
  const atLastBirth = 19 + random.next() * 12 + gaps.reduce((sum, gap) => sum + gap, 0)
  const [from, to] = asked.youngest ?? [0.02, 2]
  const youngest =
    asked.youngest || band < atLastBirth ? from + random.next() * (to - from) : band - atLastBirth
  return { mother: youngest + atLastBirth, youngest }
}

function agesOf(youngest: number, gaps: readonly number[]): number[] {
  const ages = [youngest]
  for (const gap of [...gaps].reverse()) ages.unshift(ages[0]! + gap)
  return ages
}
