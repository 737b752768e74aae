import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import { type Malformed, text } from './corpus.types.ts'

type Json = Record<string, unknown>
interface Bundle extends Json {
  entry: { resource: Json; request?: Json }[]
}

const seed = readFileSync(join(projectRoot(), 'fixtures/fhir-bundle/01-outpatient-transaction.json'), 'utf8')
const bundle = (number: string, change: (bundle: Bundle) => void = () => {}): string => {
  const made = JSON.parse(seed) as Bundle
  made.identifier = { system: 'https://benhvien.example/so', value: number }
  change(made)
  return JSON.stringify(made)
}
const between = (victim: string) => text(`[${bundle('B1')},${victim},${bundle('B3')}]`)
const raw = (what: string, victim: string, says: string, keeps = 2): Malformed => ({
  id: `fhir-bundle/${what}`,
  file: between(victim),
  says: [says],
  keeps,
})
const item = (what: string, change: (bundle: Bundle) => void, says: string, keeps = 2) =>
  raw(what, bundle('B2', change), says, keeps)
const resource = (b: Bundle, type: string) => b.entry.find((e) => e.resource.resourceType === type)!.resource
const whole = (what: string, file: string | Uint8Array, says: string, keeps = 0): Malformed => ({
  id: `fhir-bundle/file/${what}`,
  file: typeof file === 'string' ? text(file) : file,
  says: [says],
  keeps,
})

