/** What a simulated gateway does wrong to the next questions, in order. */
export type Fault = FaultKind & {
  /** For so many questions (1). */
  readonly times?: number
}

type FaultKind =
  /** `503`, `500`, `403` … with a proxy's page. */
  | { readonly kind: 'status'; readonly status: number }
  /** Asks for patience: seconds, a date, or nonsense. */
  | { readonly kind: 'throttle'; readonly retryAfter?: string }
  /** Answers after so long. */
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'hang-up' }
  /** Decides, counts the question, and hangs up before it answers. */
  | { readonly kind: 'answered-then-hang-up' }
  /** Half of the answer's bytes, and the connection is gone. */
  | { readonly kind: 'cut' }
  /** Half of the answer's members: `confirmed` without what was compared, `differs` without in what. */
  | { readonly kind: 'half-answer' }
  | { readonly kind: 'garbage' }
  /** More bytes than any answer has. */
  | { readonly kind: 'endless' }
  /** The answer to somebody else's question. */
  | { readonly kind: 'other-question' }
  | { readonly kind: 'redirect' }
  /** All tokens given so far are worth nothing. */
  | { readonly kind: 'expire-tokens' }
  /** Only the number and the name are compared. */
  | { readonly kind: 'compares-less' }
  /** Says everything the database holds of the person, in the body, in headers and as the reference: none of it was asked for. */
  | { readonly kind: 'talkative' }
  /** Nothing wrong: to count questions until the next fault. */
  | { readonly kind: 'none' }

/** Kinds, for plans drawn by chance. */
export const faultKinds = [
  'status',
  'throttle',
  'slow',
  'hang-up',
  'answered-then-hang-up',
  'cut',
  'half-answer',
  'garbage',
  'endless',
  'other-question',
  'redirect',
  'expire-tokens',
  'compares-less',
  'talkative',
  'none',
] as const satisfies readonly Fault['kind'][]
