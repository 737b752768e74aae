import { setTimeout as after } from 'node:timers/promises'
import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { newId, shardOf } from '#foundation/ids'
import type { Logger } from '#foundation/log'
import { fail, ok, type Result } from '#foundation/result'
import { together } from '#foundation/together'
import type { NoteReadings, Reading } from '#gate/access'
import type { LinkReader } from '#record/identity'
import { isParted, partsOf } from './parts-of.ts'
import { insertReadings, type ReadingRow } from './reading.queries.ts'
import { readingProblems } from './readings.problems.ts'

export interface LedgerDeps {
  readonly db: Database
  readonly clock: Clock
  readonly log: Logger
  /** Whose each record is now. */
  readonly placesOf: LinkReader['placesOf']
  /** Who waits longer for the ledger is refused; milliseconds. */
  readonly patience?: number
}

const usualPatience = 5_000
/** Askers whose readings are written in one statement: more do not make the commit cheaper. */
const mostAtOnce = 64

/**
 * Keeps readings before the answers go out; what many ask at one moment shares a commit. Then looks whether the records are still
 * one: whoever parts them looks for readings after the parting, so of a reading and a parting that pass each other one sees
 * the other.
 */
export function openLedger(deps: LedgerDeps): NoteReadings {
  const { log, patience = usualPatience } = deps
  const keep = together((asked: readonly (readonly Reading[])[]) => keepAll(deps, asked), mostAtOnce)
  return async (readings) => {
    if (readings.length === 0) return ok(null)
    const stopping = new AbortController()
    const tooLong = after(patience, 'too long' as const, { signal: stopping.signal, ref: false })
    // Ended by us when the ledger was faster.
    tooLong.catch(() => {})
    try {
      const kept = await Promise.race([keep(readings), tooLong])
      if (kept !== 'too long') return kept
      log.error({ readings: readings.length }, 'the ledger of readings is slow: nobody is shown')
    } catch (err) {
      log.error(
        { err, readings: readings.length },
        'the ledger of readings cannot be written: nobody is shown',
      )
    } finally {
      stopping.abort()
    }
    return fail(readingProblems.notKept)
  }
}

async function keepAll(
  { db, clock, placesOf }: LedgerDeps,
  asked: readonly (readonly Reading[])[],
): Promise<Result<null>[]> {
  const now = clock.now()
  await insertReadings(
    db,
    asked.flat().map((reading) => rowOf(reading, now)),
  )
  const beside = asked.flat().flatMap(({ patientIds }) => (patientIds.length > 1 ? patientIds : []))
  const places = beside.length === 0 ? [] : await placesOf([...new Set(beside)])
  const personOf = new Map(places.map(({ patientId, personId }) => [patientId, personId]))
  return asked.map((readings) =>
    readings.some(({ patientIds }) => isParted(partsOf(patientIds, personOf)))
      ? fail(readingProblems.partedMeanwhile)
      : ok(null),
  )
}

const rowOf = ({ actor, ...reading }: Reading, now: Date): ReadingRow => {
  const shard = shardOf(reading.personId)
  return {
    ...reading,
    ...{ shard, readingId: newId(shard, now.getTime()), at: now },
    ...{ actorKind: actor.kind, actorName: actor.name ?? null },
  }
}
