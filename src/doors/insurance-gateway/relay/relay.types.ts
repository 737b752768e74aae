import type { Operation } from '../protocol/endpoints.ts'
import type { ReceivedFile } from '../protocol/file-sink.ts'

export interface ToForward {
  readonly facility: string
  readonly accountId: string
  readonly operation: Operation
  readonly path: string
  readonly kind: string
  readonly fields: Readonly<Record<string, string>>
  readonly file: ReceivedFile
  readonly receiptId: string | null
}

/** The way to the real gateway. */
export interface Relay {
  /** Written down before the sender is answered; the same file of the same kind is on its way once. */
  enqueue(item: ToForward): Promise<void>
  /** A question asked while somebody waits; null when there is no credential or no answer in time. */
  ask(question: Question): Promise<Readonly<Record<string, unknown>> | null>
}

export interface Question {
  readonly facility: string
  readonly accountId: string
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
}
