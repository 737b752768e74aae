import { problem } from './problem-sentences.ts'
import type { SplitEvent, SplitLimits, Splitter } from './split.types.ts'
import { JsonSplitter } from './split-json.ts'
import { leadingSpace, startOf } from './split-start.ts'
import { XmlSplitter } from './split-xml.ts'

/**
 * Cuts files of the BHYT family at byte level and in memory that does not grow with the file. Waits for the first bytes
 * that say XML or JSON and leaves the rest to the splitter of that kind.
 */
export class FamilySplitter implements Splitter {
  readonly #limits: SplitLimits
  #chosen: Splitter | null = null
  #start: Uint8Array = new Uint8Array(0)
  /** Leading white space is dropped but counted, up to the room a head may take. */
  #skipped = 0
  #refused = false

  constructor(limits: SplitLimits) {
    this.#limits = limits
  }

  get done(): boolean {
    return this.#refused || (this.#chosen?.done ?? false)
  }

  push(bytes: Uint8Array): SplitEvent[] {
    if (this.#chosen) return this.#chosen.push(bytes)
    this.#start = this.#start.length === 0 ? bytes : concat(this.#start, bytes)
    return this.#choose(false)
  }

  finish(): SplitEvent[] {
    const events = this.#chosen ? [] : this.#choose(true)
    return this.#chosen && !this.done ? [...events, ...this.#chosen.finish()] : events
  }

  #choose(complete: boolean): SplitEvent[] {
    const found = startOf(this.#start, complete)
    if (this.#skipped + leadingSpace(this.#start) > this.#limits.headBytes)
      return this.#refuse('BHYT_HEAD_TOO_LARGE')
    if (found === 'space') {
      this.#skipped += this.#start.length
      this.#start = new Uint8Array(0)
    }
    if (found === 'neither') return this.#refuse('BHYT_FILE_NOT_XML')
    if (found === 'more' || found === 'space') return complete ? this.#refuse('BHYT_FILE_EMPTY') : []
    this.#chosen =
      found.kind === 'json'
        ? new JsonSplitter(this.#limits, this.#skipped)
        : new XmlSplitter(this.#limits, found, this.#skipped)
    return this.#chosen.push(this.#start)
  }

  #refuse(code: 'BHYT_FILE_EMPTY' | 'BHYT_FILE_NOT_XML' | 'BHYT_HEAD_TOO_LARGE'): SplitEvent[] {
    this.#refused = true
    return [{ kind: 'refused', problems: [problem(code)] }]
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
