export type Values = Readonly<Record<string, string>>

/** What the caller knows beside the message. Without an answer the rules that need it stay silent. */
export interface RuleOptions {
  /** `yyyyMMddHHmm` in Vietnam: for times that lie in the future. */
  readonly now?: string
  /** Is this a facility the province knows (MA_CSKCB, MA_DKBD)? */
  readonly knowsFacility?: (code: string) => boolean
  /** Has this facility a contract for outpatients only? */
  readonly outpatientOnly?: (code: string) => boolean
  /** Was another visit sent with this `duplicateKey`? */
  readonly sentBefore?: (key: string) => boolean
}
