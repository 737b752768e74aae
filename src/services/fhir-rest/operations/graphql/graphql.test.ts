import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { FhirStore } from '#gate/access'
import { typeNames } from '#vocabulary/definitions'
import { type Anything, base, openServer } from '../testing.ts'
import { graphqlOperation } from './graphql.ts'

async function aWard(t: TestContext, store?: (store: FhirStore) => FhirStore) {
  const server = await openServer(t, [graphqlOperation], store ? { store } : {})
  await server.put(
    JSON.stringify({
      resourceType: 'Patient',
      id: 'an',
      gender: 'male',
      birthDate: '1960-01-02',
      _birthDate: { extension: [{ url: 'urn:about', valueString: 'theo giấy khai sinh' }] },
      name: [
        { use: 'official', family: 'Nguyễn', given: ['Văn', 'An'] },
        { use: 'nickname', text: 'Tí' },
      ],
      generalPractitioner: [{ reference: 'Practitioner/hoa' }, { reference: '#self' }],
      contained: [{ resourceType: 'Practitioner', id: 'self', active: true }],
    }),
  )
  await server.put({ resourceType: 'Patient', id: 'binh', gender: 'female' })
  await server.put({ resourceType: 'Practitioner', id: 'hoa', name: [{ family: 'Hoa' }] })
  for (const [id, value] of [
    ['o1', '37.50'],
    ['o2', '38'],
    ['o3', '39.1'],
  ])
    await server.put(
      `{"resourceType":"Observation","id":"${id}","status":"final","code":{"text":"Thân nhiệt"},"subject":{"reference":"Patient/an"},"effectiveDateTime":"2026-01-0${id![1]}","valueQuantity":{"value":${value}}}`,
    )
  const graphql = async (query: string, path = '$graphql', variables?: unknown) => {
    const told = await server.ask(path, { query, variables }, { 'content-type': 'application/json' })
    assert.match(told.contentType, /^application\/json/, told.text)
    return {
      status: told.status,
      text: told.text,
      ...(told.json() as { data: Anything; errors?: Anything[] }),
    }
  }
  return { ...server, graphql }
}

test('one resource by id, only what is asked, lists by their elements', async (t) => {
  const { graphql } = await aWard(t)
  const { data, errors } = await graphql(
    '{ Patient(id: "an") { resourceType id gender name(use: official) { family given } second: name(_offset: 1, _count: 1) { text } } }',
  )
  assert.equal(errors, undefined)
  assert.deepEqual(data.Patient, {
    resourceType: 'Patient',
    id: 'an',
    gender: 'male',
    name: [{ family: 'Nguyễn', given: ['Văn', 'An'] }],
    second: [{ text: 'Tí' }],
  })
})

test('extensions of simple values can be read', async (t) => {
  const { graphql } = await aWard(t)
  const { data } = await graphql(
    '{ Patient(id: "an") { _birthDate { extension(url: "urn:about") { valueString } } } }',
  )
  assert.deepEqual(data.Patient._birthDate, { extension: [{ valueString: 'theo giấy khai sinh' }] })
})

test('decimals come with the digits that were sent', async (t) => {
  const { graphql } = await aWard(t)
  const { text } = await graphql('{ Observation(id: "o1") { valueQuantity { value } } }')
  assert.equal(text, '{"data":{"Observation":{"valueQuantity":{"value":37.50}}}}')
})

test('a search is a list; variables and several values work as in a URL', async (t) => {
  const { graphql } = await aWard(t)
  const told = await graphql(
    'query($sex: Value!) { PatientList(gender: [$sex]) { id } ObservationList(date: ["ge2026-01-02", "lt2026-01-03"], _sort: "-date") { id } }',
    '$graphql',
    { sex: 'female' },
  )
  assert.equal(told.errors, undefined, told.text)
  assert.deepEqual(told.data, { PatientList: [{ id: 'binh' }], ObservationList: [{ id: 'o2' }] })
})

test('a connection tells the total and how to go on', async (t) => {
  const { graphql } = await aWard(t)
  const page = (more: string) =>
    graphql(
      `{ ObservationConnection(_sort: date, _count: 2 ${more}) { count next previous edges { mode resource { id } } } }`,
    )
  const { data } = await page('')
  const { count, edges, next } = data.ObservationConnection
  assert.deepEqual([count, edges.map((edge: Anything) => edge.resource.id)], [3, ['o1', 'o2']])
  const second = (await page(`_cursor: ${JSON.stringify(next)}`)).data.ObservationConnection
  assert.deepEqual([second.next, second.edges], [null, [{ mode: 'match', resource: { id: 'o3' } }]])
})

