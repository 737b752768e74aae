import { ByteWindow } from '../bhyt-xml/byte-window.ts'
import type { SplitEvent, SplitLimits, Splitter } from '../bhyt-xml/split.types.ts'
import type { CutFault, DocumentKind } from './document-kind.ts'

/** Cuts JSON into its objects: one object, a list of them, or objects one after another (a line each, say). */
export class JsonCutter implements Splitter {
  done = false
  readonly #kind: DocumentKind
  readonly #limits: SplitLimits
  readonly #window = new ByteWindow()
  #at = 0
  #depth = 0
  #inString = false
  #escaped = false
  #recordStart = -1
  #tooLarge = false
  #count = 0
  /** Of a list around the records: not seen, open, closed. */
  #list: 'none' | 'open' | 'closed' = 'none'
  #trailing = false
  #headSent = false

  constructor(kind: DocumentKind, limits: SplitLimits) {
    this.#kind = kind
    this.#limits = limits
  }

  push(bytes: Uint8Array): SplitEvent[] {
    const events: SplitEvent[] = []
    this.#window.append(bytes)
    while (this.#at < this.#window.end && !this.done) {
      if (this.#recordStart < 0) this.#outside(events)
      else this.#inside(events)
    }
    if (this.#recordStart >= 0 && this.#at - this.#recordStart > this.#limits.recordBytes)
      this.#tooLarge = true
    this.#window.forget(this.#recordStart >= 0 && !this.#tooLarge ? this.#recordStart : this.#at)
    return events
  }

  #outside(events: SplitEvent[]): void {
    this.#at = this.#window.skipSpace(this.#at, this.#window.end)
    if (this.#at === this.#window.end) return
    const byte = this.#window.byteAt(this.#at)
    const isMark = this.#at < 3 && byte >= 0xbb
    if (byte === 0x7b && this.#list !== 'closed') this.#begin(events)
    else if (byte === 0x5b && this.#list === 'none' && this.#count === 0) this.#list = 'open'
    else if (byte === 0x5d && this.#list === 'open') this.#list = 'closed'
    else if (!isMark && !(byte === 0x2c && this.#list === 'open')) {
      if (this.#count === 0) this.#refuse('broken', events)
      this.#trailing = true
    }
    this.#at++
  }

  #begin(events: SplitEvent[]): void {
    if (!this.#headSent) {
      const nothing = { facilityCode: null, createdOn: null, declaredCount: null, problems: [] }
      events.push({ kind: 'head', format: this.#kind.format, encoding: 'utf-8', ...nothing })
      this.#headSent = true
    }
    this.#recordStart = this.#at
    this.#depth = 1
    this.#tooLarge = false
  }

  #inside(events: SplitEvent[]): void {
    const { end } = this.#window
    for (; this.#at < end; this.#at++) {
      if (this.#inString && !this.#escaped) this.#at = this.#window.skipPlain(this.#at, end)
      if (this.#at === end) return
      const byte = this.#window.byteAt(this.#at)
      if (this.#escaped) this.#escaped = false
      else if (this.#inString) {
        if (byte === 0x5c) this.#escaped = true
        else if (byte === 0x22) this.#inString = false
      } else if (byte === 0x22) this.#inString = true
      else if (byte === 0x7b || byte === 0x5b) this.#depth++
      else if ((byte === 0x7d || byte === 0x5d) && --this.#depth === 0) {
        this.#at++
        this.#end(events)
        return
      }
    }
  }

  #end(events: SplitEvent[]): void {
    const offset = this.#recordStart
    const length = this.#at - offset
    const tooLarge = this.#tooLarge || length > this.#limits.recordBytes
    events.push({
      kind: 'record',
      number: ++this.#count,
      offset,
      length,
      bytes: tooLarge ? null : this.#window.copy(offset, this.#at),
      tooLarge,
      problems: tooLarge ? [this.#kind.problem('record-too-large')] : [],
    })
    this.#recordStart = -1
  }

  #refuse(fault: CutFault, events: SplitEvent[]): void {
    events.push({ kind: 'refused', problems: [this.#kind.problem(fault)] })
    this.done = true
  }

  finish(): SplitEvent[] {
    this.done = true
    const { problem } = this.#kind
    if (!this.#headSent) {
      const fault = this.#list === 'closed' ? 'no-records' : 'broken'
      return [{ kind: 'refused', problems: [problem(fault)] }]
    }
    const problems = []
    if (this.#recordStart >= 0 || this.#list === 'open') problems.push(problem('truncated'))
    if (this.#trailing) problems.push(problem('trailing'))
    return [{ kind: 'end', size: this.#window.end, problems }]
  }
}
