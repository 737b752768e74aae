import type { MessageProblem } from '#vocabulary/bhyt'
import type { FileFormat } from '../format.types.ts'

/** What can be wrong with a file before any of its records is read. */
export type CutFault =
  | 'broken'
  | 'encoding'
  | 'doctype'
  | 'head-too-large'
  | 'record-too-large'
  | 'truncated'
  | 'trailing'
  | 'no-records'

/** A format whose files are JSON values or XML elements, one a record. */
export interface DocumentKind {
  readonly format: FileFormat
  /** Local names, lower case, of the XML elements that are records. */
  readonly elements: ReadonlySet<string>
  readonly problem: (fault: CutFault) => MessageProblem
}
