/** Records of people in CSV files, both ways: what leaves and enters on files, and what the pretend province writes. */

/** The columns by name, and the cells of a record in their order from `fullName` on. */
export { cellsOf, recordColumns } from './columns.ts'
/** Records while a file arrives: lines that cannot be are problems, in bounded memory. */
export { type Bytes, type CsvRecord, readRecords } from './read-records.ts'
/** Any rows of any CSV file while it arrives; `broken` where quotes do not close. */
export { rowsOf } from './rows-of.ts'
/** Rows of cells as pieces of text, and the name of a record in files. */
export { type CsvCell, recordId, writeRows } from './write-rows.ts'
