import type { Tx } from '#foundation/db'
import { shardOf } from '#foundation/ids'
import type { MessageProblem } from '#vocabulary/bhyt'
import type { RecordKey } from './open-records.ts'
import { markSetAside as setAside, markStored as stored } from './receipt.queries.ts'

/** The journey reached its end with these records; `superseded` ones were older than what is stored. */
export const markStored = (
  tx: Tx,
  records: readonly (RecordKey & { readonly personId: string })[],
  at: Date,
  status: 'stored' | 'superseded' = 'stored',
) =>
  records.length === 0
    ? Promise.resolve(0)
    : stored(
        tx,
        records.map((r) => ({ ...r, shard: shardOf(r.receiptId) })),
        at.toISOString(),
        status,
      )

/** The journey could not go on with this record; its reasons replace what was known before. */
export const markSetAside = (tx: Tx, record: RecordKey, problems: readonly MessageProblem[]) =>
  setAside(tx, { ...record, shard: shardOf(record.receiptId) }, problems)
