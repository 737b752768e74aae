import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import type { MessageProblem } from '#vocabulary/bhyt'
import type { SignerAuthorities } from '#vocabulary/xmldsig'
import type { IntakeAnnounce } from './announce-accepted.ts'
import type { Channel, Lane } from './format.types.ts'
import type { IntakeLimits } from './intake.config.ts'
import type { ArrivalToWrite } from './receipt.queries.ts'

/** What keeping needs; `openKeep` makes it. */
export interface KeepDeps extends KeepParts {
  /** Writes an arrival that was read, together with others that wait; false: its bytes have a receipt already. */
  readonly commit: (arrival: ReadArrival) => Promise<boolean>
}

export interface KeepParts {
  readonly db: Database
  readonly clock: Clock
  readonly announce: IntakeAnnounce
  readonly limits: IntakeLimits
  /** Where large bodies wait while they arrive. */
  readonly tempDir: string
  /** Who may issue signers' certificates; absent: not judged. */
  readonly authorities?: SignerAuthorities | null
}

/** By which door a file came and how urgent it is. */
export interface Arriving {
  /** `http` when absent. */
  readonly channel?: Channel
  /** `live` when absent; single records of a live file may still be found to be emergencies. */
  readonly lane?: Lane
}

export interface FileToKeep extends Arriving {
  readonly source: AsyncIterable<Uint8Array>
  readonly fileName: string | null
  /** The facility the sender says it is; files of another one are turned away. */
  readonly claimedFacility: string | null
  /** Told after every few hundred records, so that people see large files move. */
  readonly onProgress?: (progress: {
    readonly bytes: number
    readonly size: number
    readonly records: number
  }) => void
}

/** Bytes under their receipt's name. */
export interface Kept {
  readonly shard: number
  readonly receiptId: string
  readonly sha256: Buffer
  readonly size: number
  readonly at: Date
}

/** A small file or message as it came, whole in memory. */
export interface SmallArrival extends Arriving {
  readonly bytes: Buffer
  readonly fileName: string | null
  /** The facility the door knows the sender to be. */
  readonly claimedFacility: string | null
}

/** Read, and ready to be written: a receipt of one part and one piece of bytes. */
export interface ReadArrival extends ArrivalToWrite {
  readonly answer: ReceiptAnswer
}

export interface ReceiptAnswer {
  readonly receiptId: string
  /** When the same bytes were received before (this is that first receipt), else null. */
  readonly alreadyReceivedAt: string | null
  readonly files: readonly {
    readonly facility: string | null
    readonly visitLinkId: string | null
    readonly status: 'accepted' | 'set-aside'
    readonly problems: readonly MessageProblem[]
  }[]
  readonly problems: readonly MessageProblem[]
}

export interface Refusal {
  readonly problems: readonly MessageProblem[]
  readonly size: number | null
}
