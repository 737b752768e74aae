/** Rules about what a visit says: money, order of times, cards, diagnoses, papers. Data with a source and two examples. */

/** Everything the rules say about one message. */
export { checkRules, ruleOf } from './check-rules.ts'
/** All rules. */
export { rules } from './data/index.ts'
/** Sources and examples of what the reader of BHYT files checks itself. */
export { readerChecks } from './data/reader-checks.ts'
export type { ReaderProblem, RuleDescription } from './describe-rules.ts'
/** Every rule, and every check of a reader, in one list with source and examples: for screens and docs/rules.md. */
export { describeRules } from './describe-rules.ts'
/** Equal keys under two MA_LK are one visit sent twice (the auditor's stop 61). Hash before keeping. */
export { duplicateKey } from './duplicate-key.ts'
export type { Check, Example, Rule, RuleOptions } from './rule.types.ts'
