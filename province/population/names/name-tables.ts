import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import type { Sex } from '../population.types.ts'
import { Weighted } from '../weighted.ts'
import { rimeOf } from './rime.ts'

/** Aggregate tables only; how they were made of what: ../README.md, licences: /NOTICE. */
const rows = (file: string) =>
  readFileSync(join(projectRoot(), 'province', 'population', 'data', file), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'))

export interface NameTables {
  readonly surnames: Weighted<string>
  readonly middles: Readonly<Record<Sex, Weighted<string>>>
  /** What follows Thị in "Thị Thu". */
  readonly afterThi: Weighted<string>
  readonly givens: Readonly<Record<Sex, Weighted<string>>>
  /** Given names of a sex by their rime: what twins are called. */
  readonly rhymes: Readonly<Record<Sex, ReadonlyMap<string, Weighted<string>>>>
}

let tables: NameTables | undefined

/** Read once; about 2 ms. */
export function nameTables(): NameTables {
  tables ??= readTables()
  return tables
}

function readTables(): NameTables {
  const middles = rows('middles.tsv')
  const givens = rows('givens.tsv')
  const column = (from: readonly string[][], at: number) =>
    from.map((row) => [row[0]!, Number(row[at])] as const)
  return {
    surnames: new Weighted(column(rows('surnames.tsv'), 1)),
    middles: { male: new Weighted(column(middles, 1)), female: new Weighted(column(middles, 2)) },
    afterThi: new Weighted(column(middles, 3)),
    givens: { male: new Weighted(column(givens, 1)), female: new Weighted(column(givens, 2)) },
    rhymes: { male: byRime(column(givens, 1)), female: byRime(column(givens, 2)) },
  }
}

function byRime(givens: readonly (readonly [string, number])[]): Map<string, Weighted<string>> {
  const groups = new Map<string, [string, number][]>()
  for (const [name, weight] of givens) {
    if (weight === 0) continue
    const group = groups.get(rimeOf(name)) ?? []
    groups.set(rimeOf(name), group)
    group.push([name, weight])
  }
  return new Map([...groups].map(([rime, group]) => [rime, new Weighted(group)]))
}
