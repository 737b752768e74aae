import type { Constraint } from '#vocabulary/definitions'
import type { CheckedBinding, Slot } from './type-table.ts'

export type DiscriminatorKind = 'value' | 'pattern' | 'exists' | 'type' | 'profile'

/** One step of a discriminator's path: `coding`, `extension('url')`, `resolve()`. */
export interface PathStep {
  readonly kind: 'name' | 'extension' | 'resolve'
  readonly text: string
}

export interface Discriminator {
  readonly kind: DiscriminatorKind
  readonly steps: readonly PathStep[]
}

/** What tells the members of a slice: for each discriminator, the rule that stands at its path. */
export interface SliceTest {
  readonly discriminator: Discriminator
  /** Null: the slice says nothing there; a member has it, whatever it is. */
  readonly rule: ElementRule | null
}

export interface SliceRule {
  readonly name: string
  readonly min: number
  readonly max: number
  /** The URL of an extension slice: compared before anything else is looked at. */
  readonly url: string | null
  /** Null: the discriminators cannot be understood; nothing is held against the slice. */
  readonly tests: readonly SliceTest[] | null
  readonly rule: ElementRule
}

export interface TypeRule {
  readonly code: string
  /** Profiles of which the value must meet one; empty is any. */
  readonly profiles: readonly string[]
  /** Of references: profiles (or types) of which the target must be one; empty is any. */
  readonly targets: readonly string[]
}

/** What a profile demands of one element beyond R4 itself. */
export interface ElementRule {
  /** `identifier`, `value[x]` */
  readonly label: string
  /** The JSON properties it may stand in: one, or one for each type of a choice. */
  readonly properties: readonly Slot[]
  readonly min: number
  readonly max: number
  /** Null: as R4 has them. */
  readonly types: readonly TypeRule[] | null
  readonly fixed: unknown
  readonly pattern: unknown
  readonly maxLength: number
  readonly binding: CheckedBinding | null
  readonly constraints: readonly Constraint[]
  readonly children: readonly ElementRule[]
  readonly slices: readonly SliceRule[]
  readonly isClosed: boolean
}

export interface CompiledProfile {
  readonly url: string
  readonly title: string
  /** `Patient`, `Extension` */
  readonly type: string
  readonly root: ElementRule
}
