import type { DemographicRecord, SourceKey } from '#vocabulary/demographics'
import { birthDateText, readBirthDate } from '#vocabulary/demographics/dates'
import { NumberFlag, readNumbers } from '#vocabulary/demographics/numbers'
import { tidyName } from '#vocabulary/vietnam'
import type { IncomingRecord } from '../links/links.types.ts'

/** What a line of a file says, as a message would have said it: numbers valid by form, the date in one way, the words as they are. */
export function arrivalOf({ facilityCode, localId }: SourceKey, words: DemographicRecord): IncomingRecord {
  const numbers = readNumbers(words, null).filter(({ flags }) => (flags & NumberFlag.dummy) === 0)
  const of = (system: string) => numbers.filter((each) => each.system === system).map(({ value }) => value)
  const date = birthDateText(readBirthDate(words.birthDate, words.recordedOn))
  return {
    ...{ facilityCode, localId },
    citizenId: of('citizen-id')[0] ?? null,
    insuranceNumbers: of('bhxh'),
    fullName: words.fullName === null ? '' : tidyName(words.fullName),
    // Of an estimated one the year is what a card can show.
    birthDate: date.replace('~', '') || null,
    sex: words.sex === 'other' ? 'unknown' : words.sex,
    address: words.address.text,
    deceased: false,
    seenAt: words.recordedOn === null ? null : `${words.recordedOn}T00:00:00+07:00`,
    words,
  }
}
