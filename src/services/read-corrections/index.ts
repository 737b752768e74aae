/** Who saw records as one human's that are several humans'. See README.md. */

export type { ReadCorrection, ReadCorrectionCount, ReadCorrections } from './api.types.ts'
/** Everything under /api/identity/corrections. */
export { type ReadCorrectionsDeps, readCorrectionRoutes } from './read-corrections.routes.ts'
