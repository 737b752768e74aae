/** A Bundle that a facility sent → a draft. */
export { standardiseBundle } from './standardise-bundle.ts'
