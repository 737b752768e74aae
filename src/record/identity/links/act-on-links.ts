import type { Tx } from '#foundation/db'
import { isUuid8 } from '#foundation/ids'
import {
  type Change,
  decisionChange,
  type LinkEvent,
  type LinkState,
  mergeChange,
  revokeChange,
  splitChange,
} from '#foundation/linkage/settle'
import { fail, ok, type Result } from '#foundation/result'
import { findDecisions } from './component.queries.ts'
import { Features } from './features.ts'
import type { LinkContext } from './link-context.ts'
import { noWrites } from './link-writes.ts'
import { linkProblems } from './links.problems.ts'
import { loadComponent } from './load-component.ts'
import { type Author, stateOf } from './plan-parts.ts'
import { naturalKey, recordOf } from './record-keys.ts'
import { settleChange, writeOutcome } from './settle-records.ts'

/** What a person's act came to: the event (by which it is undone) and what the records' persons are now. */
export interface Acted {
  readonly eventId: string
  readonly event: LinkEvent
  /** Patient id → person id, of every record that changed its person. */
  readonly moved: ReadonlyMap<string, string>
}

/** "These two are one" or "they are not": an answer about one pair, which replaces the opposite answer about it. */
export const decide = (
  tx: Tx,
  says: Author & { readonly a: string; readonly b: string; readonly says: 'same' | 'different' },
  context: LinkContext,
  now: Date,
): Promise<Result<Acted>> =>
  act(tx, [says.a, says.b], says, context, now, ({ state, keyOf }) =>
    decisionChange(state, keyOf(says.a), keyOf(says.b), says.says),
  )

/** The persons of these two patients become one. */
export const merge = (
  tx: Tx,
  says: Author & { readonly a: string; readonly b: string },
  context: LinkContext,
  now: Date,
): Promise<Result<Acted>> =>
  act(tx, [says.a, says.b], says, context, now, ({ state, keyOf, companyOf }) => {
    const [left, right] = [companyOf(keyOf(says.a)), companyOf(keyOf(says.b))]
    if (left.includes(right[0]!)) return fail(linkProblems.samePerson)
    return mergeChange(state, left, right)
  })

/** The persons of these two patients are two, whole, and stay so. */
export const keepApart = (
  tx: Tx,
  says: Author & { readonly a: string; readonly b: string },
  context: LinkContext,
  now: Date,
): Promise<Result<Acted>> =>
  act(tx, [says.a, says.b], says, context, now, ({ state, keyOf, companyOf }) => {
    const [left, right] = [companyOf(keyOf(says.a)), companyOf(keyOf(says.b))]
    return left.includes(right[0]!)
      ? splitChange(state, [keyOf(says.a)], [keyOf(says.b)])
      : splitChange(state, left, right)
  })

/** These patients of one person are none of the others of that person, and stay apart from them. */
export const split = (
  tx: Tx,
  says: Author & { readonly patients: readonly string[] },
  context: LinkContext,
  now: Date,
): Promise<Result<Acted>> =>
  act(tx, says.patients, says, context, now, ({ state, keyOf, companyOf }) => {
    const leaving = new Set(says.patients.map(keyOf))
    const company = companyOf(keyOf(says.patients[0]!))
    const staying = company.filter((key) => !leaving.has(key))
    if (staying.length === 0 || staying.length + leaving.size !== company.length)
      return fail(linkProblems.notOnePerson)
    return splitChange(state, [...leaving], staying)
  })

/** One patient leaves its person. */
export const unlink = (
  tx: Tx,
  says: Author & { readonly patient: string },
  context: LinkContext,
  now: Date,
): Promise<Result<Acted>> => split(tx, { ...says, patients: [says.patient] }, context, now)

/** Answers are taken back; evidence alone decides again. */
export async function revoke(
  tx: Tx,
  says: Author & { readonly decisions: readonly string[] },
  context: LinkContext,
  now: Date,
): Promise<Result<Acted>> {
  const records = (await findDecisions(tx, says.decisions)).flatMap((each) => [each.a, each.b])
  return actOnRecords(tx, records, says, context, now, ({ state }) => revokeChange(state, says.decisions))
}

interface View {
  readonly state: LinkState
  /** Natural key of a patient. */
  keyOf(patientId: string): string
  /** Natural keys of everybody who is one person with this one. */
  companyOf(key: string): string[]
}

async function act(
  tx: Tx,
  patients: readonly string[],
  author: Author,
  context: LinkContext,
  now: Date,
  changeOf: (view: View) => Result<Change>,
): Promise<Result<Acted>> {
  if (patients.length === 0 || !patients.every(isUuid8)) return fail(linkProblems.recordUnknown)
  return actOnRecords(tx, patients.map(recordOf), author, context, now, changeOf)
}

/** Loads what hangs together with the records, asks what is wanted, settles, writes. */
async function actOnRecords(
  tx: Tx,
  records: readonly string[],
  author: Author,
  context: LinkContext,
  now: Date,
  changeOf: (view: View) => Result<Change>,
): Promise<Result<Acted>> {
  const component = await loadComponent(tx, [...new Set(records)], context)
  if (component.isCrowd) return fail(linkProblems.crowd)
  if (records.some((record) => !component.records.has(record))) return fail(linkProblems.recordUnknown)
  const table = { ...component, records: [...component.records.values()] }
  const keys = new Map(table.records.map((row) => [row.record, naturalKey(row)]))
  const state = stateOf(table, keys, context)
  const companyOf = (key: string) => {
    const person = state.links.get(key)?.person
    return [...state.links].filter(([, link]) => link.person === person).map(([other]) => other)
  }
  const keyOf = (patient: string) => keys.get(recordOf(patient))!
  const change = changeOf({ state, keyOf, companyOf })
  if (!change.ok) return change
  const writes = noWrites()
  const settling = {
    ...{ table, before: component.records, isCore: (record: string) => component.core.has(record) },
    ...{ features: new Features(context.model), context, now },
  }
  const said = { by: author.by, why: author.why }
  const { outcome, event } = settleChange(settling, change.value, said, writes)
  await writeOutcome(tx, settling, outcome, writes, new Set())
  const moved = [...outcome.values()].filter(
    (row) => component.records.get(row.record)?.person_id !== row.person_id,
  )
  return ok({
    eventId: event.id,
    event,
    moved: new Map(moved.map((row) => [row.patient_id, row.person_id])),
  })
}
