/** The Vietnamese model of who is who: how words are read, compared, weighed, guarded and settled. */

/** Chances by class of evidence, learned from pairs of known truth. */
export { type Calibrations, calibrateClasses, chancesAt, type KnownPair } from './chances.ts'
export type { EvidenceClass } from './evidence-class.ts'
export type { RecordFeatures } from './features.types.ts'
export type { GuardName } from './guards.types.ts'
export { type Judged, usualThresholds } from './judge-pairs.ts'
/** A whole batch in memory, from words to groups and review items. */
export {
  type LinkedRecords,
  linkFeatures,
  linkRecords,
  type ReadRecord,
  type RecordToLink,
} from './link-records.ts'
export type { IdentityModel, Weighed, WhyLine } from './model.types.ts'
/** How often names stand in an installation's own records. */
export { countNames, type NameCounts } from './name-counts.ts'
/** How often records of one person contradict each other, without labels: chances are moved to it (`chancesAt`). */
export { measureNoise } from './noise.ts'
/** The model under frozen settings. */
export { type ModelSettings, openVietnameseModel, type VietnameseModel } from './open-model.ts'
export type { RecordPool } from './pool.ts'
/** The shipped weights, and learned ones as text. */
export { type LearnedModel, priorModel, priorModelFile, readLearned, writeLearned } from './prior-model.ts'
/** One record as comparisons read it, for who reads many before the model is open. */
export { readFeatures } from './read-features.ts'
/** Comparisons and blocks, for reports about them. */
export { vietnameseScheme } from './scheme.ts'
/** What a guard has to say to people. */
export { guardSentences } from './sentences.ts'
/** A version's settings as one text, and those of a new installation. */
export { readSettings, shippedSettings, writeSettings } from './settings.ts'
/** Learning from an installation's own records: weights without labels, dummies, hot values. */
export { learnDummyValues, readAll, trainVietnamese, withHotValues } from './train-model.ts'
