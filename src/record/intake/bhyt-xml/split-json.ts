import { ByteWindow } from './byte-window.ts'
import { type ProblemCode, problem } from './problem-sentences.ts'
import type { SplitEvent, SplitLimits, Splitter } from './split.types.ts'

/** Cuts a JSON file into its objects: one object, or a list of them. Knows strings and braces, nothing else. */
export class JsonSplitter implements Splitter {
  done = false
  readonly #limits: SplitLimits
  readonly #window = new ByteWindow()
  readonly #skipped: number
  #at = 0
  #depth = 0
  #inString = false
  #escaped = false
  #recordStart = -1
  #tooLarge = false
  #count = 0
  #inList = false
  #closed = false
  #trailing = false
  #headSent = false

  constructor(limits: SplitLimits, skipped: number) {
    this.#limits = limits
    this.#skipped = skipped
  }

  push(bytes: Uint8Array): SplitEvent[] {
    const events: SplitEvent[] = []
    this.#window.append(bytes)
    while (this.#at < this.#window.end && !this.done) {
      if (this.#recordStart < 0) this.#outside(events)
      else this.#inside(events)
    }
    this.#shed()
    return events
  }

  #outside(events: SplitEvent[]): void {
    this.#at = this.#window.skipSpace(this.#at, this.#window.end)
    if (this.#at === this.#window.end) return
    const byte = this.#window.byteAt(this.#at)
    const first = this.#at < 3 && byte >= 0xbb // the byte order mark
    if (byte === 0x7b) this.#begin(events)
    else if (byte === 0x5b && !this.#inList && this.#count === 0) this.#inList = true
    else if (byte === 0x5d && this.#inList) this.#closed = true
    else if (!first && !(byte === 0x2c && this.#inList)) {
      if (this.#count === 0) this.#refuse('BHYT_JSON_BROKEN', events)
      this.#trailing = true
    }
    this.#at++
  }

  #begin(events: SplitEvent[]): void {
    if (!this.#headSent) {
      const nothing = { facilityCode: null, createdOn: null, declaredCount: null, problems: [] }
      events.push({ kind: 'head', format: 'driver-check', encoding: 'utf-8', ...nothing })
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
    const bytes = tooLarge ? null : this.#window.copy(offset, this.#at)
    this.#count++
    events.push({
      kind: 'record',
      number: this.#count,
      offset: offset + this.#skipped,
      length,
      bytes,
      tooLarge,
      problems: tooLarge ? [problem('BHYT_RECORD_TOO_LARGE')] : [],
    })
    this.#recordStart = -1
    if (!this.#inList) this.#closed = true
  }

  #shed(): void {
    if (this.#recordStart >= 0 && this.#at - this.#recordStart > this.#limits.recordBytes)
      this.#tooLarge = true
    this.#window.forget(this.#recordStart >= 0 && !this.#tooLarge ? this.#recordStart : this.#at)
  }

  #refuse(code: ProblemCode, events: SplitEvent[]): void {
    events.push({ kind: 'refused', problems: [problem(code)] })
    this.done = true
  }

  finish(): SplitEvent[] {
    this.done = true
    if (!this.#headSent) return [{ kind: 'refused', problems: [problem('BHYT_JSON_BROKEN')] }]
    const problems = []
    if (!this.#closed) problems.push(problem('BHYT_TRUNCATED'))
    if (this.#trailing) problems.push(problem('BHYT_TRAILING_CONTENT'))
    if (this.#count === 0) problems.push(problem('BHYT_NO_RECORDS'))
    return [{ kind: 'end', size: this.#window.end + this.#skipped, problems }]
  }
}
