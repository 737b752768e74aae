import type { CsvSample, CsvSavedMapping } from '../../api/types'

/** A sample that has been read, and whose mapping is being made. */
export interface Opened {
  readonly owner: string
  readonly facility: string
  readonly sample: CsvSample
  readonly fileName: string
  readonly saved: CsvSavedMapping | null
}
