import type { HumanName, Patient } from 'fhir/r4'
import type { NumberOf } from '#vocabulary/demographics/answers'
import type { ComponentToWrite, FieldToWrite, SegmentToWrite } from '#vocabulary/hl7v2'
import { numberField } from './domains.ts'
import type { Candidate } from './query.types.ts'

/** PID-5 of an answer that says numbers only: no name, and a pseudonym in the second place (IHE ITI-9, PID-5). */
const noName: FieldToWrite = { repetitions: [[''], ['', '', '', '', '', '', 'S']] }

type NumberField = readonly ComponentToWrite[]

/** The PID of a PIX answer: all numbers in PID-3; null when there is none. Nothing is said twice. */
export function numbersSegment(numbers: readonly NumberOf[]): SegmentToWrite | null {
  const fields = new Map<string, NumberField>()
  for (const { system, value } of numbers) {
    const field = numberField(system, value)
    if (field) fields.set(`${system}|${value}`, field)
  }
  return fields.size === 0
    ? null
    : { name: 'PID', fields: { 3: { repetitions: [...fields.values()] }, 5: noName } }
}

/** A patient's numbers within the wanted domains (none named: all). */
export function numbersShown({ identifier = [] }: Patient, targets: readonly string[]): NumberField[] {
  return identifier.flatMap(({ system, value }) => {
    const isWanted = targets.length === 0 || targets.includes(system ?? '')
    const field = system && value && isWanted ? numberField(system, value) : null
    return field ? [field] : []
  })
}

/** PID and QRI of one candidate. Of a record that may not be read stands its id here and nothing else. */
export function candidateSegments(
  { patientId, patient, score, grade }: Candidate,
  position: number,
  targets: readonly string[],
): SegmentToWrite[] {
  const numbers = patient ? numbersShown(patient, targets) : []
  const fields: SegmentToWrite['fields'] = {
    1: String(position),
    3: { repetitions: numbers.length > 0 ? numbers : [[patientId, '', '', 'MACH', 'PI']] },
    ...(patient ? wordsOf(patient) : { 5: noName }),
  }
  const confidence = (Math.round(Math.min(1, Math.max(0, score)) * 10_000) / 10_000).toString()
  return [
    { name: 'PID', fields },
    { name: 'QRI', fields: { 1: confidence, 3: [grade, '', 'http://hl7.org/fhir/match-grade'] } },
  ]
}

const sexes: Readonly<Record<string, string>> = { male: 'M', female: 'F', other: 'O', unknown: 'U' }

function wordsOf(patient: Patient): SegmentToWrite['fields'] {
  const { name = [], birthDate, gender, address = [], telecom = [] } = patient
  const [first] = address
  const said = [first?.city, first?.district, first?.state].filter((part) => part !== undefined)
  const place = first?.text ?? said.join(', ')
  const phone = telecom.find(({ system }) => system === 'phone')?.value
  const isDead = patient.deceasedBoolean === true || patient.deceasedDateTime !== undefined
  return {
    5: nameField(name.find(({ use }) => use === 'official') ?? name[0]),
    ...(birthDate ? { 7: birthDate.replaceAll('-', '') } : {}),
    ...(gender ? { 8: sexes[gender] ?? 'U' } : {}),
    ...(place ? { 11: place } : {}),
    ...(phone ? { 13: phone } : {}),
    ...(isDead ? { 30: 'Y' } : {}),
  }
}

/** Family, middle, given, in the order in which they are written; a name that was never taken apart is one text. */
function nameField(name: HumanName | undefined): FieldToWrite {
  if (!name) return noName
  const given = name.given ?? []
  if (!name.family || given.length === 0) return name.text ?? name.family ?? ''
  const middle = given.slice(0, -1).join(' ')
  return middle === '' ? [name.family, given.at(-1)!] : [name.family, middle, given.at(-1)!]
}
