import assert from 'node:assert/strict'
import { test } from 'node:test'
import { propertiesOf } from '#vocabulary/definitions'
import {
  compartmentCondition,
  compartmentParams,
  extractSearchIndex,
  paramOf,
  paramsOf,
  searchTypes,
} from './index.ts'
import { mainDates } from './main-dates.ts'
import { lives, noSamples } from './testing.ts'
import { placeOf } from './values/walk.ts'

const bit = (type: string, code: string, present: bigint) =>
  ((present >> BigInt(paramOf(type, code)!.bit)) & 1n) === 1n

const pressure = {
  resourceType: 'Observation',
  id: 'o1',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }, { code: 'HATT' }] },
  subject: { reference: 'Patient/p1' },
  encounter: { reference: 'https://here/Encounter/e1' },
  performer: [
    { reference: 'Practitioner/d1/_history/2' },
    { identifier: { system: 'http://cchn', value: '007' } },
  ],
  effectiveDateTime: '2026-08-01',
  valueQuantity: { value: 120, unit: 'mm[Hg]', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
}

test('an observation leaves its codes, its links, its number and its day', () => {
  const index = extractSearchIndex(pressure, { base: 'https://here' })
  assert.deepEqual([...index.tokens].sort(), [
    'code|http://loinc.org|8480-6',
    'code||8480-6',
    'code||HATT',
    'encounter|Encounter/e1',
    'performer#|http://cchn|007',
    'performer|Practitioner/d1',
    'status||final',
  ])
  assert.equal(index.patient, 'p1')
  assert.deepEqual([index.start, index.end], ['2026-07-31T17:00:00.000Z', '2026-08-01T16:59:59.999Z'])
  const number = (code: string) => paramOf('Observation', code)!.number
  assert.deepEqual(
    index.numbers.map(({ param, lo, hi, code }) => [param, lo, hi, code]),
    [
      [number('code-value-quantity'), 120, 120, '||8480-6'],
      [number('code-value-quantity'), 120, 120, '||HATT'],
      [number('value-quantity'), 120, 120, 'http://unitsofmeasure.org|mm[Hg]'],
    ],
  )
  assert.deepEqual([index.dates, index.strings], [[], []])
  for (const code of ['code', 'subject', 'patient', 'performer', 'date', 'value-quantity'])
    assert.ok(bit('Observation', code, index.present), code)
  for (const code of ['category', 'value-concept', 'component-code'])
    assert.ok(!bit('Observation', code, index.present), code)
})

test('whom a resource is about is a column; about a group it is a token', () => {
  const index = (reference: string) => extractSearchIndex({ ...pressure, subject: { reference } })
  assert.ok(!index('Patient/p1').tokens.some((token) => /^(?:subject|patient)\|/.test(token)))
  const group = index('Group/g1')
  assert.ok(group.tokens.includes('subject|Group/g1') && group.patient === null)
  const elsewhere = index('http://other.vn/Patient/9')
  assert.ok(elsewhere.tokens.includes('patient|http://other.vn/Patient/9') && elsewhere.patient === null)
  const patient = extractSearchIndex({
    resourceType: 'Patient',
    id: 'p1',
    link: [{ other: { reference: 'Patient/p2' } }],
  })
  assert.ok(patient.tokens.includes('link|Patient/p2') && patient.patient === 'p1')
  // Of several patients none is the column's.
  const group2 = extractSearchIndex({
    ...{
      resourceType: 'Group',
      member: [{ entity: { reference: 'Patient/1' } }, { entity: { reference: 'Patient/2' } }],
    },
  })
  assert.ok(group2.tokens.includes('member|Patient/1') && group2.patient === null)
})

test('the timeline falls back to when it was written down, a search for the date does not', () => {
  const noted = extractSearchIndex({ resourceType: 'Condition', recordedDate: '2026-08-01T09:00:00+07:00' })
  assert.equal(noted.start, '2026-08-01T02:00:00.000Z')
  assert.ok(
    !bit('Condition', 'onset-date', noted.present) && bit('Condition', 'recorded-date', noted.present),
  )
  const still = extractSearchIndex({ resourceType: 'Encounter', period: { start: '2026-08' } })
  assert.deepEqual([still.start, still.end], ['2026-07-31T17:00:00.000Z', null])
  const courses = extractSearchIndex({
    ...{ resourceType: 'Observation', effectiveTiming: { event: ['2026-08-03', '2026-08-01'] } },
  })
  assert.deepEqual([courses.start, courses.end], ['2026-07-31T17:00:00.000Z', '2026-08-03T16:59:59.999Z'])
  const oldest = extractSearchIndex({ resourceType: 'Patient', birthDate: '0001' })
  assert.equal(oldest.start, '0001-01-01T00:00:00.000Z')
})

function isSingle(type: string, path: string): boolean {
  let at = type
  return path.split('.').every((name) => {
    const property = propertiesOf(at).get(name)
    at = property?.type ?? ''
    return property?.element.max === 1
  })
}

