/** SQL on FHIR v2: ViewDefinitions compiled to functions from a resource to rows. */
export { compileView } from './compile-view.ts'
/** How rows are written down: JSON, a line each, or a table. */
export { type RowFormat, rowContentType, rowFormat, rowWriter } from './row-writer.ts'
/** The rows of one resource; the problem says why the view does not fit it. Never throws. */
export { rowsOf } from './rows-of.ts'
/** The rows of any number of resources as pieces of text, none of them held; throws `ViewMisfit`. */
export { type Batches, type RowsText, resourcesIn, rowsText, ViewMisfit } from './rows-text.ts'
export type { Row, View, ViewColumn } from './view.types.ts'
/** The ViewDefinition that lies in a stored Binary. */
export { viewInBinary } from './view-in-binary.ts'
