import type { RelativeNamed } from '#vocabulary/demographics'
import type { DraftPerson } from './draft.types.ts'

/** What a table says of a human, whichever table it is. */
export interface PersonSays {
  readonly localId: string
  readonly name?: string
  /** SO_CCCD: citizen number, old card or passport. */
  readonly idNumber?: string
  readonly birth?: string
  readonly sex: DraftPerson['sex']
  readonly cards?: string
  readonly registeredAt?: string
  /** BHXH number standing alone. */
  readonly insuranceNumber?: string
  readonly address?: string
  readonly province?: string
  readonly district?: string
  readonly ward?: string
  readonly phone?: string
  readonly ethnicGroup?: string
  readonly nationality?: string
  readonly occupation?: string
  /** Day of the visit: codes of places are read by the list in force then. */
  readonly on: string | null
  readonly deceased?: boolean
  readonly deceasedAt?: string | null
  readonly family?: FamilySays
}

/** What the papers of a child say of its parents; on the mother's own papers they are of another. */
export interface FamilySays {
  readonly mother: RelativeNamed | null
  readonly father: RelativeNamed | null
  /** The child's own (giấy chứng sinh). */
  readonly birthCertificate: string | null
}
