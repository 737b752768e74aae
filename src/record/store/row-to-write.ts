import { type SearchIndex, tokens } from '#vocabulary/search'
import { hash64, hashToken } from './hash-token.ts'
import { furtherCode, mainCodeOf, mainNumberOf, withoutTwins } from './main-columns.ts'

/** A row ready to be written, with what it is found by. */
export interface RowToWrite {
  readonly shard: number
  readonly type: number
  readonly id: string
  readonly ver: number
  readonly deleted: boolean
  readonly extId: string | null
  readonly patient: string | null
  readonly visit: string | null
  readonly found: FoundBy
  readonly content: string
}

/** The searchable side of a row: columns, and what the side tables hold of it. */
export interface FoundBy {
  readonly dt: string | null
  readonly dtHi: string | null
  /** `dt` to `dtHi` is more than `longDays`, or open. */
  readonly isLong: boolean
  /** Hash of the first code, see `mainCodeOf`. */
  readonly code: string | null
  /** The main number, see `mainNumberOf`. */
  readonly num: number | null
  readonly numHi: number | null
  readonly present: string
  /** `{1,-2,3}` */
  readonly tok: string
  readonly numbers: readonly { param: number; code: string; lo: number; hi: number }[]
  readonly dates: readonly { param: number; lo: string; hi: string }[]
  readonly strings: readonly { param: number; text: string }[]
}

/** Days that a main date may last and still be found near its beginning. */
export const longDays = 32

/** A B-tree entry holds at most 2,704 bytes: longer texts are cut for the index and compared whole by the matcher. */
export const longestText = 600

/** A text as the table takes it: not too long, and without the one sign that PostgreSQL has no text for. */
export const indexedText = (text: string): string => text.slice(0, longestText).replaceAll('\u0000', '')

/** `scratch` remembers hashes for the length of one batch. */
export function foundBy(type: string, index: SearchIndex, scratch?: Map<string, string>): FoundBy {
  const hashes = index.tokens.map((token) => hashToken(type, token, scratch))
  const codes = codesIn(type, index.tokens)
  for (const other of codes.slice(1)) hashes.push(hashToken(type, furtherCode(other), scratch))
  const hasDate = index.start !== null || index.end !== null
  const main = mainNumberOf(type, index.numbers)
  return {
    dt: hasDate ? (index.start ?? '-infinity') : null,
    dtHi: hasDate ? (index.end ?? 'infinity') : null,
    isLong: hasDate && isLong(index.start, index.end),
    code: codes[0] === undefined ? null : hashToken(type, codes[0], scratch),
    num: main?.lo ?? null,
    numHi: main?.hi ?? null,
    present: index.present.toString(),
    tok: `{${hashes.join(',')}}`,
    numbers: withoutTwins(type, index.numbers).map((n) => ({
      param: n.param,
      code: codeHash(type, n.code),
      lo: n.lo,
      hi: n.hi,
    })),
    dates: index.dates.map((d) => ({ param: d.param, lo: d.lo ?? '-infinity', hi: d.hi ?? 'infinity' })),
    strings: index.strings.map((s) => ({ param: s.param, text: indexedText(s.text) })),
  }
}

function isLong(start: string | null, end: string | null): boolean {
  if (start === end) return false
  return start === null || end === null || Date.parse(end) - Date.parse(start) > longDays * 86_400_000
}

/** Tokens of the main code, of any system, in the order of the codings. */
function codesIn(type: string, all: readonly string[]): string[] {
  const prefix = tokens.anyCoding(mainCodeOf(type), '')
  return all.filter((token) => token.startsWith(prefix))
}

/** What `store.num.code` holds: the hash of a unit or code, 0 where there is none. */
export const codeHash = (type: string, code: string | null): string =>
  code === null ? '0' : hash64(`${type}|${code}`)

/** What a tombstone leaves to be found: nothing. */
export const foundByNothing: FoundBy = {
  dt: null,
  dtHi: null,
  isLong: false,
  code: null,
  num: null,
  numHi: null,
  present: '0',
  tok: '{}',
  numbers: [],
  dates: [],
  strings: [],
}

/** The order in which rows are written and locked. */
export const byKey = (a: RowToWrite, b: RowToWrite): number =>
  a.shard - b.shard || a.type - b.type || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
