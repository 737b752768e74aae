import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import type { Observation, Organization } from 'fhir/r4'
import { parseExact } from '#foundation/json'
import { projectRoot } from '#foundation/project'
import { identifierSystems } from '#vocabulary/fhir'
import { readXml } from '#vocabulary/fhir-xml'
import type { FhirBundleMessage } from '#vocabulary/messages'
import { validateResource } from '#vocabulary/validation'
import type { Draft, DraftEntry } from '../draft.types.ts'
import { foreignValidator, testIds } from '../testing.ts'
import { standardiseBundle } from './index.ts'

function messageOf(text: string, changes: Partial<FhirBundleMessage> = {}): FhirBundleMessage {
  const opened = text.trimStart().startsWith('<') ? readXml(text) : parseExact(text)
  assert.ok(opened.ok)
  return {
    kind: 'fhir-bundle',
    facilityCode: '99901',
    visitLinkId: 'fhir:1',
    saidAt: null,
    bundle: opened.value.value as Record<string, unknown>,
    digits: opened.value.digits,
    ...changes,
  }
}

const fixture = (name: string) => readFileSync(join(projectRoot(), 'fixtures/fhir-bundle', name), 'utf8')
const outpatient = fixture('01-outpatient-transaction.json')

function draftOf(message: FhirBundleMessage): Draft {
  const draft = standardiseBundle(message)
  assert.ok(draft.ok, draft.ok ? '' : draft.problem.code)
  return draft.value
}

const ofType = <T>(entries: readonly DraftEntry[], type: string): T =>
  entries.find((entry) => entry.resource.resourceType === type)!.resource as T

/** All references of all resources, with what stands beside them. */
const referencesOf = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"reference":"([^"]*)"/g)].map(([, reference]) => reference!)

function assertWhole(draft: Draft): void {
  const entries = draft.entries(testIds())
  const known = new Set(entries.map(({ resource }) => `${resource.resourceType}/${resource.id}`))
  known.add('Patient/patient')
  for (const { resource } of entries)
    for (const reference of referencesOf(resource))
      assert.ok(reference.startsWith('#') || known.has(reference), `${resource.resourceType}: ${reference}`)
  for (const reference of referencesOf(draft.patient)) assert.ok(reference.startsWith('#'), reference)
  assert.equal(known.size, entries.length + 1, 'no id twice')
}

function assertValid(draft: Draft): void {
  for (const resource of [
    ...draft.entries(testIds()).map((e) => e.resource),
    { ...draft.patient, id: 'patient' },
  ]) {
    const wrong = validateResource(resource).filter((i) => i.severity === 'error' || i.severity === 'fatal')
    assert.deepEqual(wrong, [], resource.resourceType)
  }
}

test('the patient is known by the numbers of another guide, and by the card of the Coverage', () => {
  const { person, patient, period } = draftOf(messageOf(outpatient))
  const { words: _told, ...known } = person
  assert.deepEqual(known, {
    facilityCode: '99901',
    localId: 'BN000123',
    citizenId: '079190999001',
    insuranceNumbers: ['7999000001'],
    fullName: 'Nguyễn Thị Thử',
    birthDate: '1990-03-15',
    sex: 'female',
  })
  assert.deepEqual(
    patient.identifier?.map((i) => i.system),
    [identifierSystems.citizenId, identifierSystems.insuranceCard, identifierSystems.mrn('99901')],
  )
  assert.deepEqual(patient.generalPractitioner, [
    { type: 'Practitioner', identifier: { system: identifierSystems.licence, value: '000123/HCM-CCHN' } },
  ])
  assert.deepEqual(period, { start: '2026-08-15T08:30:00+07:00', end: '2026-08-15T09:45:00+07:00' })
})

test('1.50 stays 1.50, whatever JavaScript thinks of it', () => {
  const entries = draftOf(messageOf(outpatient)).entries(testIds())
  const observation = entries.find((e) => e.resource.resourceType === 'Observation')!
  const text = observation.digits!.write(observation.resource)
  assert.match(text, /"value":7\.50,/)
  assert.match(text, /"low":\{"value":3\.90\}/)
  const xml = draftOf(messageOf(fixture('02-document.xml'))).entries(testIds())
  const fever = xml.find((e) => e.resource.resourceType === 'Observation')!
  assert.match(fever.digits!.write(fever.resource), /"value":39\.50,/)
})

test('references lead to what is stored, also a doctor whom only a licence number names', () => {
  const draft = draftOf(messageOf(outpatient))
  assertWhole(draft)
  const entries = draft.entries(testIds())
  const reader = ofType<Observation>(entries, 'Observation').performer![0]!
  const stub = entries.find((e) => `Practitioner/${e.resource.id}` === reader.reference)!
  assert.equal(stub.scope, 'shared-stub')
  assert.deepEqual(reader.identifier, { system: identifierSystems.licence, value: '000456/HCM-CCHN' })
  assert.deepEqual(
    entries.map(({ resource, scope }) => [resource.resourceType, scope]),
    [
      ['Organization', 'shared-stub'],
      ['Practitioner', 'shared'],
      ['Encounter', 'visit'],
      ['Condition', 'visit'],
      ['Observation', 'visit'],
      ['MedicationRequest', 'visit'],
      ['Coverage', 'visit'],
      ['Practitioner', 'shared-stub'],
    ],
  )
})

test('the words of other guides become ours; security labels stay, the sender’s version goes', () => {
  const observation = ofType<Observation>(draftOf(messageOf(outpatient)).entries(testIds()), 'Observation')
  assert.equal(observation.code.coding?.[0]?.system, 'http://loinc.org')
  assert.deepEqual(Object.keys(observation.meta!), ['security'])
})

