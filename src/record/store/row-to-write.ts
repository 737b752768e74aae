import { paramOf, type SearchIndex, type SearchParam, tokens } from '#vocabulary/search'
import { hash64, hashToken } from './hash-token.ts'

/** A row ready to be written, with what the side tables hold of it. */
export interface RowToWrite {
  readonly shard: number
  readonly type: number
  readonly id: string
  readonly ver: number
  readonly deleted: boolean
  readonly extId: string | null
  readonly patient: string | null
  readonly visit: string | null
  readonly dt: string | null
  readonly dtHi: string | null
  /** Hash of the first code, see `mainCodeOf`. */
  readonly code: string | null
  readonly present: string
  /** `{1,-2,3}` */
  readonly tok: string
  readonly content: string
  readonly numbers: readonly { param: number; code: string; lo: number; hi: number }[]
  readonly dates: readonly { param: number; lo: string; hi: string }[]
  readonly strings: readonly { param: number; text: string }[]
}

type Indexed = Pick<RowToWrite, 'dt' | 'dtHi' | 'code' | 'present' | 'tok' | 'numbers' | 'dates' | 'strings'>

/** A B-tree entry holds at most 2,704 bytes: longer texts are cut for the index and compared whole by the matcher. */
export const longestText = 600

/** A text as the table takes it: not too long, and without the one sign that PostgreSQL has no text for. */
export const indexedText = (text: string): string => text.slice(0, longestText).replaceAll('\u0000', '')

/** The searchable side of a row. `scratch` remembers hashes for the length of one batch. */
export function indexedPart(type: string, index: SearchIndex, scratch?: Map<string, string>): Indexed {
  const hashes = index.tokens.map((token) => hashToken(type, token, scratch))
  const codes = codesIn(type, index.tokens)
  for (const other of codes.slice(1)) hashes.push(hashToken(type, furtherCode(other), scratch))
  const hasDate = index.start !== null || index.end !== null
  return {
    dt: hasDate ? (index.start ?? '-infinity') : null,
    dtHi: hasDate ? (index.end ?? 'infinity') : null,
    code: codes[0] === undefined ? null : hashToken(type, codes[0], scratch),
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

/** The parameter whose first coding the `code` column holds; most types have it, and its name is mostly `code`. */
const mainCode: Readonly<Record<string, string>> = {
  Immunization: 'vaccine-code',
  Encounter: 'type',
  DocumentReference: 'type',
  Composition: 'type',
}
export const mainCodeOf = (type: string): string => mainCode[type] ?? 'code'

/** Tokens of the main code, of any system, in the order of the codings. */
function codesIn(type: string, all: readonly string[]): string[] {
  const prefix = tokens.anyCoding(mainCodeOf(type), '')
  return all.filter((token) => token.startsWith(prefix))
}

/** Beside the first code the others are found by a token of their own, so that column and token together miss none. */
export const furtherCode = (token: string): string => `+${token}`

/** A value that stands in the table beside its code is not kept a second time by itself (FHIR R4 Observation). */
const twins: Readonly<Record<string, string>> = {
  'value-quantity': 'code-value-quantity',
  'component-value-quantity': 'component-code-value-quantity',
}

/** Numbers of the parameters whose rows hold the values of this one: itself, and the pair with its code. */
export function numbersOf(param: SearchParam): number[] {
  const twin = twins[param.code]
  const pair = twin === undefined ? undefined : paramOf(param.base, twin)
  return pair ? [param.number, pair.number] : [param.number]
}

function withoutTwins(type: string, numbers: SearchIndex['numbers']): SearchIndex['numbers'] {
  if (type !== 'Observation' || numbers.length < 2) return numbers
  return numbers.filter(({ param, lo, hi }) => {
    const pair = twinNumbers().get(param)
    return !numbers.some((other) => other.param === pair && other.lo === lo && other.hi === hi)
  })
}

let pairs: Map<number, number> | undefined
function twinNumbers(): Map<number, number> {
  pairs ??= new Map(
    Object.entries(twins).map(([plain, pair]) => [
      paramOf('Observation', plain)!.number,
      paramOf('Observation', pair)!.number,
    ]),
  )
  return pairs
}

/** What `store.num.code` holds: the hash of a unit or code, 0 where there is none. */
export const codeHash = (type: string, code: string | null): string =>
  code === null ? '0' : hash64(`${type}|${code}`)

/** What a tombstone leaves to be found: nothing. */
export const nothingIndexed: Indexed = {
  dt: null,
  dtHi: null,
  code: null,
  present: '0',
  tok: '{}',
  numbers: [],
  dates: [],
  strings: [],
}
