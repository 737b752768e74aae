/** One malformed file: what is wrong with it, what the intake must say, and whose neighbours must not suffer. */
export interface Malformed {
  /** `hl7-v2/pid-missing`: stable, so that a failure can be looked up and run again alone. */
  readonly id: string
  readonly file: Uint8Array
  readonly fileName?: string
  /** Whom the door knows the sender to be; 99901 when absent. */
  readonly facility?: string | null
  /** Codes that must all be said, of the file or of a record. */
  readonly says: readonly string[]
  /** Records that must be accepted all the same: neighbours of the bad one, or the bad one itself when it can be read. */
  readonly keeps: number
}

export const text = (content: string): Uint8Array => Buffer.from(content)
