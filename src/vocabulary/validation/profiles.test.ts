import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ElementDefinition, StructureDefinition } from 'fhir/r4'
import { registerProfile } from './profile-registry.ts'
import { anObservation, aPatient, errorsOf, warningsOf } from './testing.ts'

const url = 'http://x.vn/profile'

/** A profile of what it adds: the elements that it names, with their parents. */
function aProfile(
  type: string,
  elements: readonly ElementDefinition[],
  more: object = {},
): StructureDefinition {
  return {
    resourceType: 'StructureDefinition',
    ...{ url, name: 'P', title: 'Thử', status: 'active', kind: 'resource', abstract: false, type },
    derivation: 'constraint',
    snapshot: { element: [{ path: type }, ...elements] },
    ...more,
  } as StructureDefinition
}

const against = (resource: unknown, type: string, ...elements: ElementDefinition[]): string[] =>
  errorsOf(resource, { profiles: [url], definitions: [aProfile(type, elements)] })

test('a profile asks for more, allows less, and fixes values', () => {
  assert.deepEqual(against(aPatient(), 'Patient', { path: 'Patient.gender', min: 1 }), ['required Patient'])
  const name = [{ text: 'A' }, { text: 'B' }]
  assert.deepEqual(against(aPatient({ name }), 'Patient', { path: 'Patient.name', max: '1' }), [
    'structure Patient',
  ])
  assert.deepEqual(
    against(aPatient({ photo: [{ url: 'x:y' }] }), 'Patient', { path: 'Patient.photo', max: '0' }),
    ['structure Patient'],
  )
  const language: ElementDefinition[] = [{ path: 'Patient.language', fixedCode: 'vi' }]
  assert.deepEqual(against(aPatient({ language: 'vi' }), 'Patient', ...language), [])
  assert.deepEqual(against(aPatient({ language: 'en' }), 'Patient', ...language), ['value Patient.language'])
  const long: ElementDefinition[] = [{ path: 'Patient.name' }, { path: 'Patient.name.text', maxLength: 1 }]
  assert.deepEqual(against(aPatient({ name: [{ text: 'AB' }] }), 'Patient', ...long), [
    'too-long Patient.name[0].text',
  ])
})

test('a fixed value is all there is, a pattern may stand among more', () => {
  const code = { coding: [{ system: 'http://loinc.org', code: '8867-4' }] }
  const fixed: ElementDefinition = { path: 'Observation.code', fixedCodeableConcept: code }
  const pattern: ElementDefinition = { path: 'Observation.code', patternCodeableConcept: code }
  const more = {
    text: 'Mạch',
    coding: [
      { system: 'http://x.vn', code: 'M' },
      { ...code.coding[0], display: 'HR' },
    ],
  }
  assert.deepEqual(against(anObservation({ code }), 'Observation', fixed), [])
  assert.deepEqual(against(anObservation({ code: more }), 'Observation', fixed), ['value Observation.code'])
  assert.deepEqual(against(anObservation({ code: more }), 'Observation', pattern), [])
  assert.deepEqual(against(anObservation(), 'Observation', pattern), ['value Observation.code'])
})

test('types, targets and lists of codes are narrowed', () => {
  const quantity: ElementDefinition = { path: 'Observation.value[x]', type: [{ code: 'Quantity' }] }
  assert.deepEqual(against(anObservation({ valueQuantity: { value: 1 } }), 'Observation', quantity), [])
  assert.deepEqual(against(anObservation({ valueString: 'x' }), 'Observation', quantity), [
    'structure Observation.valueString',
  ])
  const subject: ElementDefinition = {
    path: 'Observation.subject',
    type: [{ code: 'Reference', targetProfile: ['http://hl7.org/fhir/StructureDefinition/Patient'] }],
  }
  assert.deepEqual(
    against(anObservation({ subject: { reference: 'Patient/1' } }), 'Observation', subject),
    [],
  )
  assert.deepEqual(against(anObservation({ subject: { reference: 'Group/1' } }), 'Observation', subject), [
    'structure Observation.subject',
  ])
  const binding: ElementDefinition = {
    path: 'Observation.code',
    binding: { strength: 'required', valueSet: 'http://x.vn/codes|1' },
  }
  const definitions = [aProfile('Observation', [binding])]
  const bindings = (set: string, _: unknown, code: string) =>
    set === 'http://x.vn/codes' ? code === 'a' : undefined
  const judged = (code: string) =>
    errorsOf(anObservation({ code: { coding: [{ code }] } }), { profiles: [url], definitions, bindings })
  assert.deepEqual(judged('a'), [])
  assert.deepEqual(judged('b'), ['code-invalid Observation.code'])
})

