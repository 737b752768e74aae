import { makeVisit, type PretendFacility, stamp, type VisitPlan, type VisitTruth } from './make-visit.ts'
import { asNewborn, makePeople, type Person } from './people.ts'
import { mixed, Random } from './random.ts'
import {
  envelopeHead,
  envelopeTail,
  fileBytes,
  type Habit,
  habits,
  hosoXml,
  type TableXml,
} from './write-xml.ts'

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
  /** What is written, before it is written in the vendor's way. */
  readonly tables: readonly TableXml[]
}

const facilityCode = (index: number) => String(99901 + index)

/** 99901, 99902 …: codes no real facility has, the four commonest habits in turn. */
export function pretendFacilities(count: number): PretendFacility[] {
  return Array.from({ length: count }, (_, index) => ({
    code: facilityCode(index),
    habit: habits[index % 4]!,
  }))
}

/** One facility for each habit there is. */
export const facilityOfEachHabit = (): PretendFacility[] =>
  habits.map((habit, index) => ({ code: facilityCode(index), habit }))

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
    const asked = people(random.chance(0.6) ? any - (any % 4) : any)
    const home = asked.number % facilities.length
    const facility = facilities[random.chance(0.65) ? home : random.whole(0, facilities.length - 1)]!
    const dayStart = begin + Math.floor((number * step) / 86_400_000) * 86_400_000
    const person = whoComes({ people, persons, number, asked, at: dayStart, any })
    const kind =
      person.illnesses.length && random.chance(0.75) ? 'chronic' : random.chance(0.15) ? 'inpatient' : 'acute'
    const start = new Date(dayStart + random.whole(7 * 60, 16 * 60) * 60_000)
    const stay = kind === 'inpatient' ? random.whole(2, 7) * 1440 : 110
    const left = new Date(start.getTime() + stay * 60_000)
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
        left,
        // Visit type 05 ends at 23:59 of the last day of its medicine (QĐ 3176, bảng 1, NGAY_RA): 28 days here.
        end: kind === 'chronic' ? new Date(dayStart + 28 * 86_400_000 - 60_000) : left,
        resources: resourcesPerVisit,
      },
    }
  }
}

interface Coming {
  readonly people: (number: number) => Person
  readonly persons: number
  readonly number: number
  readonly asked: Person
  readonly at: number
  readonly any: number
}

/** Every fiftieth visit is of a newborn whom nobody has seen before; who is not born yet sends the neighbour. */
function whoComes({ people, persons, number, asked, at, any }: Coming): Person {
  if (number % 50 === 37) return asNewborn(people(persons + number), new Date(at))
  return Date.parse(`${asked.birthDate}T00:00:00+07:00`) > at ? people(any - (any % 4)) : asked
}

/** Visits in order of time; the same options give the same bytes. */
export function* generateVisits(options: GenerateOptions): Generator<GeneratedVisit> {
  const planned = planner(options)
  for (let number = 0; number < options.visits; number += 1) {
    const { person, facility, plan, random } = planned(number)
    const { tables, truth } = makeVisit(person, facility, plan, random)
    const { code, habit } = facility
    const xml = `${envelopeHead(code, stamp(plan.left).slice(0, 8), 1, habit)}${hosoXml(tables, habit)}${envelopeTail}`
    yield {
      facilityCode: facility.code,
      habit: facility.habit,
      fileName: `${plan.visitLinkId}.xml`,
      visitLinkId: plan.visitLinkId,
      citizenId: person.citizenId,
      bytes: fileBytes(xml, habit),
      truth,
      tables,
    }
  }
}

/** One file with several visits of one facility. */
export function batchFile(visits: readonly GeneratedVisit[]): Uint8Array {
  const { facilityCode: code, habit, truth } = visits.at(-1)!
  const records = visits.map(({ tables }) => hosoXml(tables, habit)).join('')
  const head = envelopeHead(code, truth.start.slice(0, 8), visits.length, habit)
  return fileBytes(`${head}${records}${envelopeTail}`, habit)
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
      yield fileBytes(pending, facility.habit)
      pending = ''
    }
  }
  yield fileBytes(pending + envelopeTail, facility.habit)
}
