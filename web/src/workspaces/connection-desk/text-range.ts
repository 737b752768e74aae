/** A piece of a table's text, in UTF-16 places. */
export interface Range {
  readonly start: number
  readonly end: number
}
