import { mixed, Random } from '../random.ts'
import { dayNumber, firstDay, isoDay, lastDay } from './days.ts'
import { type Homes, homesIn } from './people/homes.ts'
import { shuffled } from './people/invented-numbers.ts'
import { defaultProvince, type HouseholdOptions, makeHouseholds } from './people/make-households.ts'
import type { Household, Inhabitant, WrittenRecord } from './population.types.ts'
import { type ErrorRates, errorRates, type Variant } from './records/error-rates.ts'
import { Pen } from './records/pen.ts'
import { sourceOfChance } from './records/sources.ts'
import { writeRecord } from './records/write-record.ts'
import { Weighted } from './weighted.ts'

export interface PopulationOptions extends HouseholdOptions {
  /** How strong the errors are: 1 is the design note, 0.5 half as many, 2 twice as many. */
  readonly errors?: number
  readonly variant?: Variant
}

export interface HouseholdRecords {
  readonly household: Household
  readonly records: readonly WrittenRecord[]
}

/** Records of a person: 0 to 6, mean 2.29; pairs of one person 2.66, as in the set behind the design note. */
const recordsOf = new Weighted([
  [0, 22],
  [1, 48],
  [2, 50],
  [3, 38],
  [4, 22],
  [5, 13],
  [6, 7],
])

/** Households and what six kinds of sources wrote of their members. The same options give the same bytes. */
export function* generateHouseholds(options: PopulationOptions): Generator<HouseholdRecords> {
  const { seed, errors = 1, variant = 'usual', province = defaultProvince } = options
  const desk: Desk = { seed, rates: errorRates(errors, variant), homes: homesIn(province) }
  let count = 0
  for (const household of makeHouseholds(options)) {
    const records: WrittenRecord[] = []
    for (const inhabitant of household.members)
      for (const written of recordsAbout(desk, household, inhabitant, count + records.length))
        records.push(written)
    count += records.length
    yield { household, records }
  }
}

/** The records alone; those of a person stand together. */
export function* generatePopulation(options: PopulationOptions): Generator<WrittenRecord> {
  for (const { records } of generateHouseholds(options)) yield* records
}

interface Desk {
  readonly seed: number
  readonly rates: ErrorRates
  readonly homes: Homes
}

function* recordsAbout(
  { seed, rates, homes }: Desk,
  household: Household,
  inhabitant: Inhabitant,
  from: number,
): Generator<WrittenRecord> {
  const random = new Random(mixed(seed, inhabitant.number, 23))
  const days = drawDays(random, household, inhabitant)
  for (const [at, on] of days.entries()) {
    const source = sourceOfChance.draw(random)
    // A household has its usual place of each kind, and goes there seven times of ten.
    const usual = source.facilities[household.number % source.facilities.length]!
    const facilityCode = random.chance(0.7) ? usual : random.pick(source.facilities)
    const pen = new Pen(random, rates)
    const unnamed =
      household.madeFor === 'newborn-named' && inhabitant.birthDate >= firstDay ? at === 0 : null
    const record = writeRecord(pen, { inhabitant, household, source, facilityCode, on, homes, unnamed })
    const localId = String(shuffled(from + at, 1_000_000_000, seed)).padStart(9, '0')
    yield {
      source: { facilityCode, localId },
      kind: source.kind,
      record,
      personNumber: inhabitant.number,
      faults: pen.faults,
    }
  }
}

/** Days in order, none before birth. A change of name, sex, family or card has a record before it and one after. */
function drawDays(random: Random, { madeFor }: Household, { birthDate, event }: Inhabitant): string[] {
  const from = Math.max(dayNumber(firstDay), dayNumber(birthDate))
  const to = dayNumber(lastDay)
  const turned = event !== null && event.kind !== 'moved'
  const count = Math.max(recordsOf.draw(random), madeFor || turned ? 2 : 0)
  const days = Array.from({ length: count }, () => random.whole(from, to))
  if (turned) {
    days[0] = random.whole(from, dayNumber(event.on) - 1)
    days[1] = random.whole(dayNumber(event.on), to)
  } else if (madeFor === 'newborn-named' && birthDate >= firstDay)
    days[0] = Math.min(to, from + random.whole(0, 5))
  return days.sort((a, b) => a - b).map(isoDay)
}
