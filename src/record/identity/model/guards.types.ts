/** Why an outcome was lowered (design note, section 8). The words for people are in `sentences.ts`. */
export type GuardName =
  | 'citizen-number-conflict'
  | 'insurance-number-conflict'
  | 'borrowed-number'
  | 'generations-apart'
  | 'mother-and-child'
  | 'newborn'
  | 'newborn-alone'
  | 'birth-order'
  | 'given-name'
  | 'given-name-near'
  | 'name-and-birth-only'
  | 'name-and-birth-common'
  | 'name-and-birth-elsewhere'
  | 'number-alone'
  | 'mixed-person'

export interface Guarded {
  readonly guard: GuardName
  /** `none`: no link and nothing to remember; `apart`: these two are not one, nor are groups that hold them. */
  readonly outcome: 'review' | 'apart' | 'none'
}
