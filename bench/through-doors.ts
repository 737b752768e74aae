import { isDeepStrictEqual } from 'node:util'
import type { Database } from '#foundation/db'
import { openRecordGroups } from '#record/intake'
import { readVisitTables } from '#record/journey'
import type { FacilityMessage, TableId } from '#vocabulary/bhyt'
import { batchFile, facilityOfEachHabit, type GeneratedVisit, generateVisits } from '../province/index.ts'
import { type Door, type FileToSend, openSenders, type Places, type Receipt } from './door-senders.ts'

export interface Counts {
  readonly byDoor: Map<string, number>
  readonly byHabit: Map<string, number>
  /** Doors times habits that were used. */
  readonly pairs: Set<string>
  equal: number
  /** What did not come back as it was sent. */
  readonly unequal: string[]
}

/** Visits kept at a time: as many as are held in memory. */
const most = 1_600

/** How a file comes by a door: one visit each, or many visits in one file. */
const ways = [
  ['http', 1],
  ['http-gzip', 1],
  ['http-zip', 1],
  ['http', 100],
  ['gateway-form', 1],
  ['gateway-json', 1],
  ['gateway-4210', 1],
  ['drop-folder', 1],
  ['drop-folder', 100],
  ['command-line', 1],
] as const satisfies readonly (readonly [Door, number])[]
type Way = (typeof ways)[number]

const nameOf = ([door, together]: Way) => (together > 1 ? `${door}, many visits in a file` : door)
const keyOf = (of: { readonly facilityCode: string; readonly visitLinkId: string }) =>
  `${of.facilityCode}|${of.visitLinkId}`

/** Generated visits in every habit sent through every door, and the receipts of each handful of them. */
export function throughDoors(places: Places, options: { readonly visits: number; readonly seed: number }) {
  const senders = openSenders(places)
  const counts: Counts = {
    ...{ byDoor: new Map(), byHabit: new Map(), pairs: new Set(), unequal: [] },
    equal: 0,
  }
  const receipts: Receipt[][] = []

  /** Each facility's visits go round the doors, so that every habit meets every door. */
  function divided(visits: readonly GeneratedVisit[], turns: Map<string, number>) {
    const parts = new Map<Way, Map<string, GeneratedVisit[]>>(ways.map((way) => [way, new Map()]))
    for (const visit of visits) {
      const turn = turns.get(visit.facilityCode) ?? 0
      turns.set(visit.facilityCode, turn + 1)
      const way = ways[turn % ways.length]!
      const ofWay = parts.get(way)!
      ofWay.set(visit.facilityCode, [...(ofWay.get(visit.facilityCode) ?? []), visit])
      add(counts.byDoor, nameOf(way))
      add(counts.byHabit, visit.habit)
      counts.pairs.add(`${nameOf(way)} × ${visit.habit}`)
    }
    return parts
  }

  return {
    counts,
    async send(): Promise<void> {
      const turns = new Map<string, number>()
      for (const visits of handfuls(options)) {
        const sent = [...divided(visits, turns)].map(async ([way, ofWay]) => {
          const files = [...ofWay.values()].flatMap((own) => filesOf(own, way[1]))
          return senders[way[0]](files)
        })
        receipts.push((await Promise.all(sent)).flat())
      }
    },
    /** Reads every visit again from its bytes and from the record; both must say what was meant, field by field. */
    async compare(db: Database): Promise<void> {
      let handful = 0
      for (const visits of handfuls(options)) {
        const meant = new Map(visits.map((visit) => [keyOf(visit), visit]))
        const keys = receipts[handful++]!.flatMap(({ receiptId, records }) =>
          Array.from({ length: records }, (_, i) => ({ receiptId, fileNumber: i + 1 })),
        )
        for await (const group of openRecordGroups(db, keys))
          for (const { message, status } of group) {
            if (message === null || message.kind !== 'visit') continue
            const key = keyOf(message)
            const visit = meant.get(key)
            meant.delete(key)
            const wrong = visit ? await difference(db, visit, message, status) : 'never sent'
            if (wrong) counts.unequal.push(`${key} (${visit?.habit}): ${wrong}`)
            else counts.equal += 1
          }
        for (const key of meant.keys()) counts.unequal.push(`${key}: not found`)
      }
    },
  }
}

const add = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1)

/** The same visits each time, some at a time. */
function* handfuls({ visits, seed }: { readonly visits: number; readonly seed: number }) {
  let some: GeneratedVisit[] = []
  const all = generateVisits({
    ...{ seed, visits, persons: Math.ceil(visits / 3), from: '2024-07-01', to: '2026-09-30' },
    facilities: facilityOfEachHabit(),
  })
  for (const visit of all) {
    some.push(visit)
    if (some.length < most) continue
    yield some
    some = []
  }
  if (some.length > 0) yield some
}

function filesOf(visits: readonly GeneratedVisit[], together: number): FileToSend[] {
  if (together === 1)
    return visits.map(({ facilityCode, fileName, bytes }) => ({
      facility: facilityCode,
      name: fileName,
      bytes,
    }))
  const files: FileToSend[] = []
  for (let at = 0; at < visits.length; at += together) {
    const own = visits.slice(at, at + together)
    files.push({ facility: own[0]!.facilityCode, name: `lo-${own[0]!.fileName}`, bytes: batchFile(own) })
  }
  return files
}

async function difference(
  db: Database,
  visit: GeneratedVisit,
  message: FacilityMessage,
  status: string,
): Promise<string | null> {
  if (status !== 'stored') return status
  const rows = Object.fromEntries(
    Object.entries(message.tables).map(([id, own]) => [id, own.map(({ values }) => values)]),
  )
  const meant = Object.fromEntries(
    visit.tables.map((table) => [
      table.id,
      table.rows.map((row) => Object.fromEntries(row.filter(([, value]) => value !== ''))),
    ]),
  )
  if (!isDeepStrictEqual(rows, meant)) return 'not read as it was meant'
  const again = (await readVisitTables(db, message))?.message
  if (isDeepStrictEqual(again, message)) return null
  return `not restated as it was read: ${fieldsApart(message, again).join(' ')}`
}

/** Where two tellings of a visit differ: tables, rows and fields, no values. */
function fieldsApart(message: FacilityMessage, again: FacilityMessage | undefined): string[] {
  const apart: string[] = []
  for (const [id, rows] of Object.entries(message.tables))
    for (const [n, { values }] of rows.entries()) {
      const other = again?.tables[id as TableId]?.[n]?.values ?? {}
      for (const field of new Set([...Object.keys(values), ...Object.keys(other)]))
        if (values[field] !== other[field]) apart.push(`${id}/${n + 1}/${field}`)
    }
  return apart.slice(0, 10)
}
