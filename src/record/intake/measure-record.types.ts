/** What the quality board keeps of one record: small numbers, nothing a person said. Columns of intake.file. */
export interface RecordMeasures {
  /** `outpatient`, `inpatient`, or the message's own kind; null when the record could not be read. */
  readonly kind: string | null
  /** When what it tells of was over (NGAY_RA, death, conclusion, event), ISO; null when it does not say. */
  readonly endedAt: string | null
  /** Fields it was expected to say (measure-expected.ts), and how many of them it says. */
  readonly expected: number
  readonly filled: number
  /** Bits of `identityBit`; 0 when it names nobody. */
  readonly identity: number
  readonly warnings: number
  /** Findings of the rules (`#vocabulary/rules`, ids `R-…`), of any severity. */
  readonly rules: number
}
