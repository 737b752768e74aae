import { type Tx, transient } from '#foundation/db'
import { shardOf } from '#foundation/ids'
import { arrivalChange, type Change, type LinkEvent, type Plan } from '#foundation/linkage/settle'
import type { Features } from './features.ts'
import { goldenCard } from './golden-card.ts'
import { holdIdentifiers } from './hold-identifiers.ts'
import { deleteIdentifiers } from './identifiers.queries.ts'
import { changesOf } from './link-changes.ts'
import { anotherModelInForce, type LinkContext } from './link-context.ts'
import type { LinkWrites } from './link-writes.ts'
import type { RecordRow } from './links.types.ts'
import { type Author, cutTable, planTable, type Table } from './plan-parts.ts'
import { naturalKey } from './record-keys.ts'
import { reviewRows } from './review-rows.ts'
import { type Outcome, takeEvent } from './take-event.ts'
import { deleteCrowdedKeys, deleteEdges, writeDecisions, writeLinks } from './write.queries.ts'

/** The author of what nobody decided. */
const byRule: Author = { by: 'rule', why: '' }

/** What is settled: the table, and which of its records are new or changed (their row there is as it will be stored). */
export interface Settling {
  readonly table: Table
  readonly before: ReadonlyMap<string, RecordRow>
  readonly isCore: (record: string) => boolean
  readonly features: Features
  readonly context: LinkContext
  readonly now: Date
}

/** Settles what arrived or what other rules ask for, part by part; what follows goes into `writes`. */
export function settleParts(
  settling: Settling,
  writes: LinkWrites,
  change = arrivalChange(),
  author = byRule,
): Outcome {
  const outcome: Outcome = new Map(settling.table.records.map((row) => [row.record, row]))
  const { features, context, now } = settling
  for (const part of cutTable(settling.table)) {
    const plan = planTable(part, change, author, features, context, now)
    takePlan(plan, part, settling, outcome, writes)
  }
  return outcome
}

/** Settles what somebody decided, whole. */
export function settleChange(
  settling: Settling,
  change: Change,
  author: Author,
  writes: LinkWrites,
): { outcome: Outcome; event: LinkEvent } {
  const outcome: Outcome = new Map(settling.table.records.map((row) => [row.record, row]))
  const plan = planTable(settling.table, change, author, settling.features, settling.context, settling.now)
  takePlan(plan, settling.table, settling, outcome, writes)
  return { outcome, event: plan.event }
}

function takePlan(plan: Plan, part: Table, settling: Settling, outcome: Outcome, writes: LinkWrites): void {
  const byKey = new Map(part.records.map((row) => [naturalKey(row), row]))
  takeEvent(plan.event, byKey, outcome, writes)
  for (const row of part.records)
    if (settling.isCore(row.record) && settling.before.has(row.record)) writes.asked.add(row.record)
  writes.reviews.push(...reviewRows(plan.settled, plan.held, byKey, settling.isCore))
}

/** Writes what was gathered: records, cards of persons who changed, numbers, questions. Throws to be tried again if another came first. */
export async function writeOutcome(
  tx: Tx,
  settling: Pick<Settling, 'before' | 'context' | 'now'>,
  outcome: Outcome,
  writes: LinkWrites,
  locked: ReadonlySet<string>,
): Promise<void> {
  const at = settling.now.toISOString()
  const changed = [...outcome.values()].filter((row) => settling.before.get(row.record) !== row)
  for (const row of changed) {
    if (settling.before.has(row.record)) writes.updated.set(row.record, row)
    else writes.inserted.push(row)
  }
  const persons = new Set(
    changed.flatMap((row) => [row.person_id, settling.before.get(row.record)?.person_id ?? row.person_id]),
  )
  const before = membersOf(settling.before.values(), persons)
  const after = membersOf(outcome.values(), persons)
  for (const person of persons) {
    const members = after.get(person)
    if (members) writes.persons.push(goldenCard(person, members))
    else writes.retired.push(retirement(person, before.get(person) ?? [], outcome))
  }
  if (writes.crowds.length > 0)
    await deleteCrowdedKeys(
      tx,
      writes.crowds.map((each) => each.hash),
    )
  if (writes.edgesGoneOf.length + writes.edgesGone.length > 0)
    await deleteEdges(tx, writes.edgesGoneOf, writes.edgesGone, settling.context.modelNumber)
  await holdIdentifiers(tx, before, after, locked, settling.context, writes)
  if (writes.identifiersGone.length > 0) await deleteIdentifiers(tx, writes.identifiersGone)
  const written = await writeLinks(tx, writes, at)
  if (written.model !== settling.context.modelNumber) throw anotherModelInForce()
  if (written.inserted !== writes.inserted.length)
    throw transient('links: a local number was admitted by another writer')
  if (written.updated !== writes.updated.size) throw transient('links: a record is gone')
  await writeDecisions(tx, writes)
  const { announce } = settling.context
  const changes = announce ? changesOf(writes, settling.before, outcome) : []
  if (announce && changes.length > 0) await announce(tx, changes)
}

function membersOf(rows: Iterable<RecordRow>, persons: ReadonlySet<string>): Map<string, RecordRow[]> {
  const members = new Map<string, RecordRow[]>()
  for (const row of rows) {
    if (!persons.has(row.person_id)) continue
    const known = members.get(row.person_id)
    if (known) known.push(row)
    else members.set(row.person_id, [row])
  }
  return members
}

/** An id without records leads to whoever has most of them now. */
function retirement(person: string, former: readonly RecordRow[], outcome: Outcome) {
  const counts = new Map<string, number>()
  for (const row of former) {
    const now = outcome.get(row.record)?.person_id
    if (now) counts.set(now, (counts.get(now) ?? 0) + 1)
  }
  const [most] = [...counts].sort((x, y) => y[1] - x[1] || (x[0] < y[0] ? -1 : 1))
  return { shard: shardOf(person), person_id: person, retired_into: most?.[0] ?? null }
}
