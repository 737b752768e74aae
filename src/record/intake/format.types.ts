import type { MessageProblem, Norm } from '#vocabulary/bhyt'
import type { SentMessage } from '#vocabulary/messages'
import type { Encoding } from './bhyt-xml/encoding.ts'
import type { LocatedTable } from './bhyt-xml/located.types.ts'
import type { SplitLimits, Splitter } from './bhyt-xml/split.types.ts'
import type { FileFormat } from './file-format.ts'

export type { FileFormat }

/** What the file's head said about the record being read. */
export interface RecordContext {
  readonly format: FileFormat
  readonly encoding: Encoding
  /** The facility of the file's head (envelope, credential, folder); null when it has none. */
  readonly facilityCode: string | null
  /** 1-based position in the file. */
  readonly number: number
  /** What the splitter asked to be kept with the file (`head.keep`): a CSV's header line, say. */
  readonly kept?: string | null
}

export interface ReadRecord<M extends SentMessage = SentMessage> {
  /** Null when any problem is an error: the record is set aside whole. */
  readonly message: M | null
  /** The key and facility as far as they could be read, also of a record set aside. */
  readonly visitLinkId: string | null
  readonly facilityCode: string | null
  readonly norm: Norm | null
  readonly problems: MessageProblem[]
}

/** One format: tells its own by the first bytes, cuts a file into records, reads a record. Pure and synchronous. */
export interface Format {
  readonly formats: readonly FileFormat[]
  /** Asked with up to 4 kB of the file's beginning (byte order mark and white space still there), or all of a shorter one. */
  recognises(start: Uint8Array, fileName: string | null): boolean
  splitter(limits: SplitLimits): Splitter
  /** Never throws on what a sender can write. */
  readRecord(bytes: Uint8Array, context: RecordContext): ReadRecord
  /** The record as readable text with the place of every row and field, for the page "Nguồn". */
  locate(bytes: Uint8Array, context: RecordContext): LocatedTable[]
}

/** Emergency messages pass everything; back-loads wait for everything (see README, lanes). */
export type Lane = (typeof lanes)[number]

export const lanes = ['emergency', 'live', 'back-load'] as const

/** By which door a file came: retention is set for each. */
export type Channel = (typeof channels)[number]

export const channels = [
  'http',
  'insurance-gateway',
  'mllp',
  'fhir',
  'csv',
  'drop-folder',
  'command-line',
] as const
