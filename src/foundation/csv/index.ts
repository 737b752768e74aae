/** Tables for a spreadsheet. */
export { type CsvCell, csvTable } from './csv-table.ts'
