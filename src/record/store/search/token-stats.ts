import type { Database, Tx } from '#foundation/db'
import { findTokenFrequencies } from './statistics.queries.ts'

/** How many rows hold a token, as far as PostgreSQL's own statistics know; what they do not list is rare. */
export interface TokenStats {
  /** Rows that hold this hash, at most. */
  rows(hash: string): number
  /** Rows of the whole table. */
  readonly total: number
}

const refreshMs = 60_000
/** A young table changes its shape from minute to minute. */
const soonMs = 5_000
const young = 100_000
const nothing: TokenStats = { rows: () => 0, total: 0 }

/**
 * The thousands of commonest tokens with their shares, from pg_stats: autovacuum keeps them, nobody writes a counter.
 * Read again each minute, in the background: a plan a minute old is as good.
 */
export function openTokenStats(db: Database | Tx): { now(): Promise<TokenStats>; forget(): void } {
  let known: TokenStats = nothing
  let readAt = 0
  let reading: Promise<void> | undefined
  const read = async () => {
    const { shares, total } = await findTokenFrequencies(db)
    const rarest = shares.size > 0 ? Math.min(...shares.values()) : 0
    known = {
      total,
      rows: (hash) => Math.ceil((shares.get(hash) ?? rarest) * total),
    }
    readAt = Date.now()
  }
  return {
    async now() {
      if (Date.now() - readAt > (known.total < young ? soonMs : refreshMs)) {
        reading ??= read()
          .catch(() => {
            readAt = Date.now()
          })
          .finally(() => {
            reading = undefined
          })
        if (readAt === 0) await reading
      }
      return known
    },
    forget: () => {
      readAt = 0
    },
  }
}
