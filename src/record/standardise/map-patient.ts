import type { Address, Extension, Identifier, Patient } from 'fhir/r4'
import { nameOf, provinceName, wardName } from '#vocabulary/catalogues'
import type { DemographicRecord } from '#vocabulary/demographics'
import { codeSystems, extensions, identifierSystems } from '#vocabulary/fhir'
import {
  bhytBirthTime,
  bhytDate,
  insuranceNumberOf,
  parseCitizenId,
  parseInsuranceCard,
  parseInsuranceNumber,
  parseOldIdCard,
  parsePassport,
  splitName,
  tidyName,
} from '#vocabulary/vietnam'
import type { DraftPerson } from './draft.types.ts'
import type { PersonSays } from './person-says.types.ts'
import { listOf, positionsOf } from './rows.ts'
import { coded, sentOnly } from './values.ts'

/** QĐ 4750 lets GIOI_TINH be 3 (undetermined); FHIR has no 3, and 'other' means something else. */
export const sexOf = (code: string | undefined): DraftPerson['sex'] =>
  code === '1' ? 'male' : code === '2' ? 'female' : 'unknown'

export function personOf(facilityCode: string, says: PersonSays, words: DemographicRecord): DraftPerson {
  return {
    facilityCode,
    localId: says.localId,
    citizenId: citizenIdOf(says),
    insuranceNumbers: insuranceNumbersOf(says),
    fullName: says.name ? tidyName(says.name) : '',
    birthDate: says.birth ? bhytDate(says.birth) : null,
    sex: says.sex,
    words,
  }
}

/** Since 2025-08-15 the citizen number serves as the card too (NĐ 188/2025): then it stands in MA_THE_BHYT. */
function citizenIdOf(says: PersonSays): string | null {
  for (const text of [says.idNumber, ...listOf(says.cards)]) {
    if (!text) continue
    const id = parseCitizenId(text)
    if (id.ok) return id.value
  }
  return null
}

function insuranceNumbersOf(says: PersonSays): string[] {
  const registered = positionsOf(says.registeredAt)
  const numbers = new Set<string>()
  for (const [position, text] of positionsOf(says.cards).entries()) {
    const card = parseInsuranceCard(text, registered[position])
    if (card.ok) {
      const number = insuranceNumberOf(card.value)
      if (number) numbers.add(number)
      continue
    }
    const bare = parseInsuranceNumber(text)
    if (bare.ok) numbers.add(bare.value)
  }
  if (says.insuranceNumber) {
    const own = parseInsuranceNumber(says.insuranceNumber)
    if (own.ok) numbers.add(own.value)
  }
  return [...numbers]
}

export function patientOf(facilityCode: string, says: PersonSays, person: DraftPerson): Patient {
  const patient: Patient = {
    resourceType: 'Patient',
    identifier: identifiersOf(facilityCode, says, person),
    active: true,
    gender: says.sex,
    managingOrganization: {
      type: 'Organization',
      identifier: { system: identifierSystems.facility, value: facilityCode },
    },
  }
  const extension = extensionsOf(says)
  if (extension) patient.extension = extension
  if (person.fullName) {
    const parts = splitName(person.fullName)
    patient.name = [
      {
        use: 'official',
        text: person.fullName,
        ...(parts ? { family: parts.family, given: [...parts.given] } : {}),
      },
    ]
  }
  if (says.phone) patient.telecom = [{ system: 'phone', value: says.phone }]
  if (person.birthDate) {
    patient.birthDate = person.birthDate
    const time = says.birth ? bhytBirthTime(says.birth) : null
    if (time) patient._birthDate = { extension: [{ url: extensions.birthTime, valueDateTime: time }] }
  }
  const address = addressOf(says)
  if (address) patient.address = [address]
  if (says.deceasedAt) patient.deceasedDateTime = says.deceasedAt
  else if (says.deceased) patient.deceasedBoolean = true
  return patient
}

function identifiersOf(facilityCode: string, says: PersonSays, person: DraftPerson): Identifier[] {
  const identifiers: Identifier[] = [
    {
      use: 'usual',
      type: { coding: [{ system: codeSystems.identifierType, code: 'MR' }] },
      system: identifierSystems.mrn(facilityCode),
      value: says.localId,
      assigner: {
        type: 'Organization',
        identifier: { system: identifierSystems.facility, value: facilityCode },
      },
    },
  ]
  if (person.citizenId)
    identifiers.push({
      use: 'official',
      type: { coding: [{ system: codeSystems.identifierType, code: 'NI' }] },
      system: identifierSystems.citizenId,
      value: person.citizenId,
    })
  else if (says.idNumber) {
    const old = parseOldIdCard(says.idNumber)
    const passport = parsePassport(says.idNumber)
    if (old.ok) identifiers.push({ use: 'old', system: identifierSystems.oldIdCard, value: old.value })
    else if (passport.ok)
      identifiers.push({
        type: { coding: [{ system: codeSystems.identifierType, code: 'PPN' }] },
        system: identifierSystems.passport,
        value: passport.value,
      })
    // Neither: an account or a damaged number. Kept as written, under no system, so that nothing is joined by it.
    else identifiers.push({ use: 'temp', value: says.idNumber })
  }
  for (const value of person.insuranceNumbers)
    identifiers.push({
      type: { coding: [{ system: codeSystems.identifierType, code: 'SB' }] },
      system: identifierSystems.insuranceNumber,
      value,
    })
  return identifiers
}

function extensionsOf(says: PersonSays): Extension[] | undefined {
  const { ethnicGroup, nationality, occupation } = says
  return sentOnly([
    ethnicGroup ? ethnicityOf(ethnicGroup) : undefined,
    nationality ? nationalityOf(nationality) : undefined,
    occupation
      ? { url: extensions.occupation, valueCodeableConcept: coded(codeSystems.occupation, occupation) }
      : undefined,
  ])
}

export const ethnicityOf = (code: string): Extension => ({
  url: extensions.ethnicity,
  valueCodeableConcept: coded(codeSystems.ethnicGroup, code, nameOf('ethnicGroups', code.padStart(2, '0'))),
})

export const nationalityOf = (code: string): Extension => ({
  url: extensions.nationality,
  extension: [
    {
      url: 'code',
      valueCodeableConcept: coded(codeSystems.nationality, code, nameOf('nationalities', code)),
    },
  ],
})

function addressOf(says: PersonSays): Address | undefined {
  const { province, district, ward, on } = says
  if (!says.address && !province && !district && !ward) return undefined
  const address: Address = { use: 'home', country: 'VN' }
  const extension = sentOnly([
    province ? place(extensions.provinceCode, codeSystems.province, province) : undefined,
    district ? place(extensions.districtCode, codeSystems.district, district) : undefined,
    ward ? place(extensions.wardCode, codeSystems.ward, ward) : undefined,
  ])
  if (extension) address.extension = extension
  if (says.address) address.text = says.address
  const provinceText = province && provinceName(province, on)
  const wardText = ward && wardName(ward, on, district ?? null)
  if (provinceText) address.state = provinceText
  if (wardText) address.city = wardText
  return address
}

export const place = (url: string, system: string, code: string): Extension => ({
  url,
  valueCoding: { system, code },
})
