import type { QualityMeasures, QualityPoint } from './api.types.ts'
import type { Sums } from './board.queries.ts'

export interface Open {
  readonly open: number
  readonly oldestAt: Date | null
}
export const nothingOpen: Open = { open: 0, oldestAt: null }

/** Sums become shares: what the reference calls timeliness, completeness, identity quality (domain facts, indicators). */
export function measuresOf(sums: Sums, waiting: Open = nothingOpen): QualityMeasures {
  const parts = partsOf(sums)
  return {
    records: sums.records,
    ...parts,
    late: sums.told - sums.onTime,
    clean: share(sums.clean, sums.records),
    citizen: share(sums.citizen, sums.persons),
    card: share(sums.card, sums.persons),
    birth: share(sums.birth, sums.persons),
    address: share(sums.address, sums.persons),
    setAside: sums.setAside,
    setAsideShare: share(sums.setAside, sums.records),
    open: waiting.open,
    oldestOpenAt: waiting.oldestAt?.toISOString() ?? null,
    repeated: sums.repeated,
    repeatedShare: share(sums.repeated, sums.records),
    noEnd: sums.noEnd,
    futureEnd: sums.futureEnd,
    backLoaded: sums.backLoaded,
  }
}

export const pointOf = (day: string, sums: Sums): QualityPoint => ({
  day,
  records: sums.records,
  ...partsOf(sums),
})

export function partsOf(sums: Sums) {
  const timely = share(sums.onTime, sums.told)
  const complete = share(sums.filled, sums.expected)
  const valid = share(sums.records - sums.setAside, sums.records)
  const identity = share(sums.citizen + sums.card + sums.birth + sums.address, 4 * sums.persons)
  return { overall: mean([timely, complete, valid, identity]), timely, complete, valid, identity }
}

export const noSums: Sums = {
  records: 0,
  setAside: 0,
  clean: 0,
  repeated: 0,
  told: 0,
  onTime: 0,
  noEnd: 0,
  futureEnd: 0,
  backLoaded: 0,
  expected: 0,
  filled: 0,
  persons: 0,
  citizen: 0,
  card: 0,
  birth: 0,
  address: 0,
}
const names = Object.keys(noSums) as (keyof Sums)[]

export function addSums(list: readonly Sums[]): Sums {
  const total: Record<keyof Sums, number> = { ...noSums }
  for (const sums of list) for (const name of names) total[name] += sums[name]
  return total
}

export const addOpen = (list: readonly Open[]): Open => ({
  open: list.reduce((sum, { open }) => sum + open, 0),
  oldestAt: list.reduce<Date | null>(
    (oldest, { oldestAt }) => (oldestAt && (!oldest || oldestAt < oldest) ? oldestAt : oldest),
    null,
  ),
})

const share = (part: number, whole: number): number | null =>
  whole <= 0 ? null : Math.round((10_000 * part) / whole) / 10_000

function mean(shares: readonly (number | null)[]): number | null {
  const known = shares.filter((s) => s !== null)
  return known.length === 0
    ? null
    : Math.round((10_000 * known.reduce((a, b) => a + b, 0)) / known.length) / 10_000
}
