import type { Database } from '#foundation/db'
import type { DemographicRecord } from '#vocabulary/demographics'
import { emptyWords } from '#vocabulary/demographics/answers'
import { dummyLimits, type LearnedDummy } from '#vocabulary/demographics/numbers'
import { findCommonNumbers } from '../links/learn.queries.ts'
import { learnDummyValues } from '../model/index.ts'

/** Names looked at of one value: enough to tell a clinic's phone from a large family's. */
const namesAtMost = 400
/** Values looked at, those with most names first. */
const valuesAtMost = 20_000

/**
 * Values that belong to nobody, of all records: the tables say which texts stand beside several full names, the model's own rule
 * (by given name, one human has many spellings) says which of them are nobody's.
 */
export async function learnDummiesOf(db: Database): Promise<readonly LearnedDummy[]> {
  const fewest = Math.min(...Object.values(dummyLimits))
  const common = await findCommonNumbers(db, fewest, namesAtMost, valuesAtMost)
  return learnDummyValues(
    common.flatMap(({ field, value, names }) =>
      names.map((fullName): DemographicRecord => ({ ...emptyWords, fullName, [field]: value })),
    ),
  )
}
