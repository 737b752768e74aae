import type { MessageProblem } from '#vocabulary/bhyt'
import { slice } from './byte-window.ts'
import type { Encoding } from './encoding.ts'
import { problem } from './problem-sentences.ts'
import type { FileFormat } from './read-record.ts'
import { JsonSplitter } from './split-json.ts'
import { leadingSpace, startOf } from './split-start.ts'
import { XmlSplitter } from './split-xml.ts'

export interface SplitLimits {
  /** Bytes before the first record. */
  readonly headBytes: number
  /** Bytes of one record; a larger one is set aside alone. */
  readonly recordBytes: number
  /** Bytes outside records after the first one (signature, rubbish), white space not counted. */
  readonly tailBytes: number
  /** Bytes of one tag outside records, attributes included. */
  readonly tagBytes: number
  /** Open elements outside records. */
  readonly depth: number
}

export const defaultLimits: SplitLimits = {
  headBytes: 256 * 1024,
  recordBytes: 32 * 1024 * 1024,
  tailBytes: 256 * 1024,
  tagBytes: 64 * 1024,
  depth: 64,
}

export type SplitEvent =
  | {
      readonly kind: 'head'
      readonly format: FileFormat
      readonly encoding: Encoding
      readonly facilityCode: string | null
      /** `yyyy-MM-dd`. */
      readonly createdOn: string | null
      readonly declaredCount: number | null
      readonly problems: readonly MessageProblem[]
    }
  | {
      readonly kind: 'record'
      /** 1-based. */
      readonly number: number
      /** Byte position in the file as received. */
      readonly offset: number
      readonly length: number
      /** Null when `tooLarge`. */
      readonly bytes: Uint8Array | null
      readonly tooLarge: boolean
      readonly problems: readonly MessageProblem[]
    }
  /** `size`: bytes read. A file cut short ends here too, with its whole records delivered and `BHYT_TRUNCATED`. */
  | { readonly kind: 'end'; readonly size: number; readonly problems: readonly MessageProblem[] }
  /** Nothing of the file is to be kept. Nearly always the first event; a DOCTYPE after records also ends here. */
  | { readonly kind: 'refused'; readonly problems: readonly MessageProblem[] }

/** What reads the rest of a file once its first bytes have said what it is. */
export interface Splitter {
  /** True after `end` or `refused`: the rest of the stream is of no interest. */
  readonly done: boolean
  push(bytes: Uint8Array): SplitEvent[]
  finish(): SplitEvent[]
}

/**
 * Cuts a file into records while it streams by, at byte level and in memory that does not grow with the file: what is held
 * is one record, one head and one tail. Any chunking of the same bytes gives the same events.
 */
export async function* splitFile(
  source: AsyncIterable<Uint8Array>,
  options: { readonly limits?: Partial<SplitLimits>; readonly fileName?: string } = {},
): AsyncGenerator<SplitEvent> {
  const limits = { ...defaultLimits, ...options.limits }
  let splitter: Splitter | null = null
  let start: Uint8Array = new Uint8Array(0)
  /** Leading white space is dropped but counted, up to the room a head may take. */
  let skipped = 0
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += slice) {
      let piece = chunk.subarray(at, at + slice)
      if (!splitter) {
        start = start.length === 0 ? piece : concat(start, piece)
        const found = startOf(start, false)
        if (skipped + leadingSpace(start) > limits.headBytes) return yield refused('BHYT_HEAD_TOO_LARGE')
        if (found === 'space') {
          skipped += start.length
          start = new Uint8Array(0)
        }
        if (found === 'more' || found === 'space') continue
        if (found === 'neither') return yield refused('BHYT_FILE_NOT_XML')
        splitter =
          found.kind === 'json' ? new JsonSplitter(limits, skipped) : new XmlSplitter(limits, found, skipped)
        piece = start
      }
      yield* splitter.push(piece)
      if (splitter.done) return
    }
  }
  if (!splitter) {
    const found = startOf(start, true)
    if (found === 'more' || found === 'space') return yield refused('BHYT_FILE_EMPTY')
    if (found === 'neither') return yield refused('BHYT_FILE_NOT_XML')
    splitter =
      found.kind === 'json' ? new JsonSplitter(limits, skipped) : new XmlSplitter(limits, found, skipped)
    yield* splitter.push(start)
  }
  if (!splitter.done) yield* splitter.finish()
}

function refused(code: 'BHYT_FILE_EMPTY' | 'BHYT_FILE_NOT_XML' | 'BHYT_HEAD_TOO_LARGE'): SplitEvent {
  return { kind: 'refused', problems: [problem(code)] }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
