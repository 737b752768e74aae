import type { MessageProblem } from '#vocabulary/bhyt'

/** Where in what was sent: the n-th file of the sandbox, its n-th record; never a value. */
export interface Place {
  readonly file: number
  readonly record: number
  readonly table?: string
  readonly row?: number
  readonly field?: string
}

/** What a problem did in this sandbox. */
export interface Finding {
  readonly code: string
  readonly severity: MessageProblem['severity']
  readonly table: string | null
  readonly field: string | null
  readonly message: string
  /** Records it was found in. */
  records: number
  readonly first: Place
}

/** The last message of one key: it alone decides whether the vendor got it right in the end. */
export interface KeyState {
  /** Digest of what it said; null when it was refused. */
  content: string | null
  sound: boolean
  /** Findings that stop a go-live, in this last message. */
  blocking: string[]
  /** With any finding of the rules. */
  ruled: boolean
}

/**
 * All that is kept of a sandbox's messages: counts and places, one row of the database. No message, no value, no key of a
 * patient (keys are digests).
 */
export interface Evidence {
  files: number
  records: number
  accepted: number
  /** By plan. */
  kinds: Record<string, number>
  tables: Record<string, { rows: number; fields: Record<string, number> }>
  findings: Record<string, Finding>
  /** `<plan>/<situation>`. */
  situations: Record<string, { records: number; first: Place }>
  keys: Record<string, KeyState>
  /** Citizen numbers that do not look invented (see real-looking.ts). */
  realLooking: number
}

export const noEvidence = (): Evidence => ({
  files: 0,
  records: 0,
  accepted: 0,
  kinds: {},
  tables: {},
  findings: {},
  situations: {},
  keys: {},
  realLooking: 0,
})
