import { makeVisit, type PretendFacility, stamp, type VisitPlan, type VisitTruth } from './make-visit.ts'
import { makePeople, type Person } from './people.ts'
import { mixed, Random } from './random.ts'
import { envelopeHead, envelopeTail, type Habit, hosoXml } from './write-xml.ts'

export interface GenerateOptions {
  readonly seed: number
  /** People the visits are spread over; every fourth is chronically ill and comes often. */
  readonly persons: number
  readonly visits: number
  /** How many facilities, or which: codes 99901, 99902 … Each keeps one vendor's habits. */
  readonly facilities?: number | readonly PretendFacility[]
  /** First and last day, yyyy-MM-dd. */
  readonly from: string
  readonly to: string
  /** About how many FHIR resources a visit becomes, shared ones included. */
  readonly resourcesPerVisit?: number
  /** Real province whose wards serve as addresses. */
  readonly provinceCode?: string
}

export interface GeneratedVisit {
  readonly facilityCode: string
  readonly habit: Habit
  readonly fileName: string
  readonly visitLinkId: string
  /** The person's true citizen number, also when this visit leaves it out. */
  readonly citizenId: string
  /** A complete GIAMDINHHS file with one HOSO. */
  readonly bytes: Uint8Array
  readonly truth: VisitTruth
}

const habits: readonly Habit[] = ['plain', 'dotnet', 'inline-nfd', 'qd3176']

/** 99901, 99902 …: codes no real facility has, habits in turn. */
export function pretendFacilities(count: number): PretendFacility[] {
  return Array.from({ length: count }, (_, index) => ({
    code: String(99901 + index),
    habit: habits[index % habits.length]!,
  }))
}

interface Planned {
  readonly person: Person
  readonly facility: PretendFacility
  readonly plan: VisitPlan
  readonly random: Random
}

function planner(options: GenerateOptions) {
  const { seed, persons, visits, resourcesPerVisit = 30 } = options
  const facilities =
    typeof options.facilities === 'object' ? options.facilities : pretendFacilities(options.facilities ?? 6)
  const people = makePeople(seed, options.provinceCode)
  const begin = Date.parse(`${options.from}T00:00:00+07:00`)
  const step = (Date.parse(`${options.to}T00:00:00+07:00`) + 86_400_000 - begin) / Math.max(1, visits)
  return (number: number): Planned => {
    const random = new Random(mixed(seed, number, 13))
    // Three visits of five are those of the chronically ill.
    const any = random.whole(0, persons - 1)
    const person = people(random.chance(0.6) ? any - (any % 4) : any)
    const home = person.number % facilities.length
    const facility = facilities[random.chance(0.65) ? home : random.whole(0, facilities.length - 1)]!
    const kind =
      person.illnesses.length && random.chance(0.75) ? 'chronic' : random.chance(0.15) ? 'inpatient' : 'acute'
    const day = begin + Math.floor((number * step) / 86_400_000) * 86_400_000
    const start = new Date(day + random.whole(7 * 60, 16 * 60) * 60_000)
    const stay = kind === 'inpatient' ? random.whole(2, 7) * 1440 : 110
    return {
      person,
      facility,
      random,
      plan: {
        visitLinkId: `${facility.code}.${stamp(start).slice(0, 6)}.${String(number + 1).padStart(7, '0')}`,
        // Every facility numbers its patients its own way: the same number elsewhere is somebody else.
        localId: `BN${String((person.number * 7 + home * 3) % 10_000_000).padStart(7, '0')}`,
        kind,
        start,
        end: new Date(start.getTime() + stay * 60_000),
        resources: resourcesPerVisit,
      },
    }
  }
}

/** Visits in order of time; the same options give the same bytes. */
export function* generateVisits(options: GenerateOptions): Generator<GeneratedVisit> {
  const planned = planner(options)
  for (let number = 0; number < options.visits; number += 1) {
    const { person, facility, plan, random } = planned(number)
    const { tables, truth } = makeVisit(person, facility, plan, random)
    const xml = `${envelopeHead(facility.code, stamp(plan.end).slice(0, 8), 1, facility.habit)}${hosoXml(tables, facility.habit)}${envelopeTail}`
    yield {
      facilityCode: facility.code,
      habit: facility.habit,
      fileName: `${plan.visitLinkId}.xml`,
      visitLinkId: plan.visitLinkId,
      citizenId: person.citizenId,
      bytes: Buffer.from(xml, 'utf8'),
      truth,
    }
  }
}

export interface LargeFileOptions {
  /** How many HOSO; 20,000 make about 200 MB. */
  readonly hoso: number
  readonly seed?: number
  readonly facility?: PretendFacility
  readonly resourcesPerVisit?: number
}

/** One file of one facility with many HOSO, in chunks of about 256 kB: for reading in constant memory. */
export async function* largeFile(options: LargeFileOptions): AsyncGenerator<Uint8Array> {
  const {
    hoso,
    seed = 1,
    facility = { code: '99901', habit: 'plain' as const },
    resourcesPerVisit = 19,
  } = options
  const planned = planner({
    seed,
    persons: Math.max(4, Math.floor(hoso / 3)),
    visits: hoso,
    facilities: [facility],
    from: '2026-07-01',
    to: '2026-07-31',
    resourcesPerVisit,
  })
  let pending = envelopeHead(facility.code, '20260801', hoso, facility.habit)
  for (let number = 0; number < hoso; number += 1) {
    const { person, plan, random } = planned(number)
    pending += hosoXml(makeVisit(person, facility, plan, random).tables, facility.habit)
    if (pending.length > 262_144) {
      yield Buffer.from(pending, 'utf8')
      pending = ''
    }
  }
  yield Buffer.from(pending + envelopeTail, 'utf8')
}
