import { hash } from 'node:crypto'
import { type LinkageModel, openKeys } from '#foundation/linkage'
import { dummySet, type LearnedDummy } from '#vocabulary/demographics/numbers'
import type { Calibrations } from './chances.ts'
import { classOf } from './evidence-class.ts'
import { explainPair } from './explain-pair.ts'
import type { RecordFeatures } from './features.types.ts'
import { type Judged, PairJudge, usualThresholds } from './judge-pairs.ts'
import type { IdentityModel, Weighed } from './model.types.ts'
import { type NameCounts, nameShares } from './name-counts.ts'
import { guardPools, mergePools, poolOf, type RecordPool } from './pool.ts'
import { readFeatures } from './read-features.ts'
import { vietnameseScheme } from './scheme.ts'

export interface ModelSettings {
  /** Weights and hot values. */
  readonly linkage: LinkageModel
  /** Absent: weights are believed as they are. The shipped ones (`priorModel`) fit weights that were learned elsewhere too. */
  readonly calibrations?: Calibrations
  /** For how many persons: sets what a stranger's agreement is worth. A change of size is another version. */
  readonly persons: number
  /** Values that belong to nobody, beyond those known by their face. */
  readonly dummies?: readonly LearnedDummy[]
  /** How often names stand here; absent: as tables of the country say. */
  readonly names?: NameCounts
  /** Chance from which two records are joined without a person, and from which a person is asked. */
  readonly auto?: number
  readonly review?: number
}

export interface VietnameseModel extends IdentityModel<RecordFeatures, RecordPool> {
  /** What `weigh` decides by, of every pair: for calibration and evaluation. */
  judge(a: RecordFeatures, b: RecordFeatures): Judged
}

type F = RecordFeatures

/** Evidence families in the order of `parts`. */
export const families = [...new Set(vietnameseScheme.comparisons.map(({ family }) => family))]

const limits = { groupSize: 60, crowdRecords: 400, crowdEdges: 10_000, rounds: 8, itemsPerGroup: 20 }

/** The Vietnamese model of who is who under frozen settings. */
export function openVietnameseModel(settings: ModelSettings): VietnameseModel {
  const { linkage, calibrations = {}, persons, dummies = [], names, ...chosen } = settings
  const thresholds = {
    auto: chosen.auto ?? usualThresholds.auto,
    review: chosen.review ?? usualThresholds.review,
  }
  const judge = new PairJudge(linkage, calibrations, persons, thresholds)
  const isDummy = dummies.length === 0 ? undefined : dummySet(dummies)
  const shares = nameShares(names)
  const keys = openKeys(vietnameseScheme, linkage.hotValues)
  const meeting = openKeys({ ...vietnameseScheme, blocks: meetingBlocks }, linkage.hotValues)
  const weigh = (a: F, b: F): Weighed | null => {
    const weight = judge.weigh(a, b)
    if (weight < judge.reviewScore) return null
    const guarded = judge.guardOf(a, b, weight)
    const guard = guarded?.guard ?? null
    const chance = judge.chanceOf(classOf(guard, judge.levels), weight)
    const outcome = judge.outcomeOf(weight, chance, guarded)
    return outcome === 'none' ? null : { weight, chance, outcome, parts: partsOf(judge.bits), guard }
  }
  return {
    version: versionOf([
      linkage.version,
      calibrations,
      persons,
      dummies,
      thresholds,
      ...(names ? [names] : []),
    ]),
    featuresOf: (words) => readFeatures(words, isDummy, shares),
    keysOf: (f) => keys(f).map(({ block, key }) => `${block}|${key}`),
    meetingKeysOf: (f) => meeting(f).map(({ block, key }) => `${block}|${key}`),
    // A verified number would be one; a record's words alone verify nothing.
    sureValuesOf: () => [],
    weigh,
    judge: (a, b) => judge.judge(a, b),
    explain: (a, b) => explainPair(judge, a, b),
    settle: {
      autoScore: judge.autoScore,
      prior: judge.prior,
      families: families.length,
      limits,
      pool: poolOf,
      merge: mergePools,
      guard: guardPools,
    },
  }
}

const versionOf = (content: unknown) => hash('sha256', JSON.stringify(content)).slice(0, 16)

/** Keys that decide much by themselves: two arrivals at one moment must see each other under these. */
const meetingNames = ['citizen id', 'bhxh', 'cmnd', 'passport', 'birth certificate', 'name and date']
const meetingBlocks = vietnameseScheme.blocks.filter(({ name }) => meetingNames.includes(name))

const familyOf = vietnameseScheme.comparisons.map(({ family }) => families.indexOf(family))
const caps = Object.entries(vietnameseScheme.familyCaps ?? {}).map(
  ([family, bits]) => [families.indexOf(family), bits] as const,
)

/** Bits for or against by family, capped as the weight is. */
function partsOf(bits: Float64Array): number[] {
  const parts = families.map(() => 0)
  for (let c = 0; c < bits.length; c++) parts[familyOf[c]!]! += bits[c]!
  for (const [family, cap] of caps) parts[family] = Math.min(parts[family]!, cap)
  return parts
}
