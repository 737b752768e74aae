import type { FileSource } from '../../api/types'
import type { Range } from './text-range'

type Table = FileSource['tables'][number]

/**
 * The field of a row that says what the record shows. The record knows the row of each fact, not the field; the sender's
 * own words lead to it. Two fields that say the same leave it open, and the whole row stays marked.
 */
export function findSaid(
  table: Table,
  row: number,
  said: readonly string[],
): (Range & { field: string }) | null {
  const fields = table.fields
    .filter((field) => field.row === row)
    .map((field) => ({ ...field, text: table.text.slice(field.start, field.end) }))
  for (const words of said.map(plain).filter((text) => text !== '')) {
    const same = fields.filter(({ text }) => plain(text) === words)
    const only = same.length > 0 ? same : fields.filter(({ text }) => holds(plain(text), words))
    if (only.length > 1) return null
    if (only[0]) return withoutCdata(only[0])
  }
  return null
}

interface Field extends Range {
  readonly field: string
  readonly text: string
}

const cdata = /^\s*<!\[CDATA\[([\s\S]*)\]\]>\s*$/

const plain = (text: string) =>
  (cdata.exec(text)?.[1] ?? text)
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .normalize('NFC')
    .trim()

/** Whole words and whole numbers only: 120 stands in "HA120/70", not in 202601201030 nor in 1.120. */
function holds(text: string, words: string): boolean {
  const goesOn = /^[\d.,]+$/.test(words) ? /^([.,]?\d)/ : /^[\p{L}\p{N}]/u
  const backwards = (piece: string) => [...piece].reverse().join('')
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const before = backwards(text.slice(Math.max(0, at - 2), at))
    if (!goesOn.test(before) && !goesOn.test(text.slice(at + words.length))) return true
  }
  return false
}

function withoutCdata({ field, text, start, end }: Field): Range & { field: string } {
  const inner = cdata.exec(text)?.[1]
  if (inner === undefined) return { field, start, end }
  const from = start + text.indexOf(inner, text.indexOf('[CDATA['))
  return { field, start: from, end: from + inner.length }
}
