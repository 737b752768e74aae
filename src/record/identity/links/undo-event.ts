import type { Tx } from '#foundation/db'
import { isUuid8, newId, shardOf } from '#foundation/ids'
import { arrivalChange, type LinkEvent, undoEvent } from '#foundation/linkage/settle'
import { fail, ok, type Result } from '#foundation/result'
import type { Acted } from './act-on-links.ts'
import { type DecisionRow, findDecisions } from './component.queries.ts'
import { findEvent } from './event.queries.ts'
import { type EventBody, fromStored } from './event-body.ts'
import { Features } from './features.ts'
import type { LinkContext } from './link-context.ts'
import { type LinkWrites, noWrites } from './link-writes.ts'
import { linkProblems } from './links.problems.ts'
import { type Component, loadComponent } from './load-component.ts'
import { type Author, decisionOf, planTable, stateOf } from './plan-parts.ts'
import { naturalKey, partsOfKey, shardOfRecord } from './record-keys.ts'
import { findByNaturalKey } from './records.queries.ts'
import { reviewRows } from './review-rows.ts'
import { writeOutcome } from './settle-records.ts'
import { noteEvent, type Outcome } from './take-event.ts'

/**
 * Takes back what a person did, exactly: links, answers and what was remembered stand as before. Only while nothing the event
 * touched has changed again. That it was undone is an event too.
 */
export async function undo(
  tx: Tx,
  says: Author & { readonly eventId: string },
  context: LinkContext,
  now: Date,
): Promise<Result<Acted>> {
  if (!isUuid8(says.eventId)) return fail(linkProblems.eventUnknown)
  const line = await findEvent(tx, shardOf(says.eventId), says.eventId)
  if (!line) return fail(linkProblems.eventUnknown)
  if ('undoes' in line.body) return fail(linkProblems.undoStays)
  const body = fromStored(line, line.body)
  if (body.moves.some((move) => move.from === null)) return fail(linkProblems.arrivalStays)
  const component = await loadComponent(tx, await recordsOf(tx, body), context)
  if (component.isCrowd) return fail(linkProblems.crowd)
  return takeBack(tx, body, component, { by: says.by, why: says.why }, context, now)
}

async function recordsOf(tx: Tx, event: EventBody): Promise<string[]> {
  const said = [...event.decided, ...event.revoked].flatMap(({ a, b }) => [a, b])
  const keys = [...new Set([...event.moves.map((move) => move.record), ...said])].map(partsOfKey)
  const rows = await findByNaturalKey(
    tx,
    keys.map(({ shard, facility, local_id }) => ({ shard, facility, localId: local_id })),
  )
  return [...new Set([...rows.map((row) => row.record), ...Object.values(event.heldBy)])]
}

async function takeBack(
  tx: Tx,
  event: EventBody,
  component: Component,
  author: Author,
  context: LinkContext,
  now: Date,
): Promise<Result<Acted>> {
  const records = [...component.records.values()]
  const table = { ...component, records }
  const keys = new Map(records.map((row) => [row.record, naturalKey(row)]))
  const revoked = await findDecisions(
    tx,
    event.revoked.map((each) => each.id),
  )
  const state = stateOf(table, keys, context)
  const known = new Map(revoked.map((row) => [row.decision_id, decisionOf(row, keys)]))
  const undone = undoEvent({ ...state, decisions: new Map([...state.decisions, ...known]) }, plain(event))
  if (!undone.ok) return undone

  const outcome: Outcome = new Map(
    records.map((row) => {
      const link = undone.value.links.get(keys.get(row.record)!)!
      if (link.person === row.person_id && link.at === Date.parse(row.linked_at)) return [row.record, row]
      const linkedAt = new Date(link.at).toISOString()
      const place = { person_shard: shardOf(link.person), person_id: link.person }
      return [row.record, { ...row, ...place, linked_at: linkedAt, linked_by: link.by }]
    }),
  )
  const writes = noWrites()
  const byKey = new Map(records.map((row) => [naturalKey(row), row]))
  noteBack(event, byKey, writes)
  const id = newId(shardOf(event.id), now.getTime())
  noteEvent(
    { ...event, ...author, id, at: now.getTime() },
    'undo',
    { undoes: event.id },
    byKey,
    outcome,
    writes,
  )
  askAgain(event, { ...component, records: outcome }, revoked, writes, context, now)
  await writeOutcome(tx, { before: component.records, context, now }, outcome, writes, new Set())
  const moved = records.filter((row) => outcome.get(row.record)!.person_id !== row.person_id)
  return ok({
    eventId: id,
    event: plain(event),
    moved: new Map(moved.map((row) => [row.patient_id, outcome.get(row.record)!.person_id])),
  })
}

const plain = ({ heldBy: _, ...event }: EventBody): LinkEvent => event

function noteBack(
  event: EventBody,
  byKey: ReadonlyMap<string, { readonly record: string }>,
  writes: LinkWrites,
): void {
  const shardOfPair = (a: string) => shardOfRecord(byKey.get(a)!.record)
  for (const { set, from } of event.held) {
    const record = event.heldBy[set]!
    if (from === null) writes.heldGone.push({ record, digest: set })
    else writes.held.push({ record, digest: set, person_id: from })
  }
  for (const each of event.decided)
    writes.decisionsGone.push({ shard: shardOfPair(each.a), decision_id: each.id })
  for (const each of event.revoked)
    writes.revoked.push({ shard: shardOfPair(each.a), decision_id: each.id, revoked_by: null })
}

/** The questions that stood before stand again. */
function askAgain(
  event: EventBody,
  component: Component,
  restored: readonly DecisionRow[],
  writes: LinkWrites,
  context: LinkContext,
  now: Date,
): void {
  const taken = new Set(event.decided.map((each) => each.id))
  const records = [...component.records.values()]
  const left = component.decisions.filter((each) => !taken.has(each.decision_id))
  const table = { ...component, records, decisions: [...left, ...restored] }
  const author = { by: event.by, why: event.why }
  const plan = planTable(table, arrivalChange(), author, new Features(context.model), context, now)
  const byKey = new Map(records.map((row) => [naturalKey(row), row]))
  for (const record of component.core) writes.asked.add(record)
  writes.reviews.push(...reviewRows(plan.settled, plan.held, byKey, (record) => component.core.has(record)))
}
