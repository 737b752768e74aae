/** SQL on FHIR v2: ViewDefinitions compiled to functions from a resource to rows. */
export { compileView } from './compile-view.ts'
/** The rows of one resource; the problem says why the view does not fit it. Never throws. */
export { rowsOf } from './rows-of.ts'
export type { Row, View, ViewColumn } from './view.types.ts'
