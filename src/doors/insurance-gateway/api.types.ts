/**
 * What the screen "Kết nối cổng giám định" reads. Plain types: the browser's copy is generated from this file.
 */

export type GatewayChannel = 'check-in' | 'episode' | 'certificate' | 'driver-check' | 'card' | 'results'

export interface GatewayState {
  /** Where it listens; null: it is off. */
  readonly address: string | null
  /** The real gateway that files are forwarded to; null: none are. */
  readonly upstream: string | null
  /** Can credentials of the real gateway be kept? */
  readonly canSeal: boolean
}

export interface GatewayAccount {
  readonly accountId: string
  readonly facility: string
  readonly username: string
  readonly vendor: string | null
  readonly channels: readonly GatewayChannel[]
  readonly addresses: readonly string[]
  readonly mayReadHistory: boolean
  readonly state: 'open' | 'locked'
  /** `yyyy-mm-dd`, its last day in Vietnam. */
  readonly expiresOn: string | null
  readonly createdAt: string
  readonly passwordAt: string
  /** Until then the former password counts too. */
  readonly formerUntil: string | null
  readonly lastSignInAt: string | null
  readonly upstreamUsername: string | null
}

export interface GatewayAccounts {
  readonly state: GatewayState
  readonly items: readonly GatewayAccount[]
}

/** The password is in this answer and nowhere else. */
export interface GatewayPassword {
  readonly account: GatewayAccount
  readonly password: string
}

export interface GatewayEvent {
  readonly kind: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
  readonly facility: string | null
  readonly username: string | null
  readonly address: string | null
  /** How often within its minute. */
  readonly times: number
  readonly at: string
}

export interface GatewayEvents {
  readonly items: readonly GatewayEvent[]
  /** Ask with it for older ones; null at the end. */
  readonly before: string | null
}

export interface GatewayLane {
  readonly facility: string
  readonly waiting: number
  readonly dead: number
  readonly deliveredToday: number
  readonly oldestAt: string | null
  readonly lastCode: string | null
  readonly lastMessage: string | null
  readonly lastAt: string | null
  readonly pausedUntil: string | null
  readonly trouble: string | null
}

export interface GatewayDeadLetter {
  readonly outgoingId: string
  readonly facility: string
  readonly operation: string
  readonly receiptId: string | null
  readonly sentAt: string
  readonly deadAt: string
  readonly attempts: number
  readonly code: string | null
  readonly message: string | null
  /** Who has to do something: the facility mends the file, the department the account. */
  readonly owner: 'facility' | 'department'
}

export interface GatewayRelay {
  readonly state: GatewayState
  readonly lanes: readonly GatewayLane[]
  readonly dead: readonly GatewayDeadLetter[]
}

/** What the real gateway said to a receipt. */
export interface GatewayDelivery {
  readonly state: 'waiting' | 'delivered' | 'dead'
  readonly attempts: number
  readonly lastAt: string | null
  readonly code: string | null
  readonly message: string | null
  readonly transactionCode: string | null
  readonly receivedAt: string | null
}
