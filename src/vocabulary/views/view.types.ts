export type Row = Record<string, unknown>

export interface ViewColumn {
  readonly name: string
  /** FHIR type: the definition's, without HL7's prefix; `string` when it says none. */
  readonly type: string
  readonly collection: boolean
}

export interface View {
  /** The resource type it is asked of. */
  readonly resource: string
  /** In the order in which the rows hold them. */
  readonly columns: readonly ViewColumn[]
  /**
   * None for other resource types and for resources that `where` leaves out. Throws `FhirPathError` when the definition
   * does not fit the data, such as several values in a column for one; `rowsOf` answers a Result instead.
   */
  readonly rows: (resource: unknown) => Row[]
}
