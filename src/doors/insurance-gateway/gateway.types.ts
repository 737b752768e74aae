import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import type { Logger } from '#foundation/log'
import type { Result } from '#foundation/result'
import type { FileToKeep, ReceiptAnswer, Refusal } from '#record/intake'
import type { LookUpCard } from './cards/card.types.ts'
import type { Channel } from './channels.ts'
import type { Relay } from './relay/relay.types.ts'

export interface GatewayRules {
  /** Bytes of one file, decoded. */
  readonly fileBytes: number
  /** Bodies read at the same time. */
  readonly uploads: number
  readonly tokenMinutes: number
  /** What happens when one token comes from two addresses. */
  readonly twoAddresses: 'refuse' | 'record' | 'allow'
}

export interface GatewayDeps {
  readonly db: Database
  readonly clock: Clock
  readonly log: Logger
  readonly rules: GatewayRules
  /** Where large files wait while they arrive. */
  readonly tempDir: string
  /** The intake's `keepFile`, with its own deps. */
  readonly keep: (file: FileToKeep) => Promise<Result<ReceiptAnswer, Refusal>>
  readonly lookUpCard: LookUpCard
  /** Null: nothing is forwarded. */
  readonly relay: Relay | null
}

/** An account as the door knows it once somebody has proved to hold it. */
export interface Account {
  readonly accountId: string
  readonly facility: string
  readonly username: string
  readonly vendor: string | null
  readonly channels: readonly Channel[]
  readonly addresses: readonly string[]
  readonly mayReadHistory: boolean
  readonly state: 'open' | 'locked'
  readonly expiresAt: Date | null
}
