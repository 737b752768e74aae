import type { MessageProblem } from '#vocabulary/bhyt'
import { ByteWindow } from '../bhyt-xml/byte-window.ts'
import type { Encoding } from '../bhyt-xml/encoding.ts'
import type { SplitEvent, SplitLimits, Splitter } from '../bhyt-xml/split.types.ts'
import { type CsvProblemCode, csvProblem } from './csv.problems.ts'
import { type Line, LineCutter } from './cut-lines.ts'
import { findHeader, shapeFor } from './find-header.ts'
import { type CsvKept, csvKept } from './mapping.types.ts'
import { readCells } from './read-cells.ts'
import { suggestMapping } from './suggest-mapping.ts'
import { sniffText, textOf } from './text.ts'

/** Enough of a list to see its encoding, its header and how its lines look. */
const sampleBytes = 65_536
const mostLinesOfVisit = 5_000

interface Group {
  readonly start: number
  end: number
  lines: number
  readonly key: string
}

/**
 * Cuts a line list into records at byte level: every line, or the lines of one visit that follow each other. After the
 * head it waits for the next bytes, so that the column mapping can be told before the first record is cut.
 */
export class CsvSplitter implements Splitter {
  done = false
  readonly #limits: SplitLimits
  readonly #window = new ByteWindow()
  #cutter: LineCutter | null = null
  #encoding: Encoding = 'utf-8'
  #kept: CsvKept | null = null
  #group: Group | null = null
  #count = 0
  #footer = false
  #hasData = false

  constructor(limits: SplitLimits) {
    this.#limits = limits
  }

  push(bytes: Uint8Array): SplitEvent[] {
    this.#window.append(bytes)
    if (!this.#cutter) return this.#window.end >= sampleBytes ? this.#begin(false) : []
    const events = this.#cut(false)
    this.#window.forget(Math.min(this.#group?.start ?? Number.POSITIVE_INFINITY, this.#cutter.needed))
    return events
  }

  *finish(): Generator<SplitEvent> {
    if (!this.#cutter) {
      yield* this.#begin(true)
      if (this.done) return
    }
    yield* this.#cut(true)
    yield* this.#endGroup()
    const problems = this.#footer ? [csvProblem('CSV_FOOTER_SKIPPED')] : []
    if (this.#count === 0) problems.push(csvProblem('CSV_NO_RECORDS'))
    yield { kind: 'end', size: this.#window.end, problems }
    this.done = true
  }

  #begin(whole: boolean): SplitEvent[] {
    const sample = this.#window.copy(0, Math.min(this.#window.end, this.#limits.headBytes))
    const sniffed = sniffText(sample, whole)
    if (!sniffed) return this.#refuse('CSV_ENCODING_UNKNOWN')
    const { encoding, bom } = sniffed
    const text = textOf(sample.subarray(bom), encoding)
    if (text !== null && text.trim() === '') return this.#refuse('CSV_EMPTY')
    const header = findHeader(sample, bom, encoding, whole)
    if (!header) return this.#refuse(whole ? 'CSV_NO_HEADER' : this.#noHeader(sample, encoding, bom))
    const { columns, delimiter, lineEnd, dataFrom } = header
    this.#encoding = encoding
    const shape = shapeFor(encoding, delimiter, lineEnd)
    this.#cutter = new LineCutter(this.#window, shape, dataFrom, this.#limits.recordBytes)
    const rows = this.#firstRows(sample.subarray(dataFrom), delimiter, lineEnd)
    // Until a human has said which lines belong together, the header's own words do.
    const guess = suggestMapping(columns, rows)
    this.#kept = {
      columns: [...columns],
      delimiter,
      lineEnd,
      groupedBy: guess.together ? guess.keyColumns : [],
      mapping: null,
      mappingVersion: null,
    }
    this.#cutter.want(this.#kept.groupedBy)
    const problems: MessageProblem[] = []
    if (encoding === 'windows-1258') problems.push(csvProblem('CSV_QUIRK_WINDOWS_1258'))
    if (encoding.startsWith('utf-16')) problems.push(csvProblem('CSV_QUIRK_UTF16'))
    if (header.hasTitle) problems.push(csvProblem('CSV_QUIRK_TITLE_LINES'))
    return [
      {
        kind: 'head',
        format: 'csv',
        encoding,
        facilityCode: null,
        createdOn: null,
        declaredCount: null,
        keep: JSON.stringify(this.#kept),
        tell: (kept) => this.#tell(kept),
        problems,
      },
    ]
  }

  #noHeader(sample: Uint8Array, encoding: Encoding, bom: number): CsvProblemCode {
    return textOf(sample.subarray(bom), encoding)?.includes('\n') === false
      ? 'CSV_HEADER_TOO_LARGE'
      : 'CSV_NO_HEADER'
  }

  #firstRows(bytes: Uint8Array, delimiter: string, lineEnd: 'lf' | 'cr'): string[][] {
    const text = textOf(bytes.subarray(0, bytes.length & ~1), this.#encoding)
    if (text === null) return []
    return (
      readCells(text.slice(0, Math.max(0, text.lastIndexOf(lineEnd === 'lf' ? '\n' : '\r'))), {
        delimiter,
        lineEnd,
      }) ?? []
    )
  }

  /** The mapping has been looked up: from the first record on, lines are put together as it says. */
  #tell(text: string): void {
    const parsed = csvKept.safeParse(parseJson(text))
    if (!parsed.success || this.#count > 0 || this.#group) return
    this.#kept = parsed.data
    this.#cutter?.want(this.#kept.groupedBy)
  }

  #refuse(code: CsvProblemCode): SplitEvent[] {
    this.done = true
    return [{ kind: 'refused', problems: [csvProblem(code)] }]
  }

