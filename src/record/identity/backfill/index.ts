/** Loads a great many records into the index at once, resumable. See README.md. */

/** A line of a file as an arrival. */
export { arrivalOf } from './arrival-of.ts'
export { backfillProblems } from './backfill.problems.ts'
/** Fills an index, empty or not. */
export { fillIndex, type Load, type Loaded, type Progress } from './fill-index.ts'
/** Who does the work: nobody but us, or threads. */
export { type Helpers, workHere } from './helpers.ts'
export { stages } from './load-state.ts'
export { workInThreads } from './work-in-threads.ts'
