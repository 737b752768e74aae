/** One table of a record as readable text, with the place of its rows and fields: `FileSource.tables` of the screens. */
export interface LocatedTable {
  readonly table: string
  readonly text: string
  readonly truncated: boolean
  readonly fields: readonly {
    readonly row: number
    readonly field: string
    readonly start: number
    readonly end: number
  }[]
  readonly rows: readonly { readonly row: number; readonly start: number; readonly end: number }[]
}