test('of another facility only its code and name are taken', () => {
  const organization = ofType<Organization>(
    draftOf(messageOf(outpatient, { facilityCode: '99902' })).entries(testIds()),
    'Organization',
  )
  assert.deepEqual(Object.keys(organization).sort(), ['id', 'identifier', 'name', 'resourceType'])
})

test('each resource says at which place of the sent Bundle it stood', () => {
  const sent = messageOf(outpatient, { rows: [2, 4, 6, 8, 10, 12, 14, 16] })
  const rows = draftOf(sent)
    .entries(testIds())
    .map(({ source }) => source.row)
  assert.deepEqual(rows, [4, 6, 8, 10, 12, 14, 16, 12])
})

test('a reference out of the Bundle keeps its text, its type and its number', () => {
  const bundle = JSON.parse(outpatient)
  bundle.entry[5].resource.specimen = { reference: 'Specimen/77', display: 'Máu' }
  const entries = draftOf(messageOf(JSON.stringify(bundle))).entries(testIds())
  assert.deepEqual(ofType<Observation>(entries, 'Observation').specimen, {
    display: 'Máu',
    type: 'Specimen',
    extension: [{ url: 'https://mach.vn/fhir/StructureDefinition/sent-text', valueString: 'Specimen/77' }],
  })
})

test('the same Bundle sent again with fresh urn:uuid keeps the ids of whatever has a number', () => {
  const again = outpatient.replaceAll('3a0f5d8e-0000', 'ffffffff-1111')
  const ids = (text: string) =>
    new Map(
      draftOf(messageOf(text))
        .entries(testIds())
        .map((e) => [`${e.resource.resourceType}${e.source.row}`, e.resource.id]),
    )
  for (const type of ['Encounter4', 'Coverage8', 'Organization2'])
    assert.equal(ids(again).get(type), ids(outpatient).get(type), type)
})

test('everything a Bundle becomes is valid by our checks and by somebody else’s', () => {
  const foreign = foreignValidator()
  for (const name of ['01-outpatient-transaction.json', '02-document.xml']) {
    const draft = draftOf(messageOf(fixture(name)))
    assertWhole(draft)
    assertValid(draft)
    for (const { resource } of draft.entries(testIds()))
      assert.deepEqual(foreign(resource), [], resource.resourceType)
  }
})

test('a Bundle of two patients or of none is refused with a sentence', () => {
  const two = standardiseBundle(messageOf(fixture('03-two-patients-collection.json')))
  assert.ok(!two.ok && two.problem.code === 'STANDARDISE_BUNDLE_PATIENT')
  assert.ok(!standardiseBundle(messageOf('{"resourceType":"Bundle"}')).ok)
})

test('whatever resources refer to whatever, nothing is lost and no reference dangles', () => {
  const types = ['Observation', 'Organization', 'Practitioner', 'Location', 'Specimen', 'Encounter']
  const entry = fc.record({
    type: fc.constantFrom(...types),
    named: fc.constantFrom('urn', 'http', 'none'),
    links: fc.array(fc.nat(9), { maxLength: 3 }),
    note: fc.string(),
    value: fc.constantFrom('1.50', '2', '0.10', '1e2'),
  })
  const urlOf = (each: { named: string; type: string } | undefined, i: number) =>
    each?.named === 'http'
      ? `https://a.example/fhir/${each.type}/r${i}`
      : `urn:uuid:00000000-0000-4000-8000-00000000000${i}`
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), (made) => {
      const patient = `{"fullUrl":"urn:uuid:p","resource":{"resourceType":"Patient","id":"p"}}`
      const others = made.map(({ type, named, links, note, value }, i) => {
        const url = named === 'none' ? '' : `"fullUrl":"${urlOf({ named, type }, i)}",`
        const linked = links.map((l) => `{"reference":"${urlOf(made[l], l)}"}`)
        return `{${url}"resource":{"resourceType":"${type}","id":"r${i}","note":${JSON.stringify(note)},"value":${value},"subject":{"reference":"urn:uuid:p"},"link":[${linked}]}}`
      })
      const message = messageOf(`{"resourceType":"Bundle","entry":[${[patient, ...others]}]}`)
      const draft = draftOf(message)
      assertWhole(draft)
      const entries = draft.entries(testIds())
      assert.equal(entries.length, made.length)
      for (const [i, { resource, digits }] of entries.entries()) {
        const text = digits ? digits.write(resource) : JSON.stringify(resource)
        assert.ok(text.includes(`"value":${made[i]!.value}`))
        assert.ok(text.includes(JSON.stringify(made[i]!.note)))
      }
    }),
  )
})

const synthea = join(projectRoot(), '../shared/reference/fhir/synthea')
test('lives of synthetic patients go in whole: every entry stored, every reference leads somewhere, everything valid', {
  skip: existsSync(synthea) ? false : 'needs ../shared/reference/fhir/synthea',
}, () => {
  const files = readdirSync(synthea).filter((name) => name.endsWith('.json.gz') && !name.startsWith('0-'))
  for (const name of files.slice(0, 4)) {
    const text = gunzipSync(readFileSync(join(synthea, name))).toString('utf8')
    const message = messageOf(text)
    const draft = draftOf(message)
    assertWhole(draft)
    assertValid(draft)
    const sent = (message.bundle.entry as unknown[]).length
    const own = draft.entries(testIds()).filter((entry) => entry.scope === 'visit')
    assert.equal(own.length, sent - 1, name)
  }
})
