import type { Problem, Result } from '#foundation/result'

/** What is asked: names of fields, never their values. */
export const verifiedFields = ['citizenNumber', 'fullName', 'birthDate', 'sex'] as const
export type VerifiedField = (typeof verifiedFields)[number]

/** Whom a verification is about, as the record says it. */
export interface PersonToVerify {
  /** 12 digits. */
  readonly citizenNumber: string
  readonly fullName: string
  /** `yyyy`, `yyyy-MM` or `yyyy-MM-dd`: no more than the record knows. Null: not asked. */
  readonly birthDate: string | null
  readonly sex: 'male' | 'female' | null
}

/** The record behind an opaque id, at the moment of asking; null: there is none, or it has no citizen number or no name. */
export type SubjectOf = (recordId: string) => Promise<PersonToVerify | null>

export const outcomes = ['confirmed', 'differs', 'not-found', 'replaced'] as const
export type Outcome = (typeof outcomes)[number]

interface Answered {
  /** The gateway's own name of this answer, for disputes. Null: it gave none that may be kept. */
  readonly reference: string | null
  /** Of what was asked, the fields that the gateway could compare: it may know a year only, or no sex. */
  readonly compared: readonly VerifiedField[]
}

/** What the population database says of a question. */
export type Answer =
  | (Answered & { readonly outcome: 'confirmed' })
  | (Answered & { readonly outcome: 'differs'; readonly fields: readonly VerifiedField[] })
  | (Answered & { readonly outcome: 'not-found' })
  /** A new number was issued. It is told to who asked, once, and written down nowhere. */
  | (Answered & { readonly outcome: 'replaced'; readonly newNumber: string | null })

export const troubles = [
  'not-configured',
  'network',
  'timeout',
  'throttled',
  'busy',
  'circuit-open',
  'gateway-error',
  'bad-answer',
  'sign-in',
  'refused',
  'record-gone',
  'too-late',
] as const
/** Why there is no answer. */
export type Trouble = (typeof troubles)[number]

/** No answer, and why; care goes on without. */
export interface Unavailable extends Problem {
  readonly trouble: Trouble
  /** The gateway asked for at least this much patience. */
  readonly retryAfterMs: number | null
}

export interface Question {
  /** The same for every try of one question, so that a try whose answer was lost is not charged or counted twice. */
  readonly requestId: string
  /** The whole call, its retries included, ends within this time. */
  readonly deadlineMs: number
  readonly signal?: AbortSignal
}

/** The port: a licensed provider's gateway, or whatever stands in for it. Never throws. */
export interface PopulationPort {
  verify(person: PersonToVerify, question: Question): Promise<Result<Answer, Unavailable>>
  /** Until then asking is pointless (instant in ms; 0: ask now). */
  pausedUntil(): number
}

export const reasons = ['admission', 'review', 'correction', 'conflict'] as const
/** Why it is asked, from a list: free text would hold people. */
export type Reason = (typeof reasons)[number]

/** Who asks: an account, at a facility. */
export interface Asker {
  readonly facility: string
  /** Id of an account or a service; until there is sign-in, the name typed at the desk (ADR 0008). */
  readonly by: string
}

/** The fields of a person that can be asked. */
export const askedOf = (person: PersonToVerify): readonly VerifiedField[] =>
  verifiedFields.filter((field) => person[field] !== null)
