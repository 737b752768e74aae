/** The rules of who is who, learned from an installation's own records, tried, applied and taken back. See README.md. */

/** Puts a version in force, from wherever that stopped. */
export { type AppliedVersion, type ApplyWatch, applyVersion } from './apply-version.ts'
export type { BlockInUse } from './block-tally.ts'
/** What the keys in force cost and find. */
export { type BlocksInUse, type Crowd, describeBlocksInUse } from './describe-blocks.ts'
export type { ExplainedChange, NamedRecord } from './explain-change.ts'
/** A version from the records of the installation, kept as coming. */
export { type LearnedFrom, type LearnedVersion, learnVersion } from './learn-version.ts'
/** Every version, and what it was made of. */
export { type ListedVersion, listVersions } from './list-versions.ts'
export type { Which } from './open-version.ts'
/** Who would join or part under a version. */
export { type SimulatedVersion, simulateVersion } from './simulate-version.ts'
export type { TuningStep, Watch } from './watch.types.ts'
