import { ByteWindow } from '../bhyt-xml/byte-window.ts'
import type { Encoding } from '../bhyt-xml/encoding.ts'
import { LineCutter, type LineShape } from './cut-lines.ts'
import { columnName, readCells } from './read-cells.ts'
import { textOf } from './text.ts'

export interface Header {
  readonly columns: readonly string[]
  readonly delimiter: string
  readonly lineEnd: 'lf' | 'cr'
  /** Offset of the first byte after the header's line. */
  readonly dataFrom: number
  readonly hasTitle: boolean
  /** Lines of data seen in the sample that are as wide as the header. */
  readonly agreeing: number
}

interface Found {
  readonly header: Header
  readonly score: number
}

const delimiters = [';', ',', '\t', '|'] as const
/** Titles, addresses and dates that people put above a list. */
const mostLinesAbove = 30
const mostColumns = 500

export const shapeFor = (encoding: Encoding, delimiter: string, lineEnd: 'lf' | 'cr'): LineShape => ({
  width: encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1,
  bigEndian: encoding === 'utf-16be',
  delimiter: delimiter.charCodeAt(0),
  lineEnd,
})

/**
 * Finds the line that names the columns, in the beginning of a file: the first one with several names and no values,
 * as wide as what follows. The delimiter is the one under which this works best.
 */
export function findHeader(
  sample: Uint8Array,
  from: number,
  encoding: Encoding,
  whole: boolean,
): Header | null {
  const text = textOf(sample.subarray(from, whole ? undefined : evenEnd(sample, from, encoding)), encoding)
  const firstBreak = text === null ? null : /\r\n|\n|\r/.exec(text)
  const lineEnd = firstBreak?.[0] === '\r' && !text!.includes('\n') ? 'cr' : 'lf'
  const told = text === null ? null : /^\s*sep=([;,\t|])\s*?(?:\r|\n|$)/i.exec(text)?.[1]
  let best: Found | null = null
  for (const delimiter of told ? [told] : delimiters) {
    const found = headerWith(sample, from, encoding, delimiter, lineEnd, whole)
    if (found && (!best || isBetter(found, best))) best = found
  }
  return best?.header ?? null
}

/** Of two that work as well the line further up names the columns: the other is a line of data with marks in its cells. */
const isBetter = (one: Found, other: Found): boolean =>
  one.score > other.score || (one.score === other.score && one.header.dataFrom < other.header.dataFrom)

/** A sample may end inside a letter; the line it belongs to is not looked at either. */
function evenEnd(sample: Uint8Array, from: number, encoding: Encoding): number {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return sample.length - ((sample.length - from) % 2)
  let end = sample.length
  while (end > from && sample.length - end < 4 && sample[end - 1]! >= 0x80) end--
  return end
}

interface SampleLine {
  readonly cells: readonly string[]
  readonly next: number
}

function headerWith(
  sample: Uint8Array,
  from: number,
  encoding: Encoding,
  delimiter: string,
  lineEnd: 'lf' | 'cr',
  whole: boolean,
): Found | null {
  const window = new ByteWindow()
  window.append(sample)
  const cutter = new LineCutter(window, shapeFor(encoding, delimiter, lineEnd), from, sample.length)
  const lines: SampleLine[] = []
  for (let line = cutter.next(whole); line && lines.length < mostLinesAbove + 20; line = cutter.next(whole)) {
    const text = textOf(window.copy(line.start, line.end), encoding)
    const cells = text === null || line.quoteOpen ? null : readCells(text, { delimiter, lineEnd })
    lines.push({ cells: cells?.[0] ?? [], next: line.next })
  }
  for (const [index, line] of lines.slice(0, mostLinesAbove).entries()) {
    if (!isHeader(line.cells)) continue
    const columns = trimEnd(line.cells).map(columnName)
    const below = lines.slice(index + 1).filter((l) => l.cells.length > 0)
    const agreeing = below.filter(
      (l) => Math.abs(trimEnd(l.cells).length - columns.length) <= 1 || l.cells.length === line.cells.length,
    ).length
    // A title of two words with a comma is no header: what follows is wider.
    const wider = below.filter((l) => trimEnd(l.cells).length > columns.length + 1).length
    if (wider > agreeing) continue
    const hasTitle = lines.slice(0, index).some((l) => l.cells.some((cell) => !/^sep=/i.test(cell)))
    const header = { columns, delimiter, lineEnd, dataFrom: line.next, hasTitle, agreeing }
    const share = below.length === 0 ? 0.5 : agreeing / below.length
    return { header, score: share * Math.min(columns.length, 60) }
  }
  return null
}

/** Names, not values: at least two cells filled, most of them words, hardly any number or date. */
function isHeader(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== '')
  if (filled.length < 2 || cells.length > mostColumns) return false
  if (filled.length < trimEnd(cells).length * 0.6) return false
  const values = filled.filter((cell) => !/\p{L}/u.test(cell) || /^[A-Z]{2}\d{10,}$/.test(cell)).length
  return values <= filled.length * 0.1 && filled.every((cell) => cell.length <= 300)
}

function trimEnd(cells: readonly string[]): string[] {
  let length = cells.length
  while (length > 0 && cells[length - 1] === '') length--
  return cells.slice(0, length)
}
