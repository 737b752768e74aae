import { hash } from 'node:crypto'
import type { MessageProblem } from '#vocabulary/bhyt'
import type { SentMessage } from '#vocabulary/messages'
import { countRealLooking } from './count-real-looking.ts'
import { type Rows, rowsOf } from './rows-of.ts'
import { sandboxFindings } from './sandbox.problems.ts'

/** One record as the intake reads it. */
export interface ReadItemRecord {
  readonly number: number
  readonly facilityCode: string | null
  readonly visitLinkId: string | null
  readonly isAccepted: boolean
  readonly message: SentMessage | null
  readonly problems: readonly MessageProblem[]
}

/** What is remembered of one record until its file is counted: the message itself is let go here. */
export interface Observation {
  readonly number: number
  readonly kind: string | null
  /** Digest of facility and key; null when the record let none be read. */
  readonly key: string | null
  readonly content: string | null
  readonly sound: boolean
  readonly rows: Rows
  readonly problems: readonly MessageProblem[]
  readonly realLooking: number
}

/** A message of another facility is refused here as it is at the door of the record. */
export function observeRecord(record: ReadItemRecord, facility: string): Observation {
  const foreign = record.facilityCode !== null && record.facilityCode !== facility
  const problems = foreign ? [...record.problems, sandboxFindings.otherFacility] : record.problems
  const message = foreign ? null : record.message
  // The intake's own word: an error of the rules is counted, and blocks where its rule says so, but refuses nothing.
  const sound = message !== null && record.isAccepted
  const rows = message ? rowsOf(message) : new Map()
  return {
    number: record.number,
    kind: message?.kind ?? null,
    key: record.visitLinkId === null ? null : hash('md5', `${record.facilityCode}|${record.visitLinkId}`),
    content: sound ? hash('md5', JSON.stringify([...rows])) : null,
    sound,
    rows,
    problems,
    realLooking: message ? countRealLooking(rows) : 0,
  }
}
