/** The words of BHYT files: tables, fields, norms, small code lists, decimals and dates. Pure data, no health record. */

export type { BhytDate } from './dates.ts'
/** Dates as BHYT writes them. */
export { isDay, parseBhytDate } from './dates.ts'
export type { ParsedDecimal } from './decimal.ts'
/** Exact decimals as text. */
export { addDecimals, compareDecimals, parseDecimal, parseMeasure } from './decimal.ts'
export type { Field, FieldFormat, Profile, Table } from './dictionary.ts'
/** Tables and fields by norm, what changed its name, and what a code of a small list means. */
export { codesOf, label, profile, renames3176, renames4210, tableOf } from './dictionary.ts'
/** What people call a field, for sentences about it. */
export { fieldLabel } from './field-labels.ts'
export type {
  BhytTableId,
  FacilityMessage,
  MessageKind,
  MessageProblem,
  Norm,
  Severity,
  TableId,
  TableRow,
} from './message.types.ts'
/** Which norm the calendar says. */
export { normOf } from './norm.ts'