test('an invariant of a profile is run where it stands, with its severity', () => {
  const rule = (severity: 'error' | 'warning'): ElementDefinition => ({
    path: 'Patient.name',
    constraint: [{ key: 'vn-1', severity, human: 'Tên phải có chữ', expression: 'text.exists()' }],
  })
  const patient = aPatient({ name: [{ text: 'A' }, { family: 'B' }] })
  assert.deepEqual(against(patient, 'Patient', rule('error')), ['vn-1 Patient.name[1]'])
  assert.deepEqual(against(patient, 'Patient', rule('warning')), [])
})

test('an invariant of a wanted profile knows the whole resource', () => {
  const rule: ElementDefinition = {
    path: 'Patient.name',
    constraint: [{ key: 'vn-2', severity: 'error', human: 'x', expression: "%resource.gender = 'female'" }],
  }
  const name = [{ text: 'A' }]
  assert.deepEqual(against(aPatient({ gender: 'female', name }), 'Patient', rule), [])
  assert.deepEqual(against(aPatient({ gender: 'male', name }), 'Patient', rule), ['vn-2 Patient.name[0]'])
})

test('a profile may call a rule of its own by a name that R4 uses', () => {
  const rule: ElementDefinition = {
    path: 'Patient.contact',
    constraint: [{ key: 'pat-1', severity: 'error', human: 'x', expression: 'gender.exists()' }],
  }
  assert.deepEqual(against(aPatient({ contact: [{ name: { text: 'A' } }] }), 'Patient', rule), [
    'pat-1 Patient.contact[0]',
  ])
})

const slicing = (type: string, path: string, rules: 'open' | 'closed' = 'open') => ({
  slicing: { discriminator: [{ type, path }], rules } as ElementDefinition['slicing'],
})

test('slices by value: each has its own count and its own rules', () => {
  const elements: ElementDefinition[] = [
    { path: 'Patient.identifier', ...slicing('value', 'system') },
    { path: 'Patient.identifier', sliceName: 'cccd', min: 1, max: '1' },
    { path: 'Patient.identifier.system', fixedUri: 'http://x.vn/cccd' },
    { path: 'Patient.identifier.value', min: 1, maxLength: 3 },
    { path: 'Patient.identifier', sliceName: 'mrn', max: '1' },
    { path: 'Patient.identifier.system', fixedUri: 'http://x.vn/mrn' },
  ]
  const judged = (...identifier: object[]) => against(aPatient({ identifier }), 'Patient', ...elements)
  const cccd = { system: 'http://x.vn/cccd', value: '123' }
  const mrn = { system: 'http://x.vn/mrn', value: '12345' }
  assert.deepEqual(judged(cccd, mrn, { system: 'http://y.vn', value: 'x' }), [])
  assert.deepEqual(judged(mrn), ['required Patient'])
  assert.deepEqual(judged(cccd, mrn, mrn), ['structure Patient'])
  assert.deepEqual(judged({ ...cccd, value: '1234' }), ['too-long Patient.identifier[0].value'])
  assert.deepEqual(judged(mrn, { system: 'http://x.vn/cccd' }), ['required Patient.identifier[1]'])
})

