/** Loads a great many records into the index at once, resumable. See README.md. */

/** A line of a file as an arrival. */
export { arrivalOf } from './arrival-of.ts'
export { backfillProblems } from './backfill.problems.ts'
export type { Load, Loaded, Progress } from './backfill.types.ts'
/** Fills an index, empty or not. */
export { fillIndex } from './fill-index.ts'
/** Who does the work: nobody but us, or threads. */
export { type Helpers, workHere } from './helpers.ts'
/** Takes away what a load has left in its folder. */
export { removeLoad, stages } from './load-state.ts'
export { workInThreads } from './work-in-threads.ts'
