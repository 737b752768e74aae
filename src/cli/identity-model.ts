import {
  learnDummyValues,
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
 * The shipped model over the records of a file: of them it learns which values belong to nobody and which too many hold, both
 * without labels; weights and chances are the shipped ones. There may be as many persons as records. Takes the list apart,
 * because a million records do not fit into memory twice.
 */
export function openModelFor(
  records: RecordToLink[],
  onRead: (done: number) => void = () => {},
): ModelForFile {
  const { linkage, calibrations } = priorModel()
  const settings = { calibrations, persons: records.length, dummies: learnDummyValues(wordsOf(records)) }
  const reader = openVietnameseModel({ linkage, ...settings })
  const read: ReadRecord<RecordFeatures>[] = []
  for (const { key, words } of taken(records)) {
    read.push({ key, feature: reader.featuresOf(words) })
    if ((read.length & 1_023) === 0) onRead(read.length)
  }
  const hot = withHotValues(
    linkage,
    read.map(({ feature }) => feature),
  )
  return { read, model: openVietnameseModel({ linkage: hot, ...settings }) }
}

function* wordsOf(records: readonly RecordToLink[]) {
  for (const { words } of records) yield words
}

/** From the first to the last; what was taken is no longer held. */
function* taken<T>(list: T[]): Generator<T> {
  list.reverse()
  for (let next = list.pop(); next !== undefined; next = list.pop()) yield next
}
