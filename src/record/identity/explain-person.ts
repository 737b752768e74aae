import type { Database } from '#foundation/db'
import { isUuid8 } from '#foundation/ids'
import type { RecordRow } from './links/links.types.ts'
import { naturalKey, recordOf } from './links/record-keys.ts'
import { findRecords } from './links/records.queries.ts'
import type { WhyLine } from './model/index.ts'
import type { IdentityIndex } from './open-index.ts'
import { type DecidedRow, findDecidedAcross } from './review/members.queries.ts'

/** Why a record is with the others: what speaks for and against its being one with the record it is most like. */
export interface WhyWith {
  readonly patientId: string
  readonly withPatientId: string
  readonly chance: number
  readonly lines: readonly WhyLine[]
  readonly guards: readonly string[]
  /** A person's answer about these two, the newest that stands. */
  readonly decided: { readonly by: string; readonly at: string; readonly why: string } | null
}

export interface PersonExplained {
  /** The record that the others are told beside; null: none of them is known. */
  readonly first: string | null
  /** Each of the others once, after the one it is told beside. */
  readonly others: readonly WhyWith[]
  /** Records beyond those that were compared. */
  readonly more: number
}

/** All pairs are weighed: 780 of them. */
const comparedAtMost = 40

/** Why are these patients one person? What a person reads who doubts it, or wants to know. */
export async function explainPerson(
  db: Database,
  index: Pick<IdentityIndex, 'context'>,
  patientIds: readonly string[],
): Promise<PersonExplained> {
  const asked: readonly string[] = [...new Set(patientIds.filter(isUuid8))]
  const found = await findRecords(db, asked.slice(0, comparedAtMost).map(recordOf))
  const rows = found
    .filter((row) => asked.includes(row.patient_id))
    .sort((x, y) => (naturalKey(x) < naturalKey(y) ? -1 : 1))
  const records = rows.map((row) => row.record)
  const [{ model }, decided] = await Promise.all([index.context(), findDecidedAcross(db, records, records)])
  const features = new Map(rows.map((row) => [row, model.featuresOf(row.words)]))
  const pairOf = (row: RecordRow, beside: RecordRow): Pair => {
    const said = decided.find(
      (each) => each.revoked_by === null && each.says === 'same' && isOf(each, row, beside),
    )
    return { row, beside, said, explained: model.explain(features.get(beside)!, features.get(row)!) }
  }
  return {
    first: rows[0]?.patient_id ?? null,
    others: chainOf(rows, pairOf).map(({ row, beside, said, explained }) => ({
      ...{ patientId: row.patient_id, withPatientId: beside.patient_id },
      ...{ chance: explained.chance, lines: explained.lines, guards: explained.guards },
      decided: said ? { by: said.said_by, at: said.at, why: said.why } : null,
    })),
    more: asked.length - asked.slice(0, comparedAtMost).length,
  }
}

interface Pair {
  readonly row: RecordRow
  readonly beside: RecordRow
  readonly said: DecidedRow | undefined
  readonly explained: { readonly weight: number; readonly chance: number } & Pick<WhyWith, 'lines' | 'guards'>
}

/** The strongest pairs by which each record comes to those before it; a person's answer is stronger than any weight. */
function chainOf(rows: readonly RecordRow[], pairOf: (row: RecordRow, beside: RecordRow) => Pair): Pair[] {
  const [first, ...rest] = rows
  if (!first) return []
  const best = new Map(rest.map((row) => [row, pairOf(row, first)]))
  const chain: Pair[] = []
  while (best.size > 0) {
    const next = [...best.values()].reduce((strongest, pair) =>
      isStronger(pair, strongest) ? pair : strongest,
    )
    chain.push(next)
    best.delete(next.row)
    for (const [row, known] of best) {
      const pair = pairOf(row, next.row)
      if (isStronger(pair, known)) best.set(row, pair)
    }
  }
  return chain
}

const isStronger = (a: Pair, b: Pair): boolean =>
  (a.said !== undefined) !== (b.said !== undefined)
    ? a.said !== undefined
    : a.explained.weight > b.explained.weight

const isOf = ({ a, b }: DecidedRow, one: RecordRow, other: RecordRow): boolean =>
  (a === one.record && b === other.record) || (a === other.record && b === one.record)
