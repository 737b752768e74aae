import { findTransactions, findWritten, ledgerMark } from './ledger.queries.ts'
import type { Reader } from './read.queries.ts'
import { versionOf } from './search/found.ts'
import type { Feed } from './store.types.ts'

/** What was written behind a mark, transaction by transaction, in an order that never changes; nothing comes in between later. */
export async function readFeed(db: Reader, after: string | null, limit: number): Promise<Feed> {
  if (after === null) return { entries: [], mark: await ledgerMark(db) }
  const rows = await findTransactions(db, after, limit)
  const entries = []
  for (const row of rows) {
    const written = await findWritten(db, row)
    entries.push({
      tx: row.tx,
      at: row.at,
      origin: row.origin,
      resources: written.map((one) => ({
        ...versionOf(one),
        method: one.deleted ? ('DELETE' as const) : one.ver === 1 ? ('POST' as const) : ('PUT' as const),
      })),
    })
  }
  return { entries, mark: rows.at(-1)?.tx ?? after }
}
