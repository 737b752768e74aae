import {
  chancesAt,
  learnDummyValues,
  measureNoise,
  openVietnameseModel,
  priorModel,
  readAll,
  type VietnameseModel,
  withHotValues,
} from '#record/identity/model'
import type { WrittenRecord } from '../../province/index.ts'

/** The shipped model as an installation would open it: dummies, hot values and noise of its own records, found without labels. */
export function openModel(records: readonly WrittenRecord[], persons: number): VietnameseModel {
  const { linkage, calibrations } = priorModel()
  const words = records.map(({ record }) => record)
  const dummies = learnDummyValues(words)
  const features = readAll(words, dummies)
  return openVietnameseModel({
    linkage: withHotValues(linkage, features),
    calibrations: chancesAt(calibrations, measureNoise(features, linkage)),
    persons,
    dummies,
  })
}
