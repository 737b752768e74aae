import type { StandingDecision } from './settle.types.ts'

/** Why a record is with its person: a rule put it there, or somebody did. */
export interface Link {
  readonly person: string
  readonly at: number
  readonly by: 'computed' | 'decided'
}

/**
 * One answer of a person about two records. What was said in one breath (a merge of two groups) is one statement: pairs
 * within its left side, within its right side, and one across.
 */
export interface Decision extends StandingDecision {
  readonly by: string
  readonly at: number
  readonly why: string
  readonly statement: string
  readonly side: 'left' | 'right' | 'across'
  /** The event that took it back. */
  readonly revokedBy: string | null
}

/** Who is who, with what it takes to know it again later. A value: every change makes a new one. */
export interface LinkState {
  readonly model: string
  readonly links: ReadonlyMap<string, Link>
  /** Every person id ever given, and when. */
  readonly since: ReadonlyMap<string, number>
  /** Digest of a set of records that was a person → the id that held it last. */
  readonly held: ReadonlyMap<string, string>
  readonly decisions: ReadonlyMap<string, Decision>
}

/**
 * `link`: records came, went or were scored again; `merge`, `split`, `unlink`: people joined or parted persons; `veto`: people
 * said of records that were apart that they stay so; `decision`: an answer about one pair; `revoke`: an answer taken back.
 */
export type LinkEventKind =
  | 'link'
  | 'unlink'
  | 'merge'
  | 'split'
  | 'veto'
  | 'decision'
  | 'revoke'
  | 'model-change'

/** What happened, as exact differences: each says what stood there before, so that it can be taken back and nothing else. */
export interface LinkEvent {
  readonly id: string
  readonly kind: LinkEventKind
  readonly at: number
  readonly by: string
  readonly why: string
  readonly moves: readonly {
    readonly record: string
    readonly from: Link | null
    readonly to: Link | null
  }[]
  readonly decided: readonly Decision[]
  /** As they stood before. */
  readonly revoked: readonly Decision[]
  /** Person ids given for the first time. */
  readonly given: readonly string[]
  readonly held: readonly {
    readonly set: string
    readonly from: string | null
    readonly to: string
  }[]
  readonly model: { readonly from: string; readonly to: string } | null
}
