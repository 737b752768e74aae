import type { MessageProblem } from '#vocabulary/bhyt'
import type { FileFormat } from '../file-format.ts'
import type { Encoding } from './encoding.ts'

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
  recordBytes: 8 * 1024 * 1024,
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
      /** Kept with the file and handed to every reading of its records. */
      readonly keep?: string
      /** Called with what is kept once it is complete: a CSV's lines are put together as its column mapping says. */
      readonly tell?: (kept: string) => void
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
  /** Read one by one: a list shorter than its sample says its head here, and waits to be told before its first record. */
  finish(): Iterable<SplitEvent>
}
