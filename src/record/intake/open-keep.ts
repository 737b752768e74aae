import type { Tx } from '#foundation/db'
import { together } from '#foundation/together'
import { announceAccepted } from './announce-accepted.ts'
import type { KeepDeps, KeepParts, ReadArrival } from './keep.types.ts'
import { insertArrivals } from './receipt.queries.ts'

/** Arrivals of one commit: enough to make a commit cheap, few enough for the first of them not to wait long. */
const most = 64

/**
 * Joins what keeping needs. Small arrivals that come while others are being written go together in the next
 * transaction: bytes, receipts, records and events of all of them, or of none.
 */
export function openKeep(parts: KeepParts): KeepDeps {
  const commit = together(
    (arrivals: readonly ReadArrival[]) => parts.db.transaction((tx) => writeAll(tx, parts, arrivals)),
    most,
  )
  return { ...parts, commit }
}

async function writeAll(
  tx: Tx,
  { announce }: KeepParts,
  arrivals: readonly ReadArrival[],
): Promise<readonly boolean[]> {
  const written = new Set(await insertArrivals(tx, arrivals))
  const isWritten = arrivals.map(({ receipt }) => written.has(receipt.receipt_id))
  await announceAccepted(
    tx,
    announce,
    arrivals.flatMap(({ files }, n) => (isWritten[n] ? files : [])),
  )
  return isWritten
}