/** Bundles, each in a list between two sound ones. */
export function fhirBundles(): Malformed[] {
  const types = ['history', 'transaction-response', 'batch-response', 'subscription-notification']
  const methods = ['GET', 'DELETE', 'PATCH', 'HEAD']
  return [
    ...types.map((type) =>
      item(
        `type-${type}`,
        (b) => {
          b.type = type
        },
        'FHIR_BUNDLE_TYPE',
      ),
    ),
    item(
      'type-missing',
      (b) => {
        delete b.type
      },
      'FHIR_BUNDLE_TYPE',
    ),
    ...methods.map((method) =>
      item(
        `method-${method}`,
        (b) => {
          b.entry[1]!.request = { method, url: 'Observation/1' }
        },
        'FHIR_ENTRY_NOT_TAKEN',
      ),
    ),
    item(
      'entry-empty',
      (b) => {
        b.entry.push({} as never)
      },
      'FHIR_ENTRY_NOT_TAKEN',
    ),
    item(
      'entry-null',
      (b) => {
        b.entry.push(null as never)
      },
      'FHIR_ENTRY_NOT_TAKEN',
    ),
    item(
      'no-patient',
      (b) => {
        b.entry = b.entry.filter((e) => e.resource.resourceType !== 'Patient')
      },
      'FHIR_NO_PATIENT',
    ),
    item(
      'no-entries',
      (b) => {
        b.entry = []
      },
      'FHIR_NO_PATIENT',
    ),
    item(
      'two-patients',
      (b) => {
        b.entry.push({
          ...structuredClone(b.entry.find((e) => e.resource.resourceType === 'Patient')!),
          fullUrl: 'urn:uuid:00000000-0000-4000-8000-00000000beef',
        } as never)
      },
      'FHIR_PATIENTS_IN_LIST',
    ),
    item(
      'patient-elsewhere',
      (b) => {
        ;(resource(b, 'Encounter').subject as Json).reference = 'Patient/khac'
      },
      'FHIR_OTHER_PATIENT',
    ),
    item(
      'another-facility',
      (b) => {
        resource(b, 'Patient').managingOrganization = {
          identifier: { system: 'https://mach.vn/fhir/sid/facility', value: '99902' },
        }
      },
      'FHIR_FACILITY_MISMATCH',
    ),
    item(
      'gender-unknown',
      (b) => {
        resource(b, 'Patient').gender = 'Nam'
      },
      'FHIR_INVALID',
    ),
    item(
      'birth-in-words',
      (b) => {
        resource(b, 'Patient').birthDate = '15/03/1990'
      },
      'FHIR_INVALID',
    ),
    item(
      'status-unknown',
      (b) => {
        resource(b, 'Encounter').status = 'xong'
      },
      'FHIR_INVALID',
    ),
    item(
      'status-missing',
      (b) => {
        delete resource(b, 'Encounter').status
      },
      'FHIR_INVALID',
    ),
    item(
      'class-missing',
      (b) => {
        delete resource(b, 'Encounter').class
      },
      'FHIR_INVALID',
    ),
    item(
      'name-as-text',
      (b) => {
        resource(b, 'Patient').name = 'Nguyễn Văn Thử'
      },
      'FHIR_INVALID',
    ),
    item(
      'unknown-element',
      (b) => {
        resource(b, 'Patient').hoTen = 'x'
      },
      'FHIR_INVALID',
    ),
    item(
      'unknown-type',
      (b) => {
        b.entry.push({ resource: { resourceType: 'BenhNhan' }, request: { method: 'POST', url: 'BenhNhan' } })
      },
      'FHIR_INVALID',
    ),
    item(
      'two-values',
      (b) => {
        Object.assign(resource(b, 'Patient'), { deceasedBoolean: true, deceasedDateTime: '2026-01-01' })
      },
      'FHIR_INVALID',
    ),
    item(
      'empty-object',
      (b) => {
        resource(b, 'Patient').maritalStatus = {}
      },
      'FHIR_INVALID',
    ),
    item(
      'empty-list',
      (b) => {
        resource(b, 'Patient').telecom = []
      },
      'FHIR_INVALID',
    ),
    item(
      'boolean-as-text',
      (b) => {
        resource(b, 'Patient').active = 'true'
      },
      'FHIR_INVALID',
    ),
    item(
      'not-an-object',
      (b) => {
        b.entry.push({ resource: 'Patient' } as never)
      },
      'FHIR_ENTRY_NOT_TAKEN',
    ),
    raw(
      'single-resource',
      JSON.stringify((JSON.parse(seed) as Bundle).entry[0]!.resource),
      'FHIR_NOT_BUNDLE',
    ),
    raw('other-object', '{"xin":"chao"}', 'FHIR_NOT_BUNDLE'),
    raw('comma-too-many', bundle('B2').replace('{', '{,'), 'FHIR_BROKEN'),
    raw('not-quoted', bundle('B2').replace('"resourceType"', 'resourceType'), 'FHIR_BROKEN'),
    raw('comment', bundle('B2').replace('{', '{/*x*/'), 'FHIR_BROKEN'),
    raw('name-twice', bundle('B2').replace('{', '{"type":"batch",'), 'FHIR_BROKEN'),
    raw('line-break-in-text', bundle('B2').replace('"B2"', '"B\n2"'), 'FHIR_BROKEN'),
    raw('escape-unknown', bundle('B2').replace('"B2"', '"B\\q2"'), 'FHIR_BROKEN'),
    raw('number-with-zeros', bundle('B2').replace('{', '{"n":01,'), 'FHIR_BROKEN'),
    raw('nan', bundle('B2').replace('{', '{"n":NaN,'), 'FHIR_BROKEN'),
    raw('too-deep', `{"resourceType":"Bundle","x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, 'FHIR_BROKEN'),
    whole('cut', bundle('B1').slice(0, -50), 'FHIR_TRUNCATED'),
    whole('cut-in-list', `[${bundle('B1')},${bundle('B2').slice(0, -50)}`, 'FHIR_TRUNCATED', 1),
    whole('text-behind', `${bundle('B1')} và hết`, 'FHIR_TRAILING', 1),
    whole(
      'doctype',
      '<!DOCTYPE Bundle [<!ENTITY a "b">]><Bundle xmlns="http://hl7.org/fhir"/>',
      'FHIR_DOCTYPE',
    ),
  ]
}
