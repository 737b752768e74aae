/** Reads files of the BHYT family: cuts them into records, reads a record, and shows where its fields stand. */
export type { Encoding } from './encoding.ts'
/** The family as one of the intake's formats. */
export { bhytFormat } from './format.ts'
export type { LocatedTable } from './located.types.ts'
export type { ProblemCode } from './problem-sentences.ts'
/** A problem's sentence by its code, for the few that the intake itself finds; and every code with its severity. */
export { problem, problemCodes } from './problem-sentences.ts'
/** A record that was too large to hand over. */
export { tooLargeRecord } from './read-record.ts'
export type { SplitEvent, SplitLimits } from './split.types.ts'
/** How much of everything a file may hold. */
export { defaultLimits } from './split.types.ts'
