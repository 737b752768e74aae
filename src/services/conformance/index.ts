/** The product's own definitions as resources, and stored profiles at hand for validation. See README.md. */

/** The guarded gate, the shelf of profiles, and the work of publishing. */
export { type ConformanceDeps, openConformance, type Publishing } from './open-conformance.ts'
/** What the product defines itself, as it is published. */
export { type OwnDefinition, ownDefinitions } from './own-definitions.ts'
