import type { DemographicRecord, RelativeNamed } from '#vocabulary/demographics'
import { emptyWords, writtenText } from '#vocabulary/demographics/answers'
import type { PersonSays } from './person-says.types.ts'

type Written = string | null | undefined

/** A human in the words of a table, valid or not, for those who compare people. `saidAt`: when the message was written. */
export function wordsOfPerson(says: PersonSays, saidAt: string | null): DemographicRecord {
  return {
    ...emptyWords,
    fullName: writtenText(says.name),
    birthDate: writtenText(says.birth),
    sex: says.sex,
    citizenNumber: writtenText(says.idNumber),
    insuranceNumber: listText([says.cards, says.insuranceNumber]),
    birthCertificateNumber: says.family?.birthCertificate ?? null,
    phone: writtenText(says.phone),
    address: {
      text: writtenText(says.address),
      provinceCode: writtenText(says.province),
      districtCode: writtenText(says.district),
      wardCode: writtenText(says.ward),
    },
    mother: says.family?.mother ?? null,
    father: says.family?.father ?? null,
    recordedOn: dayOf(says.on) ?? dayOf(saidAt),
  }
}

/** Several numbers in one field, as tables write them. */
export const listText = (numbers: readonly Written[]): string | null =>
  writtenText(numbers.filter(Boolean).join(';'))

/** The day as it was written; a month or a year is none. */
export const dayOf = (time: Written): string | null =>
  time && /^\d{4}-\d{2}-\d{2}/.test(time) ? time.slice(0, 10) : null

/** Nobody, when neither the name nor the number was written. */
export function relativeNamed(name: Written, number?: Written): RelativeNamed | null {
  const [fullName, citizenNumber] = [writtenText(name), writtenText(number)]
  return fullName === null && citizenNumber === null ? null : { fullName, citizenNumber }
}
