import { Buffer } from 'node:buffer'
import type { MessageProblem } from '#vocabulary/bhyt'
import type { FileFormat } from '../format.types.ts'
import { ByteWindow } from './byte-window.ts'
import { declaredEncoding, type Encoding, encodingOf } from './encoding.ts'
import { readEnvelope } from './envelope.ts'
import { type ProblemCode, problem } from './problem-sentences.ts'
import type { SplitEvent, SplitLimits, Splitter } from './split.types.ts'
import type { FileStart } from './split-start.ts'
import { tableByTag } from './tag-names.ts'

/** What a root element makes of a file: its format and the element that is one record. */
interface FileKind {
  readonly format: FileFormat
  readonly record: string
}
const kinds: Readonly<Record<string, FileKind>> = {
  GIAMDINHHS: { format: 'bhyt-xml', record: 'HOSO' },
  HOSO: { format: 'bhyt-xml', record: 'HOSO' },
  CHI_TIEU_TRANG_THAI_KCB: { format: 'check-in', record: 'TRANG_THAI_KCB' },
  HSDLGBT: { format: 'death-notice', record: 'GIAYBAOTU' },
}

function kindOfRoot(root: string): FileKind | null {
  const known = Object.hasOwn(kinds, root) ? kinds[root]! : null
  if (known) return known
  // A bare table file without envelope (bhyt-xml.md §10.12): the whole document is the record.
  const table = tableByTag(root)
  return table && table !== 'GBT' && table !== 'XML0' ? { format: 'bhyt-xml', record: root } : null
}

/** Where the scanner stands. */
type State =
  | 'text'
  /** After `<`, until the end of the tag. */
  | 'tag'
  /** Outside records, inside a comment, CDATA section or instruction. */
  | 'block'
  | 'record'
  /** Inside a record, inside a comment or CDATA section. */
  | 'record-block'

const LT = 0x3c
const GT = 0x3e

/**
 * Cuts an XML file into records without parsing them. Inside a record only three strings matter (its end, another record's
 * start, `<!`), found by native search; comments and CDATA are skipped so that they cannot fool it.
 */
export class XmlSplitter implements Splitter {
  done = false
  readonly #limits: SplitLimits
  readonly #window = new ByteWindow()
  readonly #skipped: number
  /** Bytes of one code unit. */
  readonly #width: 1 | 2
  readonly #bigEndian: boolean
  #encoding: Encoding
  readonly #needles: Needles

  #state: State = 'text'
  #at: number
  /** Where the tag or block being read began. */
  #tokenStart = 0
  #tagAt = 0
  #quote = 0
  #blockEnd: Buffer

  #kind: FileKind | null = null
  #depth = 0
  #rootClosed = false
  #outside: Buffer[] = []
  #outsideSize = 0
  /** White space seen since the last text outside records: any run of it counts as one space. */
  #space = false
  #overflow = false
  #trailing = false
  #headSent = false
  #declaredCount: number | null = null
  #count = 0

  #recordStart = 0
  #lastRecordEnd = 0
  #tooLarge = false
  #recordNeedles: Search[] = []

  constructor(limits: SplitLimits, start: Extract<FileStart, { kind: 'xml' }>, skipped: number) {
    this.#limits = limits
    this.#skipped = skipped
    this.#encoding = start.sniffed ?? 'utf-8'
    this.#width = start.sniffed?.startsWith('utf-16') ? 2 : 1
    this.#bigEndian = start.sniffed === 'utf-16be'
    this.#at = start.bom
    this.#needles = needlesFor((text) => this.#bytesOf(text))
    this.#blockEnd = this.#needles.commentEnd
  }

  push(bytes: Uint8Array): SplitEvent[] {
    const events: SplitEvent[] = []
    this.#window.append(bytes)
    this.#run(events)
    if (!this.done) this.#shed()
    return events
  }

