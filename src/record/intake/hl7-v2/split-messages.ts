import { Buffer } from 'node:buffer'
import { ByteWindow } from '../bhyt-xml/byte-window.ts'
import type { SplitEvent, SplitLimits, Splitter } from '../bhyt-xml/split.types.ts'
import { hl7Problem } from './problem-sentences.ts'

const header = Buffer.from('MSH')
/** A byte order mark of sixteen-bit letters, or `MS` in them. */
const wideStarts = ['fffe', 'feff', '4d005300', '004d0053']

/** CR, LF, and the MLLP letters that remain in files taken from a wire: VT before and FS after a message. */
const isEnd = (byte: number) => byte === 0x0d || byte === 0x0a || byte === 0x0b || byte === 0x1c
const isLetter = (byte: number) =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)

/**
 * Cuts a file into messages: each begins with `MSH` at the beginning of a line and ends where the next begins. Batch
 * headers and trailers (FHS, BHS, BTS, FTS; v2.5.1, 2.10.3) stand outside. A file in sixteen-bit letters is one message.
 */
export class MessageSplitter implements Splitter {
  done = false
  readonly #limits: SplitLimits
  readonly #window = new ByteWindow()
  /** Where the search for the next header goes on. */
  #at = 0
  #recordStart = -1
  #tooLarge = false
  #count = 0
  #headSent = false
  #wide = false

  constructor(limits: SplitLimits) {
    this.#limits = limits
  }

  push(bytes: Uint8Array): SplitEvent[] {
    if (this.done) return []
    this.#window.append(bytes)
    const events: SplitEvent[] = []
    this.#look(events, false)
    return events
  }

  finish(): SplitEvent[] {
    if (this.done) return []
    const events: SplitEvent[] = []
    this.#look(events, true)
    if (this.done) return events
    this.done = true
    if (this.#recordStart < 0)
      return [...events, { kind: 'refused', problems: [hl7Problem('HL7_NO_MESSAGE')] }]
    this.#close(this.#window.end, events)
    return [...events, { kind: 'end', size: this.#window.end, problems: [] }]
  }

  #look(events: SplitEvent[], isAll: boolean): void {
    const window = this.#window
    if (this.#at === 0 && !this.#wide && window.end >= 4) this.#lookForWide(events)
    while (!this.#wide) {
      const found = window.find(header, this.#at)
      // One byte behind the three tells a header from a word; wait for it.
      if (found < 0 || (found + 3 >= window.end && !isAll)) {
        this.#at = found < 0 ? Math.max(this.#at, window.end - 2, 0) : found
        break
      }
      this.#at = found + 3
      const isHeader =
        this.#isLineStart(found) && found + 3 < window.end && !isLetter(window.byteAt(found + 3))
      if (isHeader) this.#begin(found, events)
    }
    this.#shed(events)
  }

  #isLineStart(at: number): boolean {
    if (at === 0) return true
    const before = this.#window.byteAt(at - 1)
    return (
      isEnd(before) || (this.#count === 0 && this.#recordStart < 0 && (before === 0xbf || before === 0x20))
    )
  }

  #lookForWide(events: SplitEvent[]): void {
    const start = this.#window.copy(0, 4).toString('hex')
    this.#wide = wideStarts.some((each) => start.startsWith(each))
    if (this.#wide) this.#begin(0, events)
  }

  #begin(at: number, events: SplitEvent[]): void {
    if (this.#recordStart >= 0) this.#close(at, events)
    if (!this.#headSent) {
      const nothing = { facilityCode: null, createdOn: null, declaredCount: null, problems: [] }
      events.push({ kind: 'head', format: 'hl7-v2', encoding: this.#wide ? 'utf-16le' : 'utf-8', ...nothing })
      this.#headSent = true
    }
    this.#recordStart = at
    this.#tooLarge = false
  }

  #close(end: number, events: SplitEvent[]): void {
    const offset = this.#recordStart
    const sent = this.#tooLarge ? null : this.#window.copy(offset, end)
    const within = sent && (this.#wide ? sent.length : lengthOf(sent))
    const tooLarge = within === null || within > this.#limits.recordBytes
    // One size for one message however the file came in pieces: a large one is measured to the next header.
    const length = tooLarge ? end - offset : within
    this.#count++
    events.push({
      kind: 'record',
      number: this.#count,
      offset,
      length,
      bytes: tooLarge ? null : sent!.subarray(0, length),
      tooLarge,
      problems: tooLarge ? [hl7Problem('HL7_RECORD_TOO_LARGE')] : [],
    })
    this.#recordStart = -1
  }

  /** Forgets what is done with; a message beyond the limit is only measured from here on. */
  #shed(events: SplitEvent[]): void {
    const window = this.#window
    if (this.#recordStart >= 0) {
      if (window.end - this.#recordStart > this.#limits.recordBytes * 2) this.#tooLarge = true
      if (this.#tooLarge) window.forget(Math.max(this.#recordStart, this.#at - 1))
      else window.forget(Math.max(this.#recordStart - 1, 0))
      return
    }
    if (this.#at > this.#limits.headBytes && !this.done) {
      events.push({ kind: 'refused', problems: [hl7Problem('HL7_HEAD_TOO_LARGE')] })
      this.done = true
    }
  }
}

const batchSegment = /^(BTS|FTS|FHS|BHS)[^A-Za-z0-9]/

/** Without the line ends and batch segments behind a message. */
function lengthOf(sent: Buffer): number {
  let end = sent.length
  for (;;) {
    while (end > 0 && (isEnd(sent[end - 1]!) || sent[end - 1] === 0x20)) end--
    let line = end
    while (line > 0 && !isEnd(sent[line - 1]!)) line--
    if (line === 0 || !batchSegment.test(sent.toString('latin1', line, line + 4))) return end
    end = line
  }
}