test('references lead on, contained ones too, and all of a moment are read at once', async (t) => {
  let reads = 0
  const { graphql } = await aWard(t, (store) => ({
    ...store,
    readMany(refs) {
      reads += 1
      return store.readMany(refs)
    },
  }))
  const { data, errors } = await graphql(`{
    ObservationList { subject { resource { ... on Patient { id generalPractitioner { resource { resourceType ... on Practitioner { active name { family } } } } } } } }
  }`)
  assert.equal(errors, undefined)
  assert.equal(data.ObservationList.length, 3)
  assert.deepEqual(data.ObservationList[0].subject.resource, {
    id: 'an',
    generalPractitioner: [
      { resource: { resourceType: 'Practitioner', active: null, name: [{ family: 'Hoa' }] } },
      { resource: { resourceType: 'Practitioner', active: true, name: null } },
    ],
  })
  assert.equal(reads, 2, 'three patients at once, then one practitioner')
})

test('from a resource to those that point to it', async (t) => {
  const { graphql } = await aWard(t)
  const told = await graphql(
    '{ Patient(id: "an") { ObservationList(_reference: patient, _sort: date, _count: 2) { id } } }',
  )
  assert.deepEqual(told.data, { Patient: { ObservationList: [{ id: 'o1' }, { id: 'o2' }] } }, told.text)
  const wrong = await graphql('{ Patient(id: "an") { ObservationList(_reference: code) { id } } }')
  assert.equal(wrong.errors![0].extensions.code, 'GRAPHQL_REFERENCE')
})

test('at the level of an instance the query starts at the resource', async (t) => {
  const { graphql, ask } = await aWard(t)
  const told = await graphql('{ gender ObservationList(_reference: subject) { id } }', 'Patient/an/$graphql')
  assert.equal(told.data.ObservationList.length, 3, told.text)
  assert.equal((await ask('Patient/none/$graphql?query={id}')).status, 404)
  await ask('Patient/binh', undefined, {}, 'DELETE')
  assert.equal((await ask('Patient/binh/$graphql?query={id}')).status, 410)
})

test('a reference into nowhere is an error of its field, unless it is optional', async (t) => {
  const { graphql, put } = await aWard(t)
  await put({ resourceType: 'Basic', id: 'b', code: { text: 'x' }, subject: { reference: 'Patient/nobody' } })
  const ask = (more: string) =>
    graphql(`{ Basic(id: "b") { subject { resource${more} { ... on Patient { id } } } } }`)
  const strict = await ask('')
  assert.deepEqual(
    [strict.status, strict.errors!.length, strict.errors![0].path],
    [200, 1, ['Basic', 'subject', 'resource']],
  )
  const lenient = await ask('(optional: true)')
  assert.deepEqual([lenient.errors, lenient.data], [undefined, { Basic: { subject: { resource: null } } }])
})

test('a resource of a type that the query does not name still tells what it is', async (t) => {
  const { graphql } = await aWard(t)
  const { data } = await graphql(
    '{ Observation(id: "o1") { subject { resource { resourceType id __typename } } } }',
  )
  assert.deepEqual(data.Observation.subject.resource, {
    resourceType: 'Patient',
    id: 'an',
    __typename: 'OtherResource',
  })
})

test('GET, a form and application/graphql ask the same', async (t) => {
  const { ask } = await aWard(t)
  const query = '{ Patient(id: "binh") { gender } }'
  const answer = '{"data":{"Patient":{"gender":"female"}}}'
  assert.equal((await ask(`$graphql?query=${encodeURIComponent(query)}`)).text, answer)
  assert.equal((await ask('$graphql', query, { 'content-type': 'application/graphql' })).text, answer)
  const form = `query=${encodeURIComponent('query($id: Value!) { Patient(id: $id) { gender } }')}&variables={"id":"binh"}`
  assert.equal(
    (await ask('$graphql', form, { 'content-type': 'application/x-www-form-urlencoded' })).text,
    answer,
  )
})

test('types can be asked about', async (t) => {
  const { graphql } = await aWard(t)
  const { data } = await graphql(
    '{ __type(name: "Patient") { fields { name type { kind name ofType { name } } } } }',
  )
  const birth = data.__type.fields.find(({ name }: { name: string }) => name === 'birthDate')
  assert.equal(birth.type.name, 'String')
})

