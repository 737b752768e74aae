import type { DemographicRecord, RelativeNamed } from '#vocabulary/demographics'
import { writtenText } from '#vocabulary/demographics/answers'
import { type Hl7Segment, numbersOf, type PatientNumber } from '#vocabulary/hl7v2'
import type { Hl7v2Message } from '#vocabulary/messages'
import type { PersonSays } from '../person-says.types.ts'
import { listText, relativeNamed, wordsOfPerson } from '../words-of-person.ts'
import { personName, text } from './fields.ts'

/** Who PID speaks of, as it was sent; `says`: what was read of it already. Parents stand in PID-6 and PID-21, or in NK1. */
export function wordsOfPid(
  message: Hl7v2Message,
  pid: Hl7Segment,
  numbers: readonly PatientNumber[],
  says: PersonSays,
  writtenAt: string | null,
): DemographicRecord {
  const of = (...kinds: readonly PatientNumber['kind'][]) =>
    listText(numbers.filter(({ kind }) => kinds.includes(kind)).map(({ value }) => value))
  const sex = pid.get(8).toUpperCase()
  const order = text(pid.get(25)) ?? ''
  return {
    ...wordsOfPerson(says, writtenAt),
    birthDate: writtenText(text(pid.get(7, 1, 1, 1))),
    sex: sex === 'O' || sex === 'A' ? 'other' : says.sex,
    // PID-19 (withdrawn in v2.7) is where much software puts the citizen number.
    citizenNumber: listText([of('citizen'), text(pid.get(19))]),
    insuranceNumber: of('card', 'insurance'),
    passportNumber: of('passport'),
    birthCertificateNumber: writtenText(numbers.find(({ type }) => type.toUpperCase() === 'BCT')?.value),
    mother: motherIn(message, pid),
    father: parentIn(message, fathers),
    birthOrder: /^[1-9]$/.test(order) ? Number(order) : null,
  }
}

function motherIn(message: Hl7v2Message, pid: Hl7Segment): RelativeNamed | null {
  const parent = parentIn(message, mothers)
  return relativeNamed(
    parent?.fullName ?? personName(pid, 6, 1),
    parent?.citizenNumber ?? citizenNumberIn(message, pid, 21),
  )
}

/** HL7 table 0063, and what Vietnamese software writes instead. */
const mothers = new Set(['MTH', 'MẸ', 'ME', 'MOTHER'])
const fathers = new Set(['FTH', 'CHA', 'BỐ', 'BO', 'FATHER'])

function parentIn(message: Hl7v2Message, roles: ReadonlySet<string>): RelativeNamed | null {
  const isRole = (nk1: Hl7Segment) => [1, 2].some((part) => roles.has(nk1.get(3, part).trim().toUpperCase()))
  const nk1 = message.hl7.segments.find((segment) => segment.name === 'NK1' && isRole(segment))
  return nk1 ? relativeNamed(personName(nk1, 2, 1), citizenNumberIn(message, nk1, 33)) : null
}

const citizenNumberIn = ({ hl7, facilityCode }: Hl7v2Message, segment: Hl7Segment, field: number) =>
  segment.count(field) === 0
    ? undefined
    : numbersOf(segment, field, hl7, facilityCode).find(({ kind }) => kind === 'citizen')?.value
