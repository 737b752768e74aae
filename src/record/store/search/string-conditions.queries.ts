import { type Sql, sql } from '#foundation/db'
import { type Condition, foldText, type SearchParam, type SearchValue } from '#vocabulary/search'
import { indexedText, longestText } from '../row-to-write.ts'
import { sideOnly, typeOf } from './columns.queries.ts'
import { never, type Predicate } from './predicate.queries.ts'

/** A string that begins so, or for `:contains` has it anywhere, without tone marks and case. */
export function string(
  param: SearchParam,
  modifier: Extract<Condition, { kind: 'param' }>['modifier'],
  value: Extract<SearchValue, { kind: 'string' }>,
): Predicate {
  const text = indexedText(foldText(value.text))
  // Nothing is left of it to look for.
  if (text === '') return never
  const side = modifier === 'contains' ? partSide(param, text) : beginningSide(param, text)
  // A cut text says nothing of its end.
  return { ...sideOnly(side), isExact: modifier !== 'exact' && !value.isWhole && text.length < longestText }
}

/** As a range of bytes, so that one plan serves every beginning; UTF-8 sorts as its code points do. */
function beginningSide(param: SearchParam, text: string): Sql {
  const behind = textBehind(text)
  return sql`select shard, id, ver from store.str where type = ${typeOf(param)} and param = ${param.number}
    and text ~>=~ ${text} ${behind === null ? sql.empty : sql`and text ~<~ ${behind}`}`
}

/** The least text that comes behind all that begin with this one; null when there is none. */
export function textBehind(text: string): string | null {
  const points = [...text]
  while (points.length > 0) {
    const last = points.pop()!.codePointAt(0)!
    // Halves of pairs are no characters.
    if (last < 0x10_ff_ff)
      return points.join('') + String.fromCodePoint(last === 0xd7_ff ? 0xe0_00 : last + 1)
  }
  return null
}

/** Three letters make a trigram: the index of parts finds them. Fewer it would read from end to end, so it is kept out. */
function partSide(param: SearchParam, text: string): Sql {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const found = longestWord(text) >= 3 ? sql`text` : sql`(text || '')`
  return sql`select shard, id, ver from store.str where type = ${typeOf(param)} and param = ${param.number}
    and ${found} like ${pattern}`
}

/** pg_trgm makes no trigrams across what is neither letter nor digit. */
const longestWord = (text: string): number =>
  Math.max(...text.split(/[^\p{L}\p{N}]+/u).map((word) => word.length))
