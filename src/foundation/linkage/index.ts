/**
 * Which records are of one person? Comparisons, blocks and levels are data that the caller brings; nothing here knows what a
 * name is. Groups and undo are the second half: `settle/`, with a door of its own.
 */

/** Candidates of a batch, once each, and what each block costs and alone finds. */
export { type BlockIndex, buildBlockIndex, eachCandidate } from './block/block-index.ts'
export { type BlockFigures, type BlockReport, describeBlocks } from './block/describe-blocks.ts'
/** Keys that too many records hold, refined until they are bounded; the keys of one record under a frozen list. */
export { findHotValues, type HotValues, keysIn, refinements } from './block/hot-values.ts'
export { type BlockKey, openKeys } from './block/open-keys.ts'
/** Makes chances honest. */
export { type Calibration, calibrate, calibrated } from './calibrate/isotonic.ts'
/** Shows whether chances are honest. */
export { calibrationError, type ReliabilityBin, reliability } from './calibrate/reliability.ts'
/** Shares of values, for weights that follow the frequency of the agreeing value. */
export { countFrequencies, type FrequencyTable, shareOf } from './frequency-table.ts'
/** What may be wrong with a stored model, in sentences. */
export { linkageProblems } from './linkage.problems.ts'
/** How good a linkage is, against the truth: pairs and clusters. */
export {
  bestF1,
  type ClusterFigures,
  clusterFigures,
  figuresAt,
  type Labels,
  type PairCurve,
  type PairFigures,
  pairCurve,
  recallAtFalsePairs,
  recallAtPrecision,
  type ScoredPairs,
  truePairsOf,
} from './metrics.ts'
/** The immutable model, its version, its text, and another model made of it. */
export { changeModel, makeModel, readModel, writeModel } from './model/make-model.ts'
export type { ComparisonWeights, LevelWeight, LinkageModel, ModelContent } from './model/model.types.ts'
/** The levels of a pair as one number, and back. */
export { levelsOf, type PatternSpace, patternOf, patternSpace } from './pattern.ts'
/** Repeatable random numbers. */
export { seeded } from './random.ts'
/** What a scheme of comparisons and blocks is made of. */
export { type Block, type Comparison, type Level, MISSING, type Scheme } from './scheme.types.ts'
/** Chances, log2 odds, and the prior of an index of some size. */
export { bitsOf, chanceOf, priorBits } from './score/chance.ts'
/** Weighs pairs and explains weights. */
export { type Evidence, openScorer, type Scorer } from './score/open-scorer.ts'
/** What a frozen model of records and the second half share. */
export type { SettleEdge, SettleModel } from './settle/index.ts'
/** Edits and swaps between two texts, counted up to a bound, without allocating. */
export { editDistance } from './strings/edit-distance.ts'
/** Jaro's and Winkler's similarity of two texts, without allocating. */
export { jaro, jaroWinkler } from './strings/jaro-winkler.ts'
/** The letters of a text in 32 bits: they tell quickly that two texts cannot be alike. */
export { editsAtLeast, jaroWinklerAtMost, letterSet } from './strings/letter-set.ts'
/** Learns m, u and weights from records without labels. */
export { type TrainingOptions, type TrainingReport, trainModel } from './train/train-model.ts'
