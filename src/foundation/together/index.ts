/** Many callers, one go. */
export { together } from './together.ts'
