import { randomUUID } from 'node:crypto'
import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import { catalogueProblems } from '../catalogues.problems.ts'
import type { Catalogues } from '../open-catalogues.ts'
import { vietnamDay } from '../vietnam-day.ts'
import { findBatch, insertDecisions, lockLocalCodes } from './local-code.queries.ts'
import type { Decision, LocalCodeKey } from './local-code.types.ts'

export interface MappingDeps {
  readonly db: Database
  readonly clock: Clock
  readonly catalogues: Catalogues
}

export interface Decided {
  /** Undoes all of them together. */
  readonly batch: string
  readonly decided: number
}

const keyOf = (key: { source: string; list: string; code: string }, name: string) =>
  JSON.stringify([key.source, key.list, key.code, name])

/** Keeps what a person decided about some local codes, all or none; the target must stand in the catalogue today. */
export async function decide(
  { db, clock, catalogues }: MappingDeps,
  items: readonly { readonly key: LocalCodeKey; readonly decision: Decision }[],
  by: string,
): Promise<Result<Decided, Problem>> {
  const today = vietnamDay(clock.now())
  for (const { key, decision } of items)
    if (decision.state === 'mapped' && !(await catalogues.lookUp(key.list, decision.target, today)))
      return fail(catalogueProblems.unknownTarget(decision.target))
  const wanted = new Map(items.map(({ key, decision }) => [keyOf(key, key.nameKey), { key, decision }]))
  const batch = randomUUID()
  return db.transaction(async (tx) => {
    const rows = await lockLocalCodes(
      tx,
      [...wanted.values()].map(({ key }) => key),
    )
    if (rows.length !== wanted.size) return fail(catalogueProblems.unknownLocalCode)
    await insertDecisions(
      tx,
      rows.map((row) => {
        const { key, decision } = wanted.get(keyOf(row, row.name_key))!
        const mapped = decision.state === 'mapped' ? decision : { target: null, equivalence: null }
        return {
          ...key,
          state: decision.state,
          target: mapped.target,
          equivalence: mapped.equivalence,
          former: row.decision,
        }
      }),
      { batch, at: clock.now().toISOString(), by, undoes: null },
    )
    return ok({ batch, decided: rows.length })
  })
}

/** Brings back what stood before a batch, for those of its codes about which nothing newer was decided. */
export async function undoDecisions(
  { db, clock }: MappingDeps,
  batch: string,
  by: string,
): Promise<Result<Decided, Problem>> {
  const again = randomUUID()
  return db.transaction(async (tx) => {
    const made = await findBatch(tx, batch)
    const keys = made.map((row) => ({
      source: row.source,
      list: row.list,
      code: row.code,
      nameKey: row.name_key,
    }))
    const now = new Map(
      (keys.length > 0 ? await lockLocalCodes(tx, keys) : []).map((row) => [keyOf(row, row.name_key), row]),
    )
    const standing = made.filter((row) => now.get(keyOf(row, row.name_key))?.decision === row.decision)
    if (standing.length === 0) return fail(catalogueProblems.nothingToUndo)
    await insertDecisions(
      tx,
      standing.map((row) => ({
        source: row.source,
        list: row.list,
        code: row.code,
        nameKey: row.name_key,
        state: row.former_state ?? 'open',
        target: row.former_target,
        equivalence: row.former_equivalence,
        former: row.decision,
      })),
      { batch: again, at: clock.now().toISOString(), by, undoes: batch },
    )
    return ok({ batch: again, decided: standing.length })
  })
}
