import type { Identifier, Patient } from 'fhir/r4'
import { codeSystems, identifierSystems } from '#vocabulary/fhir'
import {
  type Hl7Segment,
  hl7Date,
  hl7DateTime,
  localNumber,
  numbersOf,
  type PatientNumber,
} from '#vocabulary/hl7v2'
import type { Hl7v2Message } from '#vocabulary/messages'
import { parseCitizenId, parseInsuranceCard, parseOldIdCard } from '#vocabulary/vietnam'
import type { DraftPerson } from '../draft.types.ts'
import { patientOf, personOf } from '../map-patient.ts'
import type { PersonSays } from '../person-says.types.ts'
import { personName, text } from './fields.ts'
import { wordsOfPid } from './words-of.ts'

/** Who a PID speaks of; null when it has no number of this facility. `writtenAt`: when what the message tells happened. */
export function whoIs(
  message: Hl7v2Message,
  pid: Hl7Segment,
  writtenAt: string | null,
): { readonly person: DraftPerson; readonly patient: Patient } | null {
  const { hl7, facilityCode } = message
  const numbers = numbersOf(pid, 3, hl7, facilityCode)
  const local = localNumber(numbers)
  if (!('found' in local)) return null
  const says = saidIn(pid, numbers, local.found)
  const person = personOf(facilityCode, says, wordsOfPid(message, pid, numbers, says, writtenAt))
  const patient = patientOf(facilityCode, says, person)
  const gender = genders[pid.get(8).toUpperCase()]
  if (gender) patient.gender = gender
  addRest(patient, pid, numbers, local.found)
  return { person, patient }
}

/** HL7 table 0001. */
const genders: Readonly<Record<string, Patient['gender']>> = {
  F: 'female',
  M: 'male',
  O: 'other',
  A: 'other',
}

function saidIn(pid: Hl7Segment, numbers: readonly PatientNumber[], localId: string): PersonSays {
  const of = (kind: PatientNumber['kind']) =>
    numbers.filter((each) => each.kind === kind).map((each) => each.value)
  const citizen = of('citizen')
  const idNumber =
    citizen.find((each) => parseCitizenId(each).ok) ?? citizen[0] ?? socialNumber(pid) ?? of('passport')[0]
  const sex = pid.get(8).toUpperCase()
  const birth = pid.get(7, 1, 1, 1)
  const name = personName(pid, 5, 1)
  const address = addressOf(pid)
  const phone = phoneOf(pid)
  const nationality = text(pid.get(28)) ?? text(pid.get(26))
  const insuranceNumber = of('insurance')[0]
  return {
    localId,
    ...(name ? { name } : {}),
    ...(idNumber ? { idNumber } : {}),
    // Twelve digits at most: the hour of birth is kept, seconds and offsets of a birth mean nothing.
    ...(hl7Date(birth) ? { birth: birth.replace(/[.+-].*$/, '').slice(0, birth.length >= 12 ? 12 : 8) } : {}),
    sex: sex === 'F' ? 'female' : sex === 'M' ? 'male' : 'unknown',
    ...(of('card').length ? { cards: of('card').join(';') } : {}),
    ...(insuranceNumber ? { insuranceNumber } : {}),
    ...(address ? { address } : {}),
    ...(phone ? { phone } : {}),
    ...(nationality ? { nationality } : {}),
    on: null,
    deceased: pid.get(30) === 'Y',
    deceasedAt: hl7DateTime(pid.get(29, 1, 1, 1)),
  }
}

/** PID-19 (withdrawn in v2.7) is where much software puts the citizen number. */
function socialNumber(pid: Hl7Segment): string | undefined {
  const sent = text(pid.get(19))
  return sent && (parseCitizenId(sent).ok || parseOldIdCard(sent).ok) ? sent : undefined
}

/** XAD: house and street, then ward (other designation), district, city, province in the order Vietnam writes them. */
function addressOf(pid: Hl7Segment): string | undefined {
  const parts = [pid.get(11, 1, 1, 1), ...[2, 8, 9, 3, 4].map((part) => pid.get(11, part))]
  const said = parts.map((part) => text(part)).filter((part): part is string => part !== undefined)
  const words = [...new Set(said)].join(', ')
  return words === '' ? undefined : words
}

/** XTN: the number as one text, or taken apart since v2.3. */
function phoneOf(pid: Hl7Segment): string | undefined {
  for (const field of [13, 14])
    for (let repetition = 1; repetition <= pid.count(field); repetition++) {
      const number = text(pid.get(field, 1, repetition)) ?? text(pid.get(field, 12, repetition))
      const apart = `${pid.get(field, 6, repetition)}${pid.get(field, 7, repetition)}`
      const phone = number ?? text(apart)
      if (phone) return phone
    }
  return undefined
}

function addRest(
  patient: Patient,
  pid: Hl7Segment,
  numbers: readonly PatientNumber[],
  localId: string,
): void {
  const known = new Set(patient.identifier!.map((each) => each.value))
  for (const number of numbers)
    if (number.value !== localId && !known.has(number.value)) patient.identifier!.push(identifierOf(number))
  for (let repetition = 1; repetition <= pid.count(13); repetition++) {
    const email = text(pid.get(13, 4, repetition))
    if (email) patient.telecom = [...(patient.telecom ?? []), { system: 'email', value: email }]
  }
  const maiden = personName(pid, 6, 1)
  if (maiden)
    patient.extension = [
      ...(patient.extension ?? []),
      { url: 'http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName', valueString: maiden },
    ]
  const order = text(pid.get(25))
  if (order && /^[1-9]$/.test(order)) patient.multipleBirthInteger = Number(order)
  else if (pid.get(24) === 'Y') patient.multipleBirthBoolean = true
}

/** Numbers nobody is joined by: kept as sent, under a system only when it says exactly what they are. */
function identifierOf({ kind, value, type, assigner }: PatientNumber): Identifier {
  if (kind === 'passport') return { type: typed('PPN'), system: identifierSystems.passport, value }
  const card = kind === 'card' ? parseInsuranceCard(value) : null
  if (card?.ok)
    return { type: typed('HC'), system: identifierSystems.insuranceCard, value: card.value.number }
  return {
    use: 'secondary',
    ...(type ? { type: { text: type } } : {}),
    value,
    ...(assigner.length ? { assigner: { display: assigner.join(' ') } } : {}),
  }
}

const typed = (code: string) => ({ coding: [{ system: codeSystems.identifierType, code }] })
