import {
  chancesAt,
  learnDummyValues,
  measureNoise,
  openVietnameseModel,
  priorModel,
  type ReadRecord,
  type RecordFeatures,
  type RecordToLink,
  type VietnameseModel,
  withHotValues,
} from '#record/identity/model'

export interface ModelForFile {
  readonly model: VietnameseModel
  readonly read: readonly ReadRecord<RecordFeatures>[]
}

/**
 * The shipped model over the records of a file: of them it learns which values belong to nobody, which too many hold and how often
 * they contradict themselves, all without labels; weights are the shipped ones, and chances but for that. There may be as many persons as records. Takes the list apart,
 * because a million records do not fit into memory twice.
 */
export function openModelFor(
  records: RecordToLink[],
  onRead: (done: number) => void = () => {},
): ModelForFile {
  const { linkage, calibrations } = priorModel()
  const settings = { persons: records.length, dummies: learnDummyValues(wordsOf(records)) }
  const reader = openVietnameseModel({ linkage, ...settings })
  const read: ReadRecord<RecordFeatures>[] = []
  for (const { key, words } of taken(records)) {
    read.push({ key, feature: reader.featuresOf(words) })
    if ((read.length & 1_023) === 0) onRead(read.length)
  }
  const features = read.map(({ feature }) => feature)
  const learned = {
    linkage: withHotValues(linkage, features),
    calibrations: chancesAt(calibrations, measureNoise(features, linkage)),
  }
  return { read, model: openVietnameseModel({ ...learned, ...settings }) }
}

function* wordsOf(records: readonly RecordToLink[]) {
  for (const { words } of records) yield words
}

/** From the first to the last; what was taken is no longer held. */
function* taken<T>(list: T[]): Generator<T> {
  list.reverse()
  for (let next = list.pop(); next !== undefined; next = list.pop()) yield next
}
