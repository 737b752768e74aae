/** Configuration: one Zod slice per room, read once at start, handed in as an argument. */

export { type ConfigSlice, defineConfig, secret } from './define-config.ts'
export { type ConfigRow, describeConfig } from './describe-config.ts'
export { type FoundationConfig, foundationConfig } from './foundation.config.ts'
export { type ConfigOf, type ConfigProblem, readConfig, type WrongVariable } from './read-config.ts'
