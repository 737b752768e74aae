import type { DemographicAddress, DemographicRecord } from '#vocabulary/demographics'
import { extensions, identifierSystems } from '#vocabulary/fhir'
import { meaningOf } from '#vocabulary/identifier-aliases'
import { emptyWords } from './empty-words.ts'
import { writtenText } from './written-text.ts'

type Members = Readonly<Record<string, unknown>>

/** Of a list that repeats (names, numbers), so many are looked at. */
const mostItems = 50

const sexes = new Set(['male', 'female', 'other'])
const maidenName = 'http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName'

/**
 * The words of a FHIR Patient, valid or not: whatever is missing or of another shape is not said. Local numbers of a
 * facility are no words about a human; who knows one asks for cross-references.
 */
export function wordsOfPatient(patient: unknown): DemographicRecord {
  if (!isMembers(patient)) return emptyWords
  const numbers = numbersIn(patient)
  const sex = patient.gender
  const mother = extensionIn(patient, maidenName)
  const order = patient.multipleBirthInteger
  return {
    ...emptyWords,
    fullName: nameIn(patient),
    birthDate: writtenText(patient.birthDate),
    sex: typeof sex === 'string' && sexes.has(sex) ? (sex as DemographicRecord['sex']) : 'unknown',
    citizenNumber: numbers.personal.join(';') || null,
    insuranceNumber: numbers.insurance.join(';') || null,
    passportNumber: numbers.passport[0] ?? null,
    phone: phoneIn(patient),
    address: addressIn(patient),
    mother: mother && { fullName: writtenText(mother.valueString), citizenNumber: null },
    birthOrder: typeof order === 'number' && Number.isInteger(order) && order > 0 ? order : null,
  }
}

function numbersIn(patient: Members) {
  const found = { personal: [] as string[], insurance: [] as string[], passport: [] as string[] }
  for (const identifier of itemsOf(patient.identifier)) {
    const value = writtenText(identifier.value)
    const means = value === null ? null : meaningOf(identifier)
    if (value === null) continue
    if (means === 'personal') found.personal.push(value)
    else if (means === 'insurance' || means === 'insuranceNumber') found.insurance.push(value)
    else if (means === 'passport') found.passport.push(value)
  }
  return found
}

/** The name in use, in the order in which Vietnam writes it: what stands in `text`, else family and given. */
function nameIn(patient: Members): string | null {
  const names = itemsOf(patient.name)
  const name = names.find(({ use }) => use === 'official') ?? names.find(({ use }) => use !== 'old')
  if (!name) return null
  const given = Array.isArray(name.given) ? name.given.slice(0, mostItems) : []
  const parts = [name.family, ...given].map(writtenText).filter((part) => part !== null)
  return writtenText(name.text) ?? writtenText(parts.join(' '))
}

const phoneIn = (patient: Members): string | null =>
  writtenText(itemsOf(patient.telecom).find(({ system }) => system === 'phone' || system === 'sms')?.value)

function addressIn(patient: Members): DemographicAddress {
  const [address] = itemsOf(patient.address)
  if (!address) return emptyWords.address
  const lines = Array.isArray(address.line) ? address.line.slice(0, mostItems) : []
  const parts = [...lines, address.city, address.district, address.state].map(writtenText)
  const codeOf = (url: string) => {
    const coding = extensionIn(address, url)?.valueCoding
    return isMembers(coding) ? writtenText(coding.code) : null
  }
  return {
    text: writtenText(address.text) ?? writtenText(parts.filter((part) => part !== null).join(', ')),
    provinceCode: codeOf(extensions.provinceCode),
    districtCode: codeOf(extensions.districtCode),
    wardCode: codeOf(extensions.wardCode),
  }
}

const extensionIn = (of: Members, url: string): Members | null =>
  itemsOf(of.extension).find((each) => each.url === url) ?? null

const itemsOf = (value: unknown): readonly Members[] =>
  Array.isArray(value) ? value.slice(0, mostItems).filter(isMembers) : []

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Systems by which people are numbered, whoever keeps the patient; each facility's own numbers come beside them. */
export const personalSystems: readonly string[] = [
  identifierSystems.citizenId,
  identifierSystems.oldIdCard,
  identifierSystems.passport,
  identifierSystems.insuranceCard,
  identifierSystems.insuranceNumber,
]
