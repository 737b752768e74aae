import type { Queries } from '#foundation/db'
import { readSettings } from '../model/index.ts'
import { findVersions, type VersionRow } from './versions.queries.ts'

/** One version of the rules, for people. */
export interface ListedVersion {
  readonly number: number
  readonly version: string
  readonly state: VersionRow['state']
  /** `weigh`, `settle`: it is being put in force, or was when that stopped. */
  readonly phase: VersionRow['phase']
  readonly madeAt: Date
  readonly since: Date | null
  /** Null: what it was made with cannot be read any more. */
  readonly made: {
    readonly persons: number
    readonly records: number
    readonly dummies: number
    readonly hotValues: number
    readonly names: number
    readonly auto: number | null
    readonly review: number | null
  } | null
  readonly learned: unknown
}

/** Every version there was, oldest first. */
export async function listVersions(db: Queries): Promise<ListedVersion[]> {
  return (await findVersions(db)).map((row) => ({
    ...{ number: row.number, version: row.version, state: row.state, phase: row.phase },
    ...{ madeAt: row.made_at, since: row.current_since, made: madeOf(row.settings), learned: row.learned },
  }))
}

function madeOf(text: string | null): ListedVersion['made'] {
  const read = text === null ? null : readSettings(text)
  if (!read?.ok) return null
  const { linkage, persons, dummies = [], names, auto = null, review = null } = read.value
  return {
    ...{ persons, records: linkage.trainedOn.records, dummies: dummies.length, auto, review },
    hotValues: Object.values(linkage.hotValues).reduce((sum, { length }) => sum + length, 0),
    names: Object.keys(names?.full ?? {}).length,
  }
}
