import { recordColumns } from '#vocabulary/demographics/csv'

/** The columns of a file of pretended records: what a source wrote, then the truth, which linkage does not know by name. */
export const columns = [...recordColumns, 'kind', 'personNumber', 'faults'] as const
