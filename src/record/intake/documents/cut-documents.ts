import type { SplitEvent, SplitLimits, Splitter } from '../bhyt-xml/split.types.ts'
import { JsonCutter } from './cut-json.ts'
import { XmlCutter } from './cut-xml.ts'
import type { DocumentKind } from './document-kind.ts'

/** Cuts a file of JSON objects or of XML elements, whichever its first letter says. */
export class DocumentCutter implements Splitter {
  readonly #kind: DocumentKind
  readonly #limits: SplitLimits
  /** Bytes held until the first letter is seen: a byte order mark and white space. */
  #start: Uint8Array = new Uint8Array(0)
  #cutter: JsonCutter | XmlCutter | null = null
  #refused = false

  constructor(kind: DocumentKind, limits: SplitLimits) {
    this.#kind = kind
    this.#limits = limits
  }

  get done(): boolean {
    return this.#refused || (this.#cutter?.done ?? false)
  }

  push(bytes: Uint8Array): SplitEvent[] {
    if (this.#cutter) return this.#cutter.push(bytes)
    const start = this.#start.length === 0 ? bytes : Buffer.concat([this.#start, bytes])
    const first = firstLetter(start)
    // UTF-16 is told by two bytes, however they come.
    if ((first === null || start.length < 2) && start.length <= this.#limits.headBytes) {
      this.#start = Buffer.from(start)
      return []
    }
    return this.#open(start, first)
  }

  finish(): SplitEvent[] {
    if (this.done) return []
    if (this.#cutter) return this.#cutter.finish()
    return this.#refuse()
  }

  #open(start: Uint8Array, first: number | null): SplitEvent[] {
    if (first === 0x3c) this.#cutter = new XmlCutter(this.#kind, this.#limits)
    else if (first === 0x7b || first === 0x5b) this.#cutter = new JsonCutter(this.#kind, this.#limits)
    else return this.#refuse(isUtf16(start) ? 'encoding' : 'broken')
    this.#start = new Uint8Array(0)
    return this.#cutter.push(start)
  }

  #refuse(fault: 'encoding' | 'broken' = 'broken'): SplitEvent[] {
    this.#refused = true
    return [{ kind: 'refused', problems: [this.#kind.problem(fault)] }]
  }
}

/** The first byte that is neither a byte order mark nor white space. */
function firstLetter(bytes: Uint8Array): number | null {
  for (const [at, byte] of bytes.entries()) {
    if (at < 3 && (byte === 0xef || byte === 0xbb || byte === 0xbf)) continue
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte
  }
  return null
}

const isUtf16 = ([a, b]: Uint8Array): boolean =>
  (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || a === 0
