import { shardOf } from '#foundation/ids'
import type { LinkEvent } from '#foundation/linkage/settle'
import { toStored } from './event-body.ts'
import type { LinkWrites } from './link-writes.ts'
import type { RecordRow } from './links.types.ts'
import { shardOfRecord } from './record-keys.ts'

/** Where each record of a table will be. */
export type Outcome = Map<string, RecordRow>

/** The rows that an event changes. An event that changes nothing did not happen. */
export function takeEvent(
  event: LinkEvent,
  byKey: ReadonlyMap<string, RecordRow>,
  outcome: Outcome,
  writes: LinkWrites,
): void {
  const recordNamed = (key: string) => byKey.get(key)!.record
  for (const { record, to } of event.moves) {
    const row = byKey.get(record)!
    if (!to) throw new Error('links: an event would leave a record without a person')
    outcome.set(row.record, {
      ...row,
      person_shard: shardOf(to.person),
      person_id: to.person,
      linked_at: new Date(to.at).toISOString(),
      linked_by: to.by,
    })
  }
  const firstOf = new Map<string, string>()
  for (const [key, row] of byKey) {
    const person = outcome.get(row.record)!.person_id
    const first = firstOf.get(person)
    if (first === undefined || key < first) firstOf.set(person, key)
  }
  const heldBy: Record<string, string> = {}
  for (const { set, to } of event.held) {
    heldBy[set] = recordNamed(firstOf.get(to)!)
    writes.held.push({ record: heldBy[set], digest: set, person_id: to })
  }
  for (const each of event.decided) {
    const [a, b] = [recordNamed(each.a), recordNamed(each.b)]
    writes.decisions.push({
      ...{ shard: shardOfRecord(a), decision_id: each.id, a, b, says: each.says, said_by: each.by },
      ...{ at: new Date(each.at).toISOString(), why: each.why, statement: each.statement, side: each.side },
      revoked_by: null,
    })
  }
  for (const each of event.revoked)
    writes.revoked.push({
      ...{ shard: shardOfRecord(recordNamed(each.a)), decision_id: each.id, revoked_by: event.id },
    })
  if (event.moves.length + event.decided.length + event.revoked.length > 0)
    noteEvent(event, event.kind, toStored(event, heldBy), byKey, outcome, writes)
}

/** Into the history of every person it touched: it lies with one who shares its shard, and the others lead to it. */
export function noteEvent(
  event: Pick<LinkEvent, 'id' | 'at' | 'by' | 'why' | 'moves' | 'decided' | 'revoked'>,
  kind: LinkEvent['kind'] | 'undo',
  body: LinkWrites['events'][number]['body'],
  byKey: ReadonlyMap<string, RecordRow>,
  outcome: Outcome,
  writes: LinkWrites,
): void {
  const said = [...event.decided, ...event.revoked].flatMap((each) => [each.a, each.b])
  const touched = [...event.moves.map((each) => each.record), ...said].flatMap((key) => {
    const row = byKey.get(key)
    return row ? [row.person_id, outcome.get(row.record)!.person_id] : []
  })
  const persons = [...new Set(touched)].filter((id) => id !== '').sort()
  const shard = shardOf(event.id)
  const main = persons.find((id) => shardOf(id) === shard) ?? persons[0]!
  writes.events.push({
    ...{ shard, person_id: main, event_id: event.id, at: new Date(event.at).toISOString() },
    ...{ kind, said_by: event.by, why: event.why, body },
  })
  for (const id of persons) {
    if (id === main && shardOf(id) === shard) continue
    writes.alsoOf.push({ shard: shardOf(id), person_id: id, event_shard: shard, event_id: event.id })
  }
}
