import type { Identifier } from 'fhir/r4'
import type { DemographicRecord, RelativeNamed } from '#vocabulary/demographics'
import { wordsOfPatient } from '#vocabulary/demographics/answers'
import { type BundleEntry, type FindTarget, isMembers, type Members } from '#vocabulary/fhir-bundle'
import { meaningOf } from '#vocabulary/identifier-aliases'
import { dayOf, listText, relativeNamed } from '../words-of-person.ts'

/** v3-RoleCode: mother, natural mother, gestational mother; father, natural father. */
const mothers = new Set(['MTH', 'NMTH', 'GESTM'])
const fathers = new Set(['FTH', 'NFTH'])
/** Nobody has more relatives on a form. */
const mostRelatives = 20

/** The Patient in the sender's words, with the numbers of its cards and the parents that stand elsewhere in the Bundle. */
export function wordsOfBundle(
  patient: BundleEntry,
  cards: readonly Identifier[],
  entries: readonly BundleEntry[],
  find: FindTarget,
  writtenAt: string | null,
): DemographicRecord {
  const words = wordsOfPatient(patient.resource)
  const relatives = [...relatedIn(entries, patient, find), ...contactsIn(patient.resource)]
  const numbers = [words.insuranceNumber, ...cards.filter(isInsurance).map(({ value }) => value)]
  return {
    ...words,
    insuranceNumber: listText([...new Set(numbers.filter((each) => typeof each === 'string'))]),
    mother: relativeIn(relatives, mothers) ?? words.mother,
    father: relativeIn(relatives, fathers),
    recordedOn: dayOf(writtenAt),
  }
}

/** Since 2025-08-15 the citizen number serves as the card too (NĐ 188/2025). */
function isInsurance(identifier: Identifier): boolean {
  const means = meaningOf(identifier)
  return means === 'insurance' || means === 'insuranceNumber' || means === 'personal'
}

/** RelatedPersons of this patient. */
const relatedIn = (entries: readonly BundleEntry[], patient: BundleEntry, find: FindTarget): Members[] =>
  entries
    .filter((entry) => {
      if (entry.type !== 'RelatedPerson' || !isMembers(entry.resource.patient)) return false
      const { reference } = entry.resource.patient
      const target = typeof reference === 'string' ? find(reference, entry) : null
      return target?.kind === 'entry' && target.entry === patient
    })
    .slice(0, mostRelatives)
    .map(({ resource }) => resource)

/** A contact has one name where a person has several. */
const contactsIn = ({ contact }: Members): Members[] =>
  Array.isArray(contact)
    ? contact
        .slice(0, mostRelatives)
        .filter(isMembers)
        .map(({ relationship, name }) => ({ relationship, name: [name] }))
    : []

function relativeIn(relatives: readonly Members[], codes: ReadonlySet<string>): RelativeNamed | null {
  const relative = relatives.find(({ relationship }) => codesIn(relationship).some((code) => codes.has(code)))
  if (!relative) return null
  const { fullName, citizenNumber } = wordsOfPatient(relative)
  return relativeNamed(fullName, citizenNumber)
}

const codesIn = (relationship: unknown): string[] =>
  membersOf(relationship)
    .flatMap(({ coding }) => membersOf(coding))
    .map(({ code }) => (typeof code === 'string' ? code : ''))

const membersOf = (value: unknown): Members[] =>
  Array.isArray(value) ? value.slice(0, mostRelatives).filter(isMembers) : []