  /** Steps until a step needs bytes that have not come yet. */
  #run(events: SplitEvent[]): void {
    let moving = true
    while (moving && !this.done) {
      if (this.#overflow) {
        this.#stop(events)
        return
      }
      switch (this.#state) {
        case 'text':
          moving = this.#text(events)
          break
        case 'tag':
          moving = this.#tag(events)
          break
        case 'block':
          moving = this.#block('text', events)
          break
        case 'record':
          moving = this.#record(events)
          break
        default:
          moving = this.#block('record', events)
      }
    }
  }

  // ---- outside records ---------------------------------------------------------------------------------------------

  #text(events: SplitEvent[]): boolean {
    const found = this.#find(this.#needles.open, this.#at)
    const end = found < 0 ? this.#wholeEnd() : found
    this.#gatherText(this.#at, end)
    this.#at = end
    if (this.#headTooLarge()) return this.#refuse('BHYT_HEAD_TOO_LARGE', events)
    if (found < 0) return false
    this.#tokenStart = found
    this.#tagAt = found + this.#width
    this.#quote = 0
    this.#state = 'tag'
    return true
  }

  #tag(events: SplitEvent[]): boolean {
    const at = this.#tokenStart + this.#width
    if (at + this.#width > this.#window.end) return false
    const next = this.#unit(at)
    if (next === 0x21) return this.#bang(events)
    if (next === 0x3f) return this.#enterBlock(this.#needles.instructionEnd, 'block', 2)
    if (next !== 0x2f && !startsName(next)) return this.#strayBracket(at)
    return this.#markup(next === 0x2f, events)
  }

  /** A `<` that begins nothing (`A < B`) is text of a broken head or tail. */
  #strayBracket(after: number): true {
    this.#gather(this.#tokenStart, after)
    this.#at = after
    this.#state = 'text'
    return true
  }

  /** `<!`: a comment, a CDATA section, or a declaration, which is refused. */
  #bang(events: SplitEvent[]): boolean {
    const kind = this.#blockAt(this.#tokenStart)
    if (kind === 'more') return false
    if (kind === 'neither') return this.#refuse('BHYT_DOCTYPE', events)
    if (kind === this.#needles.cdataEnd && this.#rootClosed) this.#trailing = true
    return this.#enterBlock(kind, 'block', kind === this.#needles.cdataEnd ? 9 : 4)
  }

  /** Finds the end of a tag, quotes respected, then says what it means. */
  #markup(closing: boolean, events: SplitEvent[]): boolean {
    const { end } = this.#window
    for (; this.#tagAt + this.#width <= end; this.#tagAt += this.#width) {
      const unit = this.#unit(this.#tagAt)
      if (this.#quote !== 0) {
        if (unit === this.#quote) this.#quote = 0
      } else if (unit === 0x22 || unit === 0x27) this.#quote = unit
      else if (unit === GT) {
        const tagEnd = this.#tagAt + this.#width
        this.#state = 'text'
        this.#at = tagEnd
        return closing ? this.#closeTag(tagEnd) : this.#openTag(tagEnd, events)
      }
      if (this.#tagAt - this.#tokenStart > this.#limits.tagBytes)
        return this.#refuse('BHYT_TAG_TOO_LONG', events)
    }
    return false
  }

  #closeTag(tagEnd: number): boolean {
    this.#gather(this.#tokenStart, tagEnd)
    if (this.#rootClosed) this.#trailing = true
    else if (--this.#depth <= 0) this.#rootClosed = this.#kind !== null
    return true
  }

  #openTag(tagEnd: number, events: SplitEvent[]): boolean {
    const name = this.#nameAt(this.#tokenStart + this.#width, tagEnd)
    const empty = this.#unit(tagEnd - 2 * this.#width) === 0x2f
    if (!this.#kind && !this.#startDocument(name, events)) return false
    if (this.#rootClosed) {
      this.#trailing = true
      return true
    }
    if (name === this.#kind!.record) {
      this.#sendHead(events)
      this.#beginRecord(this.#tokenStart, tagEnd)
      if (empty) this.#endRecord(tagEnd, events)
      return !this.done
    }
    this.#gather(this.#tokenStart, tagEnd)
    if (!empty && ++this.#depth > this.#limits.depth) return this.#refuse('BHYT_TOO_DEEP', events)
    if (empty && this.#depth === 0) this.#rootClosed = true
    return true
  }

  /** The root decides what the file is; the declaration before it, in which letters it is written. */
  #startDocument(root: string, events: SplitEvent[]): boolean {
    this.#kind = kindOfRoot(root)
    if (this.#kind) return true
    return this.#refuse('BHYT_ROOT_UNKNOWN', events)
  }

  #sendHead(events: SplitEvent[]): void {
    if (this.#headSent) return
    this.#headSent = true
    const problems: MessageProblem[] = []
    if (this.#width === 2) problems.push(problem('BHYT_QUIRK_UTF16'))
    else {
      const asked = encodingOf(declaredEncoding(this.#outsideStart()))
      this.#encoding = asked.encoding
      if (asked.quirk) problems.push(problem(asked.quirk))
    }
    const envelope = readEnvelope(this.#outside, this.#encoding, false)
    const { format, record } = this.#kind!
    problems.push(...envelope.problems)
    this.#declaredCount = envelope.declaredCount
    if (record === 'HOSO' && envelope.facilityCode === null)
      problems.push(problem('BHYT_FACILITY_MISSING', { field: 'MACSKCB' }))
    const { facilityCode, createdOn, declaredCount } = envelope
    events.push({
      kind: 'head',
      format,
      encoding: this.#encoding,
      facilityCode,
      createdOn,
      declaredCount,
      problems,
    })
  }

  #outsideStart(): string {
    const first = this.#outside[0]
    return first ? first.subarray(0, 300).toString('latin1') : ''
  }

  // ---- records -----------------------------------------------------------------------------------------------------

  #beginRecord(start: number, afterTag: number): void {
    const { record } = this.#kind!
    this.#state = 'record'
    this.#recordStart = start
    this.#tooLarge = false
    this.#at = afterTag
    if (this.#recordNeedles.length === 0)
      this.#recordNeedles = [`</${record}`, `<${record}`, '<!'].map((text) => new Search(this.#bytesOf(text)))
  }

  #record(events: SplitEvent[]): boolean {
    const [close, open, bang] = this.#recordNeedles as [Search, Search, Search]
    for (const search of this.#recordNeedles)
      search.run((needle, from) => this.#find(needle, from), this.#at, this.#window.end)
    const first = Math.min(close.at, open.at, bang.at)
    if (first === Number.POSITIVE_INFINITY) {
      // Nothing whole in sight: what is left may be the beginning of a needle.
      this.#at = Math.max(this.#at, this.#align(this.#window.end - close.needle.length + 1))
      return false
    }
    if (first === bang.at) {
      const kind = this.#blockAt(first)
      if (kind === 'more') return this.#waitAt(first)
      this.#at = first + 2 * this.#width
      if (kind === 'neither') return true // a declaration or stray `<!`: readRecord will judge this record alone
      this.#tokenStart = first
      return this.#enterBlock(kind, 'record-block', kind === this.#needles.cdataEnd ? 9 : 4)
    }
    return first === close.at
      ? this.#recordClose(first, close.needle.length, events)
      : this.#recordOpen(first, open.needle.length, events)
  }

  #recordClose(start: number, length: number, events: SplitEvent[]): boolean {
    let at = start + length
    const most = at + 256 * this.#width
    while (at + this.#width <= this.#window.end && at < most && isSpaceUnit(this.#unit(at))) at += this.#width
    if (at + this.#width > this.#window.end) return this.#waitAt(start)
    this.#at = at
    if (this.#unit(at) !== GT) return true // `</HOSOX>`: another element
    this.#endRecord(at + this.#width, events)
    return true
  }

  #recordOpen(start: number, length: number, events: SplitEvent[]): boolean {
    const at = start + length
    if (at + this.#width > this.#window.end) return this.#waitAt(start)
    this.#at = at
    const unit = this.#unit(at)
    if (unit !== GT && unit !== 0x2f && !isSpaceUnit(unit)) return true
    // The end tag is missing: the record stops here, its neighbour must not suffer.
    this.#endRecord(start, events, 'BHYT_QUIRK_NO_END_TAG')
    return true
  }

  #endRecord(end: number, events: SplitEvent[], quirk?: ProblemCode): void {
    const length = end - this.#recordStart
    const tooLarge = this.#tooLarge || length > this.#limits.recordBytes
    const problems: MessageProblem[] = quirk ? [problem(quirk)] : []
    if (tooLarge) problems.push(problem('BHYT_RECORD_TOO_LARGE'))
    this.#count++
    events.push({
      kind: 'record',
      number: this.#count,
      offset: this.#recordStart + this.#skipped,
      length,
      bytes: tooLarge ? null : this.#window.copy(this.#recordStart, end),
      tooLarge,
      problems,
    })
    this.#at = end
    this.#lastRecordEnd = end
    this.#state = 'text'
    if (this.#depth === 0) this.#rootClosed = true // a bare record is the whole document
  }

  // ---- comments, CDATA, instructions -------------------------------------------------------------------------------

  /** Which block starts at `<!`; `more` when the bytes do not say yet. */
  #blockAt(start: number): Buffer | 'more' | 'neither' {
    for (const [open, end] of [
      [this.#needles.comment, this.#needles.commentEnd],
      [this.#needles.cdata, this.#needles.cdataEnd],
    ] as const) {
      const there = Math.min(open.length, this.#window.end - start)
      let same = true
      for (let i = 0; i < there && same; i++) same = this.#window.byteAt(start + i) === open[i]
      if (same) return there === open.length ? end : 'more'
    }
    return 'neither'
  }

  #enterBlock(end: Buffer, state: State, units: number): boolean {
    this.#blockEnd = end
    this.#state = state
    this.#at = this.#tokenStart + units * this.#width
    return true
  }

  #block(after: 'text' | 'record', events: SplitEvent[]): boolean {
    const found = this.#find(this.#blockEnd, this.#at)
    if (found < 0) {
      this.#at = Math.max(this.#at, this.#align(this.#window.end - this.#blockEnd.length + 1))
      return this.#headTooLarge() ? this.#refuse('BHYT_HEAD_TOO_LARGE', events) : false
    }
    this.#at = found + this.#blockEnd.length
    if (this.#headTooLarge()) return this.#refuse('BHYT_HEAD_TOO_LARGE', events)
    if (after === 'text' && this.#blockEnd === this.#needles.instructionEnd && this.#outside.length === 0)
      this.#gather(this.#tokenStart, this.#at)
    this.#state = after
    return true
  }

  // ---- bytes -------------------------------------------------------------------------------------------------------

  #bytesOf(text: string): Buffer {
    if (this.#width === 1) return Buffer.from(text, 'latin1')
    const bytes = Buffer.from(text, 'utf16le')
    return this.#bigEndian ? bytes.swap16() : bytes
  }

  /** The code unit at an offset; anything beyond ASCII is 0xFFFF, since only ASCII means something here. */
  #unit(at: number): number {
    const byte = this.#window.byteAt(at)
    if (this.#width === 1) return byte
    const other = this.#window.byteAt(at + 1)
    const [high, low] = this.#bigEndian ? [byte, other] : [other, byte]
    return high === 0 ? low : 0xffff
  }

  #find(needle: Buffer, from: number): number {
    let at = this.#window.find(needle, from)
    while (this.#width === 2 && at >= 0 && at % 2 === 1) at = this.#window.find(needle, at + 1)
    return at
  }

  #align(at: number): number {
    return this.#width === 2 ? at - (at % 2) : at
  }

  #wholeEnd(): number {
    return this.#align(this.#window.end)
  }

  #nameAt(from: number, to: number): string {
    let name = ''
    for (let at = from; at < to && name.length <= 100; at += this.#width) {
      const unit = this.#unit(at)
      if (unit === GT || unit === 0x2f || isSpaceUnit(unit)) break
      name += String.fromCharCode(unit)
    }
    return name
  }

  #waitAt(start: number): false {
    this.#at = start
    return false
  }

  #gather(from: number, to: number): void {
    this.#space = false
    this.#outsideSize += to - from
    if (this.#outsideSize > this.#limits.headBytes + this.#limits.tailBytes) this.#overflow = true
    else this.#outside.push(this.#window.copy(from, to))
  }

  /** Keeps the words between tags; of white space, of which there may be a gigabyte, one space. */
  #gatherText(from: number, to: number): void {
    let at = from
    while (at < to && !this.#overflow) {
      const spaceStart = at
      if (this.#width === 1) at = this.#window.skipSpace(at, to)
      while (at < to && isSpaceUnit(this.#unit(at))) at += this.#width
      if (at > spaceStart) this.#space = true
      const wordStart = at
      while (at < to && !isSpaceUnit(this.#unit(at))) at += this.#width
      if (at === wordStart) continue
      if (this.#rootClosed) this.#trailing = true
      else this.#gatherWord(wordStart, at)
    }
  }

  #gatherWord(from: number, to: number): void {
    if (this.#space && this.#outside.length > 0) this.#outside.push(this.#bytesOf(' '))
    this.#gather(from, to)
  }

  /** No record has begun within the room a head may take. Asked only where the answer does not depend on chunking. */
  #headTooLarge(): boolean {
    return !this.#headSent && this.#at + this.#skipped > this.#limits.headBytes
  }

  /** After each chunk: drop what has been dealt with. */
  #shed(): void {
    const inRecord = this.#state === 'record' || this.#state === 'record-block'
    if (inRecord && this.#at - this.#recordStart > this.#limits.recordBytes) this.#tooLarge = true
    const declaration = this.#state === 'block' && this.#outside.length === 0
    const inToken = this.#state === 'tag' || declaration
    this.#window.forget(
      inToken ? this.#tokenStart : inRecord && !this.#tooLarge ? this.#recordStart : this.#at,
    )
  }

  #stop(events: SplitEvent[]): void {
    events.push({
      kind: 'end',
      size: this.#lastRecordEnd + this.#skipped,
      problems: [problem('BHYT_TAIL_TOO_LARGE')],
    })
    this.done = true
  }

  #refuse(code: ProblemCode, events: SplitEvent[]): false {
    events.push({ kind: 'refused', problems: [problem(code)] })
    this.done = true
    return false
  }

  finish(): SplitEvent[] {
    const events: SplitEvent[] = []
    this.done = true
    if (!this.#kind) return [{ kind: 'refused', problems: [problem('BHYT_FILE_NOT_XML')] }]
    this.#sendHead(events)
    const problems: MessageProblem[] = []
    const truncated = !this.#rootClosed
    if (this.#state !== 'text') this.#trailing ||= this.#rootClosed
    const envelope = readEnvelope(this.#outside, this.#encoding, true)
    if (truncated) problems.push(problem('BHYT_TRUNCATED'))
    else if (!envelope.wellFormed && this.#outside.length > 1)
      problems.push(problem('BHYT_ENVELOPE_MALFORMED'))
    if (this.#count === 0) problems.push(problem('BHYT_NO_RECORDS'))
    const declared = this.#declaredCount ?? envelope.declaredCount
    if (declared !== null && declared !== this.#count && !truncated)
      problems.push(problem('BHYT_COUNT_MISMATCH', { field: 'SOLUONGHOSO' }))
    if (this.#trailing) problems.push(problem('BHYT_TRAILING_CONTENT'))
    events.push({ kind: 'end', size: this.#window.end + this.#skipped, problems })
    return events
  }
}

const isSpaceUnit = (unit: number) => unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09

const startsName = (unit: number) =>
  (unit >= 0x41 && unit <= 0x5a) ||
  (unit >= 0x61 && unit <= 0x7a) ||
  unit === 0x5f ||
  unit === 0x3a ||
  unit >= 0x80

type Needles = ReturnType<typeof needlesFor>
function needlesFor(bytesOf: (text: string) => Buffer) {
  return {
    open: bytesOf(String.fromCharCode(LT)),
    comment: bytesOf('<!--'),
    commentEnd: bytesOf('-->'),
    cdata: bytesOf('<![CDATA['),
    cdataEnd: bytesOf(']]>'),
    instructionEnd: bytesOf('?>'),
  }
}

/** The next occurrence of one needle, remembered so that no byte is searched twice for it. */
class Search {
  readonly needle: Buffer
  /** Infinity: none in what has been seen. */
  at = Number.POSITIVE_INFINITY
  #searched = 0

  constructor(needle: Buffer) {
    this.needle = needle
  }

  run(find: (needle: Buffer, from: number) => number, from: number, end: number): void {
    if (this.at !== Number.POSITIVE_INFINITY && this.at >= from) return
    const start = Math.max(from, this.#searched)
    const found = start < end ? find(this.needle, start) : -1
    this.at = found < 0 ? Number.POSITIVE_INFINITY : found
    this.#searched = found < 0 ? Math.max(start, end - this.needle.length + 1) : found
  }
}
