import type { Database } from '#foundation/db'
import type { Result } from '#foundation/result'
import { admit, type LinkContext, merge, openLinkReader, undo } from '#record/identity/links'
import { toRecord, writtenPeople } from './identity-index-people.ts'
import { type Figure, percentile } from './report.ts'

type Written = Parameters<typeof toRecord>[0]

const done = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.problem.code)
  return result.value
}

const clerk = { by: 'bench', why: 'bench' }

/** What people wait for: a search by what is known at a desk, and taking back that two persons of many records are one. */
export async function answerFigures(
  db: Database,
  context: LinkContext,
  known: readonly Written[],
): Promise<Figure[]> {
  return [await matchFigure(db, context, known), await undoFigure(db, context)]
}

async function matchFigure(db: Database, context: LinkContext, known: readonly Written[]): Promise<Figure> {
  const reader = openLinkReader(db, context)
  const waits: number[] = []
  for (let n = 0; n < 300; n += 1) {
    const { record } = known[(n * 101) % known.length]!
    const words = { ...record, citizenNumber: null, insuranceNumber: null, passportNumber: null, phone: null }
    const began = performance.now()
    await reader.match(words, { limit: 20, onlyCertain: false })
    waits.push(performance.now() - began)
  }
  const p95 = percentile(
    waits.sort((x, y) => x - y),
    95,
  )
  return { name: 'a search by words, p95', value: p95, unit: 'ms', must: { at: 'most', value: 150 } }
}

const recordsOfEach = 25

async function undoFigure(db: Database, context: LinkContext): Promise<Figure> {
  const patients: string[] = []
  for (const [n, [written]] of [...writtenPeople(6, 8_253)]
    .filter((own) => own[0]!.record.fullName)
    .entries()) {
    if (n === 2) break
    const said = toRecord(written!)
    const records = Array.from({ length: recordsOfEach }, (_, at) => ({ ...said, facilityCode: `9971${at}` }))
    const answers = await db.transaction((tx) => admit(tx, records, context, new Date()))
    patients.push(answers[0]!.patientId)
  }
  const [a, b] = patients as [string, string]
  const merged = done(await db.transaction((tx) => merge(tx, { a, b, ...clerk }, context, new Date())))
  const began = performance.now()
  done(await db.transaction((tx) => undo(tx, { eventId: merged.eventId, ...clerk }, context, new Date())))
  const value = (performance.now() - began) / 1_000
  const name = `taking back that persons of ${recordsOfEach} records each are one`
  return { name, value, unit: 's', must: { at: 'most', value: 1 } }
}
