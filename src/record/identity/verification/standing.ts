import { higher, type Level, type Method, makesVeto } from './levels.ts'
import type { Outcome } from './verification.types.ts'

/** Whose evidence a facility may rely on. NĐ 69/2024 Đ18–19: a result may not be shared, so by default its own. */
export type Reuse = 'facility' | 'province'

/** What is kept of one proof: no name, number, date or sex of anybody. */
export interface Evidence {
  readonly method: Method
  readonly outcome: Outcome
  readonly level: Level
  readonly facility: string
  readonly at: Date
  readonly expiresAt: Date | null
  /** Keyed digest of what was asked: evidence of a record whose words have changed is evidence of something else. */
  readonly subjectDigest: Buffer
}

export interface Reader {
  readonly facility: string
  readonly now: Date
  readonly reuse: Reuse
  /** Digest of the record as it is now. */
  readonly subjectDigest: Buffer
}

/** Where a record stands. */
export interface Standing {
  readonly level: Level
  /** May its number forbid a link? */
  readonly vetoes: boolean
  /** What the population database last said against it; null: nothing. */
  readonly doubt: Exclude<Outcome, 'confirmed'> | null
  /** Until when the level holds; null: it does not end. */
  readonly until: Date | null
}

export function isUsable(evidence: Evidence, reader: Reader): boolean {
  return (
    evidence.subjectDigest.equals(reader.subjectDigest) &&
    (evidence.expiresAt === null || evidence.expiresAt > reader.now) &&
    (reader.reuse === 'province' || evidence.facility === reader.facility)
  )
}

/**
 * The best of all usable evidence. Of the population database only its latest answer counts: what it denies now it no longer
 * confirms. Its denial does not undo a document somebody held in his hands, but a doubted record forbids nothing.
 */
export function standingOf(declared: Level, all: readonly Evidence[], reader: Reader): Standing {
  const usable = all.filter((one) => isUsable(one, reader))
  const latest = usable
    .filter(({ method }) => method === 'population')
    .reduce<Evidence | null>((newest, one) => (newest && newest.at >= one.at ? newest : one), null)
  const counted = usable.filter((one) => one.method !== 'population' || one === latest)
  const level = counted.reduce((best, one) => higher(best, one.level), declared)
  const doubt = latest === null || latest.outcome === 'confirmed' ? null : latest.outcome
  const ends = counted.filter((one) => one.level === level).map(({ expiresAt }) => expiresAt)
  return { level, vetoes: doubt === null && makesVeto(level), doubt, until: latestOf(ends) }
}

/** Null when one of them has no end, or when there is none. */
const latestOf = (ends: readonly (Date | null)[]): Date | null =>
  ends.length === 0 || ends.includes(null)
    ? null
    : new Date(Math.max(...ends.map((end) => (end as Date).getTime())))
