import type { Clock } from '#foundation/clock'
import { type Database, isUniqueViolation } from '#foundation/db'
import { isUuid8, shardOf } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import { type Actor, mayAsk, type Purpose, type ReadingAsked } from '#gate/access'
import type { LinkReader, PlacedPatient } from '#record/identity'
import {
  type CorrectionRow,
  type CorrectionState,
  countOpen,
  findCorrection,
  findCorrections,
  lockCorrection,
  markCorrection,
} from './correction.queries.ts'
import { isParted, partsOf } from './parts-of.ts'
import { readingProblems } from './readings.problems.ts'

/** A reading that showed together what are several persons' records, and what has been seen to. */
export interface Correction {
  readonly correctionId: string
  readonly state: CorrectionState
  /** The event of the index after which they were different persons'. */
  readonly eventId: string
  readonly partedAt: Date
  /** Null while it is open. `by` null: an event made the records one again. */
  readonly said: { readonly by: string | null; readonly at: Date; readonly note: string } | null
  readonly reading: {
    readonly readingId: string
    readonly at: Date
    readonly personId: string
    readonly asked: ReadingAsked
    readonly actorKind: string
    readonly actorName: string | null
    readonly facility: string | null
    readonly purpose: string
    readonly door: string
  }
  /** The records that were shown together, each with the person it belongs to now. */
  readonly shown: readonly PlacedPatient[]
}

export interface CorrectionsAsked {
  readonly state: CorrectionState | null
  /** Those older than this one. */
  readonly after: string | null
  readonly limit: number
}

export interface Said {
  readonly state: CorrectionState
  readonly by: string
  readonly note: string
}

/** What is to be corrected, for those who see to it. */
export interface Corrections {
  list(actor: Actor | null, asked: CorrectionsAsked): Promise<Result<readonly Correction[]>>
  countOpen(actor: Actor | null): Promise<Result<number>>
  say(actor: Actor | null, correctionId: string, said: Said): Promise<Result<Correction>>
}

export interface CorrectionsDeps {
  readonly db: Database
  readonly clock: Clock
  readonly placesOf: LinkReader['placesOf']
}

const purpose: Purpose = 'management'

export function openCorrections({ db, clock, placesOf }: CorrectionsDeps): Corrections {
  const shown = async (rows: readonly CorrectionRow[]): Promise<Correction[]> => {
    const places = await placesOf([...new Set(rows.flatMap((row) => row.patient_ids))])
    const placeOf = new Map(places.map((place) => [place.patientId, place]))
    return rows.map((row) => toCorrection(row, placeOf))
  }
  const partsNow = async (patientIds: readonly string[]) => {
    const places = await placesOf(patientIds)
    return partsOf(patientIds, new Map(places.map((place) => [place.patientId, place.personId])))
  }
  return {
    async list(actor, asked) {
      const may = mayAsk(actor, purpose)
      if (!may.ok) return may
      const after = asked.after !== null && isUuid8(asked.after) ? asked.after : null
      return ok(await shown(await findCorrections(db, { ...asked, after })))
    },

    async countOpen(actor) {
      const may = mayAsk(actor, purpose)
      return may.ok ? ok(await countOpen(db)) : may
    },

    async say(actor, correctionId, said) {
      const may = mayAsk(actor, purpose)
      if (!may.ok) return may
      if (!isUuid8(correctionId)) return fail(readingProblems.noCorrection)
      const shard = shardOf(correctionId)
      try {
        const written = await db.transaction(async (tx) => {
          const row = await lockCorrection(tx, shard, correctionId)
          if (!row) return fail(readingProblems.noCorrection)
          if (row.closed_by !== null) return fail(readingProblems.oneAgain)
          // What was told stays told when the records are one again: nothing is left to be told anew.
          if (said.state === 'open' && !isParted(await partsNow(row.patient_ids)))
            return fail(readingProblems.oneAgain)
          await markCorrection(tx, { shard, correctionId, ...said }, clock.now())
          return ok(null)
        })
        if (!written.ok) return written
      } catch (error) {
        if (isUniqueViolation(error, 'correction_open')) return fail(readingProblems.listedAgain)
        throw error
      }
      const row = await findCorrection(db, shard, correctionId)
      const [correction] = row ? await shown([row]) : []
      return correction ? ok(correction) : fail(readingProblems.noCorrection)
    },
  }
}

const toCorrection = (row: CorrectionRow, placeOf: ReadonlyMap<string, PlacedPatient>): Correction => ({
  ...{ correctionId: row.correction_id, state: row.state, eventId: row.event_id, partedAt: row.parted_at },
  said:
    row.said_at === null || row.state === 'open'
      ? null
      : { by: row.said_by, at: row.said_at, note: row.note },
  reading: {
    ...{ readingId: row.reading_id, at: row.at, personId: row.person_id, asked: row.asked },
    ...{ actorKind: row.actor_kind, actorName: row.actor_name, facility: row.facility },
    ...{ purpose: row.purpose, door: row.door },
  },
  shown: row.patient_ids.flatMap((id) => placeOf.get(id) ?? []),
})