test('slices by pattern, closed to anything else', () => {
  const pattern = { coding: [{ system: 'http://x.vn', code: 'lab' }] }
  const elements: ElementDefinition[] = [
    { path: 'Observation.category', ...slicing('pattern', '$this', 'closed') },
    { path: 'Observation.category', sliceName: 'lab', min: 1, patternCodeableConcept: pattern },
  ]
  const judged = (...category: object[]) => against(anObservation({ category }), 'Observation', ...elements)
  assert.deepEqual(judged({ ...pattern, text: 'XN' }), [])
  assert.deepEqual(judged(pattern, { text: 'khác' }), ['structure Observation.category[1]'])
})

test('slices by a value inside a pattern of the whole', () => {
  const elements: ElementDefinition[] = [
    { path: 'Patient.identifier', ...slicing('value', 'type.coding.code') },
    {
      path: 'Patient.identifier',
      sliceName: 'mrn',
      min: 1,
      patternIdentifier: { type: { coding: [{ code: 'MR' }] } },
    },
  ]
  const judged = (code: string) =>
    against(aPatient({ identifier: [{ type: { coding: [{ code }] } }] }), 'Patient', ...elements)
  assert.deepEqual(judged('MR'), [])
  assert.deepEqual(judged('NI'), ['required Patient'])
})

test('slices by type: the kinds of a choice each have rules', () => {
  const elements: ElementDefinition[] = [
    { path: 'Observation.value[x]', ...slicing('type', '$this') },
    { path: 'Observation.value[x]', sliceName: 'valueQuantity', type: [{ code: 'Quantity' }] },
    { path: 'Observation.value[x].unit', min: 1 },
  ]
  assert.deepEqual(against(anObservation({ valueString: 'x' }), 'Observation', ...elements), [])
  assert.deepEqual(
    against(anObservation({ valueQuantity: { value: 1, unit: 'g' } }), 'Observation', ...elements),
    [],
  )
  assert.deepEqual(against(anObservation({ valueQuantity: { value: 1 } }), 'Observation', ...elements), [
    'required Observation.valueQuantity',
  ])
})

test('slices by what exists', () => {
  const elements: ElementDefinition[] = [
    { path: 'Patient.telecom', ...slicing('exists', 'period') },
    { path: 'Patient.telecom', sliceName: 'old', max: '1' },
    { path: 'Patient.telecom.period', min: 1 },
    { path: 'Patient.telecom', sliceName: 'current', min: 1 },
    { path: 'Patient.telecom.period', max: '0' },
  ]
  const judged = (...telecom: object[]) => against(aPatient({ telecom }), 'Patient', ...elements)
  const old = { system: 'phone', value: '1', period: { end: '2020' } }
  const current = { system: 'phone', value: '2' }
  assert.deepEqual(judged(old, current, current), [])
  assert.deepEqual(judged(old, old, current), ['structure Patient'])
  assert.deepEqual(judged(old), ['required Patient'])
})

test('entries of a bundle are sliced by the type and the profile of their resource', () => {
  const strict = aProfile('Patient', [{ path: 'Patient.gender', min: 1 }], { url: 'http://x.vn/strict' })
  const bundle = (...resources: object[]) => ({
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map((resource) => ({ resource })),
  })
  for (const kind of ['type', 'profile']) {
    const elements: ElementDefinition[] = [
      { path: 'Bundle.entry', ...slicing(kind, 'resource') },
      { path: 'Bundle.entry', sliceName: 'patient', min: 1, max: '1' },
      {
        path: 'Bundle.entry.resource',
        type: [{ code: 'Patient', ...(kind === 'profile' ? { profile: [strict.url] } : {}) }],
      },
    ]
    const definitions = [strict, aProfile('Bundle', elements)]
    const judged = (...resources: object[]) =>
      errorsOf(bundle(...resources), { profiles: [url], definitions })
    const woman = aPatient({ gender: 'female' })
    assert.deepEqual(judged(woman, anObservation()), [], kind)
    assert.deepEqual(judged(anObservation()), ['required Bundle'], kind)
    assert.deepEqual(judged(woman, woman), ['structure Bundle'], kind)
    assert.deepEqual(judged(aPatient()), kind === 'type' ? [] : ['required Bundle'])
  }
})

