import {
  type ComparisonWeights,
  changeModel,
  findHotValues,
  type LinkageModel,
  type TrainingOptions,
  type TrainingReport,
  trainModel,
} from '#foundation/linkage'
import type { DemographicRecord } from '#vocabulary/demographics'
import { readName } from '#vocabulary/demographics/names'
import { dummySet, type LearnedDummy, learnDummies, readNumbers } from '#vocabulary/demographics/numbers'
import type { RecordFeatures } from './features.types.ts'
import { type NameCounts, nameShares } from './name-counts.ts'
import { readFeatures } from './read-features.ts'
import { vietnameseScheme } from './scheme.ts'

/** Weights that counting cannot give, with the reason. */
const settled: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  // Counted it is worth about as much as another middle name; but who bears it was born on the same day in the same house to
  // the same mother, so that everything else agrees as well: twins (Uy, Duy).
  name: { 'near name': -6 },
  // Few records hold one: random pairs never agree on it and its share among strangers is a guess. Issued by each province.
  cmnd: { equal: 16, different: 0 },
  // Renewed with another number: another passport says nothing.
  passport: { equal: 20, different: 0 },
  'birth certificate': { equal: 20, different: 0 },
  // First and second child of one delivery are two humans; the matches that contradicted this in training were twins.
  order: { different: -8 },
}

/**
 * Learns the weights from records without labels. The same records, order and seed give the same model. `strangers`: see
 * `trainModel`.
 */
export function trainVietnamese(
  features: readonly RecordFeatures[],
  options: TrainingOptions,
  strangers: readonly RecordFeatures[] = features,
): { readonly model: LinkageModel; readonly report: TrainingReport } {
  const { model, report } = trainModel(vietnameseScheme, features, options, strangers)
  return { model: changeModel(model, { comparisons: model.comparisons.map(withSettled) }), report }
}

const withSettled = (comparison: ComparisonWeights): ComparisonWeights => ({
  ...comparison,
  levels: comparison.levels.map((level) => ({
    ...level,
    bits: settled[comparison.name]?.[level.name] ?? level.bits,
  })),
})

/**
 * Values that belong to nobody, found in an installation's own records. By the given name alone: one human has many spellings in
 * six sources, and a value of nobody has many given names.
 */
export const learnDummyValues = (records: Iterable<DemographicRecord>): readonly LearnedDummy[] =>
  learnDummies(holders(records))

function* holders(records: Iterable<DemographicRecord>) {
  for (const words of records) {
    const name = readName(words.fullName)
    if (name.kind !== 'named') continue
    for (const { system, value } of readNumbers(words, null))
      yield { system, value, name: name.words.at(-1)! }
  }
}

/** The weights with the hot values of these records, frozen. */
export const withHotValues = (model: LinkageModel, features: readonly RecordFeatures[]): LinkageModel =>
  changeModel(model, { hotValues: findHotValues(vietnameseScheme, features) })

/** Features of many records, the dummies left out. */
export function readAll(
  records: readonly DemographicRecord[],
  dummies: readonly LearnedDummy[],
  names?: NameCounts,
): RecordFeatures[] {
  const [isDummy, shares] = [dummySet(dummies), nameShares(names)]
  return records.map((words) => readFeatures(words, isDummy, shares))
}
