import type { Difference } from './snapshot.ts'

/** A profile as a person writes it: what differs from R4. */
export interface ProfileSource {
  /** `vn-patient`: the last part of the URL. */
  readonly id: string
  readonly type: string
  readonly title: string
  readonly description: string
  /** Of extensions: where they may stand. */
  readonly context?: readonly string[]
  readonly differences: readonly Difference[]
}