  #cut(last: boolean): SplitEvent[] {
    const events: SplitEvent[] = []
    for (let line = this.#cutter!.next(last); line; line = this.#cutter!.next(last)) {
      if (line.filled === 0 && !line.tooLarge && !line.quoteOpen) continue
      if (this.#isFooter(line)) {
        this.#footer = true
        events.push(...this.#endGroup())
      } else this.#take(line, events)
    }
    return events
  }

  #take(line: Line, events: SplitEvent[]): void {
    this.#hasData = true
    const key = line.tooLarge || line.quoteOpen ? '' : this.#keyOf(line)
    const open = this.#group
    if (
      open &&
      key === open.key &&
      open.lines <= mostLinesOfVisit &&
      line.end - open.start <= this.#limits.recordBytes
    ) {
      open.end = line.end
      open.lines++
      return
    }
    events.push(...this.#endGroup())
    if (key !== '') this.#group = { start: line.start, end: line.end, lines: 1, key }
    else
      events.push(this.#record(line.start, line.end, line.tooLarge, line.quoteOpen ? ['CSV_QUOTE_OPEN'] : []))
  }

  #keyOf(line: Line): string {
    if (this.#kept!.groupedBy.length === 0) return ''
    const values = this.#kept!.groupedBy.map((_, place) => {
      const range = line.wanted[place]
      return range ? (textOf(this.#window.copy(range[0], range[1]), this.#encoding) ?? '').trim() : ''
    })
    return values.every((v) => v === '') ? '' : values.join('\u0001')
  }

  #endGroup(): SplitEvent[] {
    const group = this.#group
    if (!group) return []
    this.#group = null
    const codes: CsvProblemCode[] = group.lines > mostLinesOfVisit ? ['CSV_TOO_MANY_LINES'] : []
    return [this.#record(group.start, group.end, false, codes)]
  }

  #record(start: number, end: number, tooLarge: boolean, codes: readonly CsvProblemCode[]): SplitEvent {
    return {
      kind: 'record',
      number: ++this.#count,
      offset: start,
      length: end - start,
      bytes: tooLarge ? null : this.#window.copy(start, end),
      tooLarge,
      problems: codes.map((code) => csvProblem(code)),
    }
  }

  /** “Tổng cộng: 25 người”, “Người lập bảng”: under a list, in one or two cells. */
  #isFooter(line: Line): boolean {
    if (
      line.filled > 2 ||
      this.#kept!.columns.length < 3 ||
      line.tooLarge ||
      line.quoteOpen ||
      !this.#hasData
    )
      return false
    const text = textOf(this.#window.copy(line.start, Math.min(line.end, line.start + 4_000)), this.#encoding)
    const words = (text ?? '')
      .normalize('NFC')
      .toLowerCase()
      .replace(/^[\s;,\t|"]+/, '')
    return /^(tổng|cộng|người lập|thủ trưởng|giám đốc|trưởng |ngày .{1,12} tháng|ghi chú:|\(ký)/.test(words)
  }
}

export function parseJson(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
