import { pgArray } from '#foundation/db'
import { claimsOf } from '../links/claim-identifiers.ts'
import { goldenCard } from '../links/golden-card.ts'
import type { LinkWrites } from '../links/link-writes.ts'
import type { RecordRow } from '../links/links.types.ts'
import { shardOfRecord } from '../links/record-keys.ts'
import type { CopyCell } from './copy-text.ts'
import type { TableName } from './table-files.ts'

export type Put = (table: TableName, shard: number, cells: readonly CopyCell[]) => void

/** What follows from settled records, their own rows apart; columns in the order in which `backfill.queries.ts` copies them. */
export function putRows(rows: readonly RecordRow[], writes: LinkWrites, at: string, put: Put): void {
  const members = new Map<string, RecordRow[]>()
  for (const row of rows) {
    const known = members.get(row.person_id)
    if (known) known.push(row)
    else members.set(row.person_id, [row])
  }
  for (const [person, records] of members) {
    const card = goldenCard(person, records)
    put('person', card.shard, [
      card.shard,
      person,
      card.full_name,
      card.folded_name,
      card.birth_date,
      card.sex,
      card.citizen_id,
      card.insurance_number,
      card.address,
      card.deceased,
      pgArray(card.facilities),
      card.last_visit_at,
      at,
      null,
      JSON.stringify(card.golden),
    ])
    for (const claim of claimsOf(person, records)) put('claim', claim.shard, [JSON.stringify(claim)])
  }
  for (const { a, b, model, weight, outcome, parts, guard } of writes.edges)
    put('edge', shardOfRecord(a), [a, b, model, weight, outcome, `{${parts.join(',')}}`, guard])
  for (const { record, digest, person_id } of writes.held)
    put('held', shardOfRecord(record), [record, digest, person_id])
  for (const event of writes.events)
    put('event', event.shard, [
      event.shard,
      event.person_id,
      event.event_id,
      event.at,
      event.kind,
      event.said_by,
      event.why,
      JSON.stringify(event.body),
    ])
  for (const also of writes.alsoOf)
    put('event_also', also.shard, [also.shard, also.person_id, also.event_shard, also.event_id])
  for (const item of writes.reviews)
    put('review_item', item.shard, [
      ...[
        item.shard,
        item.item_id,
        item.left_record,
        item.right_record,
        item.pair_a,
        item.pair_b,
        item.reason,
      ],
      ...[item.guard, item.weight, item.score, item.rank, at],
    ])
}
