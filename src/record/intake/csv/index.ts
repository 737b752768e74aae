/** Line lists as CSV: cut, read through a saved column mapping, and the mapping itself. See README.md. */
/** Every code of its own with its severity. */
export { csvProblemCodes } from './csv.problems.ts'
/** The pages' questions: samples, previews, saved mappings. */
export { type CsvMappingDeps, csvMappingRoutes } from './csv-mapping.routes.ts'
/** Line lists as one of the intake's formats. */
export { csvFormat } from './format.ts'
/** Adds to what the splitter kept the newest mapping for this facility and header. */
export { resolveMapping } from './resolve-mapping.ts'
