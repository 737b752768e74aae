/** Reads files of the BHYT family: cuts them into records, reads a record, and shows where its fields stand. */
export type { Encoding } from './encoding.ts'
export type { LocatedTable } from './locate-fields.ts'
/** One record's bytes → its tables as readable text, with the place of every row and field. */
export { locateFields } from './locate-fields.ts'
export type { ProblemCode } from './problem-sentences.ts'
/** A problem's sentence by its code, for the few that the intake itself finds; and every code with its severity. */
export { problem, problemCodes } from './problem-sentences.ts'
export type { FileFormat, ReadRecord, RecordContext } from './read-record.ts'
/** One record's bytes → what it says, or why it cannot be taken. */
export { readRecord, tooLargeRecord } from './read-record.ts'
export type { SplitEvent, SplitLimits } from './split.types.ts'
/** How much of everything a file may hold. */
export { defaultLimits } from './split.types.ts'
/** A stream of bytes → head, records, end; in constant memory. */
export { splitFile } from './split-file.ts'