test('every main date is a date parameter of its type with one value at most', () => {
  for (const [type, { answers }] of Object.entries(mainDates)) {
    if (answers === null) continue
    const param = paramOf(type, answers)
    assert.equal(param?.type, 'date', `${type}.${answers}`)
    assert.ok(param.isMainDate && paramsOf(type).filter((each) => each.isMainDate).length === 1)
    for (const walk of param.walks)
      assert.ok(isSingle(type, placeOf(walk).path), `${type}.${answers}: ${walk}`)
  }
})

test('names are kept by the beginnings of their words, each string once', () => {
  const index = extractSearchIndex({
    ...{
      resourceType: 'Patient',
      id: 'p',
      name: [{ family: 'Nguyễn', given: ['Thị', 'Hương'] }, { text: 'NGUYỄN thị Hương' }],
    },
    address: [{ line: ['Ấp 1'], district: 'Ấp 1', state: 'Đồng Nai' }],
  })
  const of = (code: string) =>
    index.strings.filter((row) => row.param === paramOf('Patient', code)!.number).map((row) => row.text)
  assert.deepEqual(of('name'), ['nguyen thi huong', 'thi huong', 'huong'])
  assert.deepEqual(of('given'), ['thi', 'huong'])
  assert.deepEqual(of('address'), ['ap 1', 'dong nai'])
})

test('links of ours and open ends are indexed too', () => {
  const claim = extractSearchIndex({
    resourceType: 'Claim',
    extension: [
      {
        url: 'https://mach.vn/fhir/StructureDefinition/encounter',
        valueReference: { reference: 'Encounter/e1' },
      },
    ],
    item: [{ encounter: [{ reference: 'Encounter/e2' }] }],
  })
  assert.deepEqual(claim.tokens.filter((token) => token.startsWith('encounter')).sort(), [
    'encounter|Encounter/e1',
    'encounter|Encounter/e2',
  ])
  const low = extractSearchIndex({ ...pressure, valueQuantity: { value: 5, comparator: '<', unit: 'mg' } })
  assert.deepEqual(low.numbers.at(-1), {
    ...{ param: paramOf('Observation', 'value-quantity')!.number, lo: -1e308, hi: 5, code: 'mg' },
  })
})

test('a compartment is found by its parameters, its own resource by its id', () => {
  const codes = (compartment: string, type: string) =>
    compartmentParams(compartment, type).map((each) => each.code)
  assert.deepEqual(codes('Patient', 'Coverage'), ['policy-holder', 'subscriber', 'beneficiary', 'payor'])
  assert.deepEqual(codes('Encounter', 'Observation'), ['encounter'])
  assert.deepEqual(codes('Patient', 'Organization'), [])
  assert.equal(compartmentCondition('Patient', '1', 'Organization'), null)
  assert.equal(compartmentCondition('Patient', '1', 'Patient')?.kind, 'or')
  assert.deepEqual(compartmentCondition('Encounter', 'e', 'Encounter'), { kind: 'id', ids: ['e'] })
  assert.deepEqual(compartmentParams('__proto__', 'toString'), [])
})

test('any JSON of any type is looked at without harm, and in time that grows with its size', () => {
  const odd: unknown[] = [
    null,
    0,
    'x',
    true,
    [],
    [null],
    [[{}]],
    { coding: [null, 'x', { code: 1 }] },
    { reference: {} },
  ]
  for (const type of searchTypes())
    for (const value of odd) {
      const resource: Record<string, unknown> = {
        resourceType: type,
        extension: value,
        contained: value,
        meta: value,
      }
      for (const { walks } of paramsOf(type))
        for (const walk of walks) resource[/^\w+/.exec(walk)?.[0] ?? 'id'] = value
      extractSearchIndex({ ...resource, resourceType: type })
    }
  assert.deepEqual(extractSearchIndex({ resourceType: 'Nurse' }).tokens, [])
  assert.deepEqual(extractSearchIndex({ resourceType: '__proto__' }).tokens, [])
  const member = Array.from({ length: 100_000 }, (_, i) => ({
    entity: { reference: `Patient/${i % 50_000}` },
  }))
  assert.equal(extractSearchIndex({ resourceType: 'Group', member }).tokens.length, 50_000)
})

test('a life of synthetic data stays within its index space', { skip: noSamples }, () => {
  const resources = lives(6, 1)
  let tokens = 0
  let rows = 0
  for (const resource of resources) {
    const index = extractSearchIndex(resource)
    assert.equal(new Set(index.tokens).size, index.tokens.length, 'each token once')
    tokens += index.tokens.length
    rows += index.numbers.length + index.dates.length + index.strings.length
  }
  const each = (sum: number) => sum / resources.length
  // Measured: 10.6 and 1.5.
  assert.ok(each(tokens) < 14 && each(rows) < 2.5, `${each(tokens)} tokens, ${each(rows)} rows`)
})