test('what is no query, or not ours, is 400 with errors', async (t) => {
  const { graphql, ask } = await aWard(t)
  for (const query of [
    '{',
    '{ Patient }',
    '{ Patient(id: "an") { color } }',
    '{ Patient(id: "an") { name(color: red) { text } } }',
    'mutation { PatientCreate { id } }',
    '{ Nonsense(id: 1) { id } }',
    '{ PatientList(gender: {a: 1}) { id } }',
    '{ Patient(id: "an") { ...f } } fragment f on Patient { ...f }',
  ]) {
    const told = await graphql(query)
    assert.deepEqual([told.status, told.data], [400, undefined], query)
    assert.ok(told.errors!.length > 0)
  }
  for (const [body, type] of [
    ['', 'application/graphql'],
    ['{"query":7}', 'application/json'],
    ['{"query":"{ a }","variables":[]}', 'application/json'],
    ['[]', 'application/json'],
    ['x', 'text/plain'],
    [`{"query":"${'a'.repeat(50_001)}"}`, 'application/json'],
  ] as const) {
    const told = await ask('$graphql', body, { 'content-type': type })
    assert.ok(told.status >= 400 && told.status < 500, `${told.status} ${body.slice(0, 40)}`)
    assert.equal(told.json().resourceType, 'OperationOutcome')
  }
  assert.equal((await ask('$graphql')).status, 400)
  assert.equal((await ask('$graphql?query={id}&variables={')).status, 400)
})

test('a bad value of a search is an error of its field', async (t) => {
  const { graphql } = await aWard(t)
  for (const field of [
    'PatientList(birthdate: "x") { id }',
    'PatientList(_count: ten) { id }',
    'PatientConnection(_cursor: "\'; drop") { count }',
  ]) {
    const told = await graphql(`{ ${field} }`)
    assert.equal(told.status, 200)
    assert.equal(told.errors!.length, 1, field)
  }
})

test('queries that would cost too much are refused or cut short', async (t) => {
  const { graphql } = await aWard(t)
  const refused = async (query: string, code: string) => {
    const told = await graphql(query)
    assert.equal(told.status, 400)
    assert.equal(told.errors![0].extensions?.code, code, told.text.slice(0, 200))
  }
  await refused(
    `{ Patient(id: "an") ${'{ extension'.repeat(15)} { url } ${'}'.repeat(15)} }`,
    'GRAPHQL_TOO_COMPLEX',
  )
  await refused(
    `{ ${Array.from({ length: 200 }, (_, i) => `p${i}: Patient(id: "an") { id }`).join(' ')} }`,
    'GRAPHQL_TOO_COMPLEX',
  )
  await refused(`{ Patient(id: 1) { id } } # ${typeNames('resource').join(' ')}`, 'GRAPHQL_TOO_MANY_TYPES')
  // 150 searches at once: a hundred are carried out, one error says why the others were not.
  const many = await graphql(
    `{ ${Array.from({ length: 149 }, (_, i) => `p${i}: PatientList { id }`).join(' ')} }`,
  )
  assert.deepEqual(
    many.errors!.map(({ extensions }) => extensions.code),
    ['GRAPHQL_TOO_COSTLY'],
  )
})

test('nobody who may not read gets data', async (t) => {
  const { ask } = await openServer(t, [graphqlOperation], { actor: null })
  const told = await ask(
    `$graphql?query=${encodeURIComponent('{ Patient(id: "an") { id } PatientList { id } }')}`,
  )
  assert.equal(told.status, 403)
})

test('a lost database is no answer with errors in it', async (t) => {
  const { ask } = await aWard(t, (store) => ({
    ...store,
    search: () => Promise.reject(new Error('connection lost')),
  }))
  const told = await ask(`$graphql?query=${encodeURIComponent('{ PatientList { id } }')}`)
  assert.equal(told.status, 500)
  assert.ok(!told.text.includes('connection lost'))
})

test('absolute references under our own address are followed', async (t) => {
  const { graphql, put } = await aWard(t)
  await put({
    resourceType: 'Basic',
    id: 'b',
    code: { text: 'x' },
    subject: { reference: `${base}/Patient/an` },
  })
  const { data } = await graphql('{ Basic(id: "b") { subject { resource { ... on Patient { id } } } } }')
  assert.deepEqual(data.Basic.subject.resource, { id: 'an' })
})
