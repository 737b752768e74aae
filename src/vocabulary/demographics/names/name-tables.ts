import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import { readWord, type Word } from './read-word.ts'

/** Shares of words among names, by spelling and by folded spelling. */
export interface Shares {
  readonly exact: ReadonlyMap<string, number>
  readonly folded: ReadonlyMap<string, number>
}

interface NameTables {
  readonly surnames: Shares
  readonly middles: { readonly male: Shares; readonly female: Shares }
  readonly givens: { readonly male: Shares; readonly female: Shares }
}

const perShare = 100_000
let tables: NameTables | undefined

/** About 3 ms on first use; kept afterwards. */
export function nameTables(): NameTables {
  if (!tables) {
    const [middles, givens] = [rowsOf('middles.tsv'), rowsOf('givens.tsv')]
    tables = {
      surnames: sharesOf(rowsOf('surnames.tsv'), 1),
      middles: { male: sharesOf(middles, 1), female: sharesOf(middles, 2) },
      givens: { male: sharesOf(givens, 1), female: sharesOf(givens, 2) },
    }
  }
  return tables
}

function rowsOf(file: string): string[][] {
  const folder = join(projectRoot(), 'src', 'vocabulary', 'demographics', 'names', 'data')
  const lines = readFileSync(join(folder, file), 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => line.split('\t'))
}

function sharesOf(rows: readonly (readonly string[])[], column: number): Shares {
  const exact = new Map<string, number>()
  const folded = new Map<string, number>()
  for (const row of rows) {
    const word = readWord(row[0]!)
    const share = Number(row[column]) / perShare
    exact.set(word.canonical, share)
    folded.set(word.folded, (folded.get(word.folded) ?? 0) + share)
  }
  return { exact, folded }
}

/**
 * Share of a word: by its spelling, and in a name without any marks by all the spellings it may stand for ("van": Văn, Vân,
 * Vấn …). 0: not in the table.
 */
export const shareOf = (shares: Shares, word: Word, isMarked: boolean): number =>
  (isMarked ? shares.exact.get(word.canonical) : shares.folded.get(word.folded)) ?? 0

/** Share of a word as a surname; where its name is not known, a word without marks may be any of its spellings. */
export const surnameShare = (word: Word, isMarked = word.canonical !== word.folded): number =>
  shareOf(nameTables().surnames, word, isMarked)

/** A surname in some spelling: the tone of a surname gets lost as any other does. */
export const isLikeSurname = (word: Word): boolean => nameTables().surnames.folded.has(word.folded)

/** Whether a name is spelt with Vietnamese marks, so that a word without one is meant to have none. */
export const areMarked = (words: readonly Word[]): boolean =>
  words.some((word) => word.canonical !== word.folded)

let nameWords: ReadonlySet<string> | undefined

/** Whether a word stands in any table, in any spelling. */
export function isNameWord({ folded }: Word): boolean {
  nameWords ??= new Set([
    ...nameTables().surnames.folded.keys(),
    ...nameTables().middles.male.folded.keys(),
    ...nameTables().givens.male.folded.keys(),
    'van',
    'thi',
  ])
  return nameWords.has(folded)
}