test('an extension is held to its own definition', () => {
  const rank = aProfile(
    'Extension',
    [{ path: 'Extension.value[x]', min: 1, type: [{ code: 'positiveInt' }] }],
    { url: 'http://x.vn/rank', kind: 'complex-type' },
  )
  const elements: ElementDefinition[] = [
    { path: 'Patient.extension', ...slicing('value', 'url') },
    {
      path: 'Patient.extension',
      sliceName: 'rank',
      max: '1',
      type: [{ code: 'Extension', profile: [rank.url] }],
    },
  ]
  const definitions = [rank, aProfile('Patient', elements)]
  const judged = (...extension: object[]) =>
    errorsOf(aPatient({ extension }), { profiles: [url], definitions })
  const good = { url: rank.url, valuePositiveInt: 1 }
  assert.deepEqual(judged(good, { url: 'http://y.vn', valueString: 'x' }), [])
  assert.deepEqual(judged(good, good), ['structure Patient'])
  assert.deepEqual(judged({ url: rank.url, valueString: 'x' }), [
    'structure Patient.extension[0].valueString',
  ])
})

test('a registered profile is enforced wherever a resource claims it, with or without a version', () => {
  const own = 'http://x.vn/registered'
  registerProfile(aProfile('Patient', [{ path: 'Patient.gender', min: 1 }], { url: own }))
  const claim = (profile: string) => aPatient({ meta: { profile: [profile] } })
  assert.deepEqual(errorsOf(claim(own)), ['required Patient'])
  assert.deepEqual(errorsOf(claim(`${own}|1.0`)), ['required Patient'])
  const inside = { resourceType: 'Bundle', type: 'collection', entry: [{ resource: claim(own) }] }
  assert.deepEqual(errorsOf(inside), ['required Bundle.entry[0].resource'])
  assert.deepEqual(errorsOf(anObservation({ meta: { profile: [own] } })), ['structure Observation'])
})

test('a definition that cannot be read is as good as none, and throws nothing', () => {
  const claim = aPatient({ meta: { profile: [url] } })
  const broken: unknown[] = [
    { url, type: 'Patient' },
    { url, type: 'Nothing', snapshot: { element: [{ path: 'Nothing' }] } },
    { url, type: 'Patient', snapshot: { element: [] } },
    { url, type: 'Patient', snapshot: { element: [{ path: 'Patient' }, { path: 'Patient.a.b' }] } },
    { url, type: 'Patient', snapshot: { element: [{ path: 'Patient' }, { path: 'Patient.name', type: 7 }] } },
  ]
  for (const definition of broken) {
    const options = { definitions: [definition as StructureDefinition] }
    assert.deepEqual(errorsOf(claim, options), [])
    assert.deepEqual(warningsOf(claim, options), ['not-found Patient.meta.profile[0]'])
  }
})

test('a profile whose rules would take for ever is given up after seconds, and the resource is refused', () => {
  const constraint = Array.from({ length: 20 }, (_, n) => ({
    ...{ key: `x-${n}`, severity: 'error' as const, human: 'x' },
    expression: `%resource.descendants().where(%resource.name.where(text = $this).exists()).count() > ${n}`,
  }))
  const name = Array.from({ length: 3_000 }, (_, n) => ({ text: `A${n}` }))
  const began = Date.now()
  const found = against(aPatient({ name }), 'Patient', { path: 'Patient.name', constraint })
  assert.ok(Date.now() - began < 20_000)
  assert.deepEqual(found, ['too-costly Patient'])
})
