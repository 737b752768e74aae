import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { FhirResource, Observation } from 'fhir/r4'
import { projectRoot } from '#foundation/project'
import { identifierSystems } from '#vocabulary/fhir'
import { validateResource } from '#vocabulary/validation'
import { profileByUrl, vnProfiles } from './index.ts'

const base = 'https://mach.vn/fhir/StructureDefinition/'

const errorsOf = (resource: unknown, profile: string): string[] =>
  validateResource(resource, { profiles: [base + profile] })
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ code, key, expression }) => `${key ?? code} ${expression}`)

test('every profile is itself good R4, with a snapshot', () => {
  assert.ok(vnProfiles().length >= 20)
  for (const profile of vnProfiles()) {
    assert.deepEqual(
      validateResource(profile).filter(({ severity }) => severity !== 'information'),
      [],
      profile.url,
    )
    assert.equal(profileByUrl(profile.url), profile)
  }
  assert.equal(profileByUrl(`${base}vn-nothing`), undefined)
})

test('extensions that a profile names are defined', () => {
  for (const { snapshot } of vnProfiles())
    for (const { type, sliceName } of snapshot!.element)
      for (const { profile } of sliceName ? (type ?? []) : [])
        for (const url of profile ?? []) assert.ok(profileByUrl(url), url)
})

const profileOf: Readonly<Record<string, string>> = {
  Patient: 'vn-patient',
  Coverage: 'vn-coverage',
  Organization: 'vn-organization',
  Practitioner: 'vn-practitioner',
  Encounter: 'vn-encounter',
  Condition: 'vn-condition',
  MedicationRequest: 'vn-medicationrequest',
}

const isLab = (resource: Observation): boolean =>
  resource.category?.some(({ coding }) => coding?.[0]?.code === 'laboratory') ?? false

test('what the road makes of a facility file conforms', () => {
  const folder = join(projectRoot(), 'src/record/standardise/fixtures')
  const met = new Set<string>()
  for (const name of readdirSync(folder)) {
    const { patient, entries } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
      patient: FhirResource
      entries: { resource: FhirResource }[]
    }
    for (const resource of [patient, ...entries.map((entry) => entry.resource)]) {
      const isResult = resource.resourceType === 'Observation' && isLab(resource)
      const profile = isResult ? 'vn-observation-lab' : profileOf[resource.resourceType]
      if (!profile) continue
      met.add(profile)
      assert.deepEqual(errorsOf(resource, profile), [], `${name} ${resource.resourceType}`)
    }
  }
  assert.equal(met.size, 8)
})

const aPatient = (...identifier: object[]) => ({ resourceType: 'Patient', gender: 'female', identifier })
const citizen = (value: string) => ({ system: identifierSystems.citizenId, value })

test('a citizen number has twelve digits and a person has one', () => {
  assert.deepEqual(errorsOf(aPatient(citizen('079190999001')), 'vn-patient'), [])
  for (const value of ['07919099900', '0791909990011', '07919099900A'])
    assert.deepEqual(errorsOf(aPatient(citizen(value)), 'vn-patient'), [
      'vn-citizen-id Patient.identifier[0]',
    ])
  assert.deepEqual(errorsOf(aPatient(citizen('079190999001'), citizen('079190999002')), 'vn-patient'), [
    'structure Patient',
  ])
})

test('an insurance card has a group, a level and twelve digits', () => {
  const card = (value: string) => aPatient({ system: identifierSystems.insuranceCard, value })
  assert.deepEqual(errorsOf(card('GD4797999000001'), 'vn-patient'), [])
  for (const value of ['GD9797999000001', 'GD479799900000', 'gd4797999000001'])
    assert.deepEqual(errorsOf(card(value), 'vn-patient'), ['vn-insurance-card Patient.identifier[0]'])
})

test('a patient of a facility has a number there and a gender', () => {
  assert.deepEqual(errorsOf({ resourceType: 'Patient' }, 'vn-patient'), [
    'required Patient',
    'required Patient',
  ])
})

test('a diagnosis has one ICD-10 code', () => {
  const condition = (...coding: object[]) => ({
    resourceType: 'Condition',
    category: [{ text: 'x' }],
    subject: { reference: 'Patient/1' },
    code: { coding },
  })
  const icd = { system: 'http://hl7.org/fhir/sid/icd-10', code: 'J18.9' }
  assert.deepEqual(
    errorsOf(condition(icd, { system: 'http://snomed.info/sct', code: '1' }), 'vn-condition'),
    [],
  )
  assert.deepEqual(errorsOf(condition({ system: 'http://snomed.info/sct', code: '1' }), 'vn-condition'), [
    'required Condition.code',
  ])
})

test('the code of a commune is a code, not words', () => {
  const patient = {
    ...aPatient(citizen('079190999001')),
    address: [{ extension: [{ url: `${base}address-ward`, valueString: 'Phường Bến Nghé' }] }],
  }
  assert.deepEqual(errorsOf(patient, 'vn-patient'), ['structure Patient.address[0].extension[0].valueString'])
})
