import { createHash } from 'node:crypto'
import type { Queries } from '#foundation/db'
import type { RecordRow } from '../links/links.types.ts'
import { naturalKey } from '../links/record-keys.ts'
import { findRecords } from '../links/records.queries.ts'
import { countMembers, findMembersOf } from './members.queries.ts'
import type { AskedRow, SampleRow } from './review.queries.ts'

/** The two groups an item asks about. */
export interface Groups {
  readonly left: readonly RecordRow[]
  readonly right: readonly RecordRow[]
  /** Records of these persons that are not among them. */
  readonly others: { readonly left: number; readonly right: number }
  /** One of each side: the two that speak most for joining. */
  readonly pair: readonly [RecordRow, RecordRow]
  /** Both are one person now: an automatic split that waits. */
  readonly isOne: boolean
}

/** Of a person with more records the first are compared; the others are counted. */
const comparedAtMost = 40

/** As they are now; null when a record is gone. */
export async function readGroups(db: Queries, asked: AskedRow): Promise<Groups | null> {
  const named = [asked.left_record, asked.right_record, asked.pair_a, asked.pair_b]
  const rows = new Map((await findRecords(db, [...new Set(named)])).map((row) => [row.record, row]))
  const [left, right] = [rows.get(asked.left_record), rows.get(asked.right_record)]
  if (!left || !right) return null
  if (left.person_id === right.person_id) return readSplit(db, left, right)
  const persons = [left.person_id, right.person_id]
  const [members, counts] = await Promise.all([
    findMembersOf(db, persons, comparedAtMost),
    countMembers(db, persons),
  ])
  const sideOf = (first: RecordRow) => {
    const all = [first, ...rows.values(), ...members].filter((row) => row.person_id === first.person_id)
    return [...new Map(all.map((row) => [row.record, row])).values()].sort(byKey)
  }
  const [ours, theirs] = [sideOf(left), sideOf(right)]
  const recordsOf = (row: RecordRow) => counts.find((each) => each.person_id === row.person_id)?.records ?? 0
  const pairs = [rows.get(asked.pair_a), rows.get(asked.pair_b)]
  return {
    left: ours,
    right: theirs,
    others: { left: recordsOf(left) - ours.length, right: recordsOf(right) - theirs.length },
    pair: [
      pairs.find((row) => row?.person_id === left.person_id) ?? left,
      pairs.find((row) => row?.person_id === right.person_id) ?? right,
    ],
    isOne: false,
  }
}

async function readSplit(db: Queries, left: RecordRow, right: RecordRow): Promise<Groups> {
  const [count] = await countMembers(db, [left.person_id])
  return {
    left: [left],
    right: [right],
    others: { left: Math.max(0, (count?.records ?? 0) - 2), right: 0 },
    pair: [left, right],
    isOne: true,
  }
}

/** As a clerk saw them who has answered: the same records, whosever they are by now. */
export async function readSampleGroups(db: Queries, sample: SampleRow): Promise<Groups | null> {
  const rows = await findRecords(db, [...sample.left_members, ...sample.right_members])
  const sideOf = (members: readonly string[]) =>
    rows.filter((row) => members.includes(row.record)).sort(byKey)
  const [left, right] = [sideOf(sample.left_members), sideOf(sample.right_members)]
  const pairOf = (side: readonly RecordRow[]) =>
    side.find((row) => row.record === sample.pair_a || row.record === sample.pair_b) ?? side[0]
  const [one, other] = [pairOf(left), pairOf(right)]
  if (!one || !other) return null
  return {
    ...{ left, right, others: { left: 0, right: 0 }, pair: [one, other] },
    isOne: sample.reason === 'held-split',
  }
}

/** What was shown: an answer to anything else is no answer. */
export const digestOfGroups = ({ left, right, others, isOne }: Groups): string =>
  createHash('sha256')
    .update(JSON.stringify([left.map(stand), right.map(stand), others, isOne]))
    .digest('hex')
    .slice(0, 24)

const stand = (row: RecordRow) => `${row.record}#${row.version}`

const byKey = (a: RecordRow, b: RecordRow) => (naturalKey(a) < naturalKey(b) ? -1 : 1)
