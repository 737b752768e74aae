import { Buffer } from 'node:buffer'
import { ByteWindow } from '../bhyt-xml/byte-window.ts'
import type { SplitEvent, SplitLimits, Splitter } from '../bhyt-xml/split.types.ts'
import type { CutFault, DocumentKind } from './document-kind.ts'

const open = Buffer.from('<')
const endOf = { comment: Buffer.from('-->'), cdata: Buffer.from(']]>'), pi: Buffer.from('?>') } as const
type Block = keyof typeof endOf

/** `<![CDATA[` is the longest beginning that has to be told apart. */
const longestStart = 9

/**
 * Cuts the elements of some names out of an XML file at byte level (UTF-8): tags, comments, CDATA and nothing else is
 * understood, so that a record broken inside cannot take its neighbours down. DOCTYPE refuses the file.
 */
export class XmlCutter implements Splitter {
  done = false
  readonly #kind: DocumentKind
  readonly #limits: SplitLimits
  readonly #window = new ByteWindow()
  #at = 0
  #block: Block | null = null
  /** Where the search inside an open tag or block goes on. */
  #from = 0
  #inTag = false
  #quote = 0
  #recordStart = -1
  #recordName = ''
  /** Elements of the record's own name open inside it. */
  #nested = 0
  #tooLarge = false
  #count = 0
  #headSent = false
  /** Around the records, when something is: a file cut between two of them ends without it. */
  #rootName: string | null = null
  #isRootOpen = false

  constructor(kind: DocumentKind, limits: SplitLimits) {
    this.#kind = kind
    this.#limits = limits
  }

  push(bytes: Uint8Array): SplitEvent[] {
    const events: SplitEvent[] = []
    this.#window.append(bytes)
    while (!this.done && this.#step(events, false));
    this.#shed(events)
    return events
  }

  finish(): SplitEvent[] {
    const events: SplitEvent[] = []
    while (!this.done && this.#step(events, true));
    if (this.done) return events
    this.done = true
    const { problem } = this.#kind
    if (this.#recordStart < 0 && this.#count === 0)
      return [{ kind: 'refused', problems: [problem('no-records')] }]
    this.#sendHead(events)
    const isCut = this.#recordStart >= 0 || this.#isRootOpen
    const problems = isCut ? [problem('truncated')] : []
    events.push({ kind: 'end', size: this.#window.end, problems })
    return events
  }

  /** One tag or block further; false when more bytes are needed. */
  #step(events: SplitEvent[], isLast: boolean): boolean {
    if (this.#block) return this.#skipBlock(this.#block)
    if (!this.#inTag) {
      const at = this.#window.find(open, this.#at)
      this.#at = at < 0 ? this.#window.end : at
      if (at < 0 || (this.#window.end - at < longestStart && !isLast)) return false
      if (!this.#begin(at, events)) return !this.done
    }
    return this.#endTag(events)
  }

  /** What begins at `<`: a block to pass over, or a tag (true). */
  #begin(at: number, events: SplitEvent[]): boolean {
    const start = this.#window.copy(at, Math.min(at + longestStart, this.#window.end)).toString('latin1')
    if (start.startsWith('<!--')) this.#block = 'comment'
    else if (start === '<![CDATA[') this.#block = 'cdata'
    else if (start.startsWith('<?')) this.#block = 'pi'
    else if (start.startsWith('<!')) this.#refuse('doctype', events)
    else {
      this.#inTag = true
      this.#quote = 0
      this.#from = at + 1
      return true
    }
    this.#from = at + 2
    return false
  }

  #skipBlock(block: Block): boolean {
    const end = this.#window.find(endOf[block], this.#from)
    if (end < 0) {
      this.#from = Math.max(this.#from, this.#window.end - 2)
      return false
    }
    this.#at = end + endOf[block].length
    this.#block = null
    return true
  }

  #endTag(events: SplitEvent[]): boolean {
    const { end } = this.#window
    for (let at = this.#from; at < end; at++) {
      const byte = this.#window.byteAt(at)
      if (this.#quote !== 0) {
        if (byte === this.#quote) this.#quote = 0
      } else if (byte === 0x22 || byte === 0x27) this.#quote = byte
      else if (byte === 0x3e) {
        const start = this.#at
        this.#at = at + 1
        this.#inTag = false
        this.#tag(start, at, events)
        return true
      }
    }
    this.#from = end
    return false
  }

  /** A whole tag, from `<` to the `>` at `end`. */
  #tag(start: number, end: number, events: SplitEvent[]): void {
    const text = this.#window.copy(start + 1, Math.min(end, start + 200)).toString('latin1')
    const isClosing = text.startsWith('/')
    const name = /^\/?(?:[^\s/>:]+:)?([^\s/>]+)/.exec(text)?.[1]?.toLowerCase() ?? ''
    const isEmpty = this.#window.byteAt(end - 1) === 0x2f
    if (this.#recordStart < 0) {
      if (isClosing && name === this.#rootName) this.#isRootOpen = false
      if (isClosing) return
      if (!this.#kind.elements.has(name)) {
        if (this.#rootName === null && this.#count === 0 && !isEmpty) {
          this.#rootName = name
          this.#isRootOpen = true
        }
        return
      }
      this.#sendHead(events)
      this.#recordStart = start
      this.#recordName = name
      this.#nested = 0
      this.#tooLarge = false
      if (isEmpty) this.#end(events)
    } else if (name === this.#recordName && !isEmpty) {
      if (!isClosing) this.#nested++
      else if (--this.#nested < 0) this.#end(events)
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

  #sendHead(events: SplitEvent[]): void {
    if (this.#headSent) return
    const nothing = { facilityCode: null, createdOn: null, declaredCount: null, problems: [] }
    events.push({ kind: 'head', format: this.#kind.format, encoding: 'utf-8', ...nothing })
    this.#headSent = true
  }

  #shed(events: SplitEvent[]): void {
    if (this.done) return
    const held = this.#recordStart >= 0 ? this.#recordStart : this.#at
    if (this.#recordStart >= 0 && this.#window.end - held > this.#limits.recordBytes) this.#tooLarge = true
    // A block is passed over without being held; a tag must stay until its end is seen.
    if (this.#block && (this.#recordStart < 0 || this.#tooLarge)) this.#at = this.#from
    if (this.#inTag && this.#window.end - this.#at > this.#limits.tagBytes)
      this.#refuse(this.#headSent ? 'broken' : 'head-too-large', events)
    else if (!this.#headSent && this.#window.end > this.#limits.headBytes)
      this.#refuse('head-too-large', events)
    this.#window.forget(this.#recordStart >= 0 && !this.#tooLarge ? this.#recordStart : this.#at)
  }

  #refuse(fault: CutFault, events: SplitEvent[]): void {
    events.push({ kind: 'refused', problems: [this.#kind.problem(fault)] })
    this.done = true
  }
}
