import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Bundle, OperationOutcome, Parameters, Patient, Person } from 'fhir/r4'
import { Client } from 'fhir-kit-client'
import { type AccessLine, openIdentityGate } from '#gate/identity'
import type { IdentityAnswers } from '#vocabulary/demographics/answers'
import { identifierSystems } from '#vocabulary/fhir'
import { validateResource } from '#vocabulary/validation'
import { ledgerInMemory } from '../../../gate/readings/testing.ts'
import { listedAnswers } from '../../../vocabulary/demographics/answers/testing.ts'
import { base, now, openServer, type Told } from '../operations/testing.ts'

const citizen = { system: identifierSystems.citizenId, value: '079190999001' }
const name = { fullName: 'Nguyễn Thị Thử', birthDate: '1990-03-15', citizenNumber: citizen.value }
// The domains and numbers of PIXm's own example: Alice Mohr in the domains Red, Blue and Green.
const domain = 'urn:oid:1.3.6.1.4.1.21367.13.20'
const red = { system: `${domain}.1000`, value: 'IHERED-994' }
const green = { system: `${domain}.2000`, value: 'IHEGREEN-994' }
const blue = { system: `${domain}.3000`, value: 'IHEBLUE-994' }

const listed = listedAnswers([
  {
    personId: 'person-1',
    records: [
      {
        patientId: 'thu-99901',
        numbers: [{ system: identifierSystems.mrn('99901'), value: 'BN1' }, citizen],
        words: name,
      },
      {
        patientId: 'thu-99902',
        numbers: [{ system: identifierSystems.mrn('99902'), value: 'X1' }],
        words: name,
      },
    ],
    assurance: { 'thu-99901': 4 },
  },
  {
    personId: 'person-2',
    records: [{ patientId: 'khac', numbers: [], words: { ...name, birthDate: '1961', citizenNumber: null } }],
  },
  {
    personId: 'person-3',
    records: [
      { patientId: 'Patient-MohrAlice-Red', numbers: [red] },
      { patientId: 'Patient-MohrAlice-Blue', numbers: [blue] },
      { patientId: 'Patient-MohrAlice-Green', numbers: [green] },
    ],
  },
])

const aPatient = (id: string): Patient => ({
  resourceType: 'Patient',
  id,
  name: [{ text: 'Nguyễn Thị Thử' }],
  address: [{ text: '12 Lê Lợi' }],
})

async function aServer(t: TestContext, given: { readonly isClosed?: boolean } = {}) {
  const lines: AccessLine[] = []
  const identity = openIdentityGate({
    answers: listed,
    clock: { now: () => now },
    note: (line) => lines.push(line),
    noteReadings: ledgerInMemory().note,
  })
  const server = await openServer(t, [], given.isClosed ? {} : { identity })
  for (const id of ['thu-99901', 'thu-99902', 'khac']) await server.put(aPatient(id))
  return { ...server, lines }
}

const asked = (patient: object, more: object[] = []): Parameters =>
  ({
    resourceType: 'Parameters',
    parameter: [{ name: 'resource', resource: { resourceType: 'Patient', ...patient } }, ...more],
  }) as Parameters
const thu = { name: [{ text: 'Nguyễn Thị Thử' }], birthDate: '1990-03-15' }
const entriesOf = (told: Told) => {
  assert.equal(told.status, 200, told.text)
  const bundle = told.json() as Bundle
  assert.equal(bundle.type, 'searchset')
  assert.equal(bundle.total, bundle.entry?.length ?? 0)
  return (bundle.entry ?? []).map(({ resource, search, fullUrl }) => ({
    id: resource!.id,
    fullUrl,
    resource: resource as Patient,
    grade: search!.extension![0]!.valueCode,
    score: search!.score!,
    mode: search!.mode,
  }))
}
const issueOf = (told: Told) => (told.json() as OperationOutcome).issue[0]!

test('$match gives every record of those who match, best first, each with score and grade', async (t) => {
  const { ask, lines } = await aServer(t)
  const found = entriesOf(await ask('Patient/$match', asked({ ...thu, identifier: [citizen] })))
  assert.deepEqual(
    found.map(({ id, grade, score, mode }) => [id, grade, score, mode]),
    [
      ['thu-99901', 'certain', 0.999, 'match'],
      ['thu-99902', 'certain', 0.999, 'match'],
      ['khac', 'possible', 0.4, 'match'],
    ],
  )
  assert.equal(found[0]!.fullUrl, `${base}/Patient/thu-99901`)
  assert.equal(found[0]!.resource.address![0]!.text, '12 Lê Lợi')
  assert.deepEqual(
    lines.map(({ door, outcome, personIds }) => [door, outcome, ...personIds]),
    [['fhir', 'certain', 'person-1', 'person-2']],
  )
})

test('of somebody only possible nothing is said but that there is a record', async (t) => {
  const { ask } = await aServer(t)
  const found = entriesOf(await ask('Patient/$match', asked(thu)))
  const possible = found.find(({ grade }) => grade === 'possible')!
  assert.deepEqual(Object.keys(possible.resource).sort(), ['id', 'meta', 'resourceType'])
  assert.equal(possible.resource.meta!.tag![0]!.code, 'SUBSETTED')
})

test('count and onlyCertainMatches are kept to; a bare Patient is enough; two certain people are nobody', async (t) => {
  const { ask } = await aServer(t)
  const ids = async (body: object) => entriesOf(await ask('Patient/$match', body)).map(({ id }) => id)
  assert.deepEqual(await ids({ resourceType: 'Patient', ...thu }), ['thu-99901', 'thu-99902', 'khac'])
  assert.deepEqual(await ids(asked(thu, [{ name: 'count', valueInteger: 1 }])), ['thu-99901'])
  const certain = [{ name: 'onlyCertainMatches', valueBoolean: true }]
  assert.deepEqual(await ids(asked(thu, certain)), [])
  assert.deepEqual(await ids(asked({ ...thu, identifier: [citizen] }, certain)), ['thu-99901', 'thu-99902'])
  const twice: Pick<IdentityAnswers, 'match'> = {
    match: async (_words, { limit }) => ['a', 'b'].slice(0, limit).map((id) => ({ ...aMatch, personId: id })),
  }
  const identity = openIdentityGate({
    answers: { ...listed, ...twice },
    clock: { now: () => now },
    note: () => undefined,
    noteReadings: ledgerInMemory().note,
  })
  const other = await openServer(t, [], { identity })
  await other.put(aPatient('thu-99901'))
  for (const more of [[], [{ name: 'count', valueInteger: 1 }]])
    assert.equal(entriesOf(await other.ask('Patient/$match', asked(thu, [...certain, ...more]))).length, 0)
})
const aMatch = { patientIds: ['thu-99901'], score: 0.99, grade: 'certain' } as const

test('bad or thin questions to $match are told what is missing', async (t) => {
  const { ask } = await aServer(t)
  const code = async (body: unknown) => {
    const told = await ask('Patient/$match', body)
    return [told.status, issueOf(told).details!.coding![0]!.code]
  }
  assert.deepEqual(await code(asked({ name: [{ text: 'Nguyễn Thị Thử' }] })), [400, 'IDENTITY_TOO_FEW_WORDS'])
  for (const body of [
    { resourceType: 'Parameters' },
    { resourceType: 'Person' },
    { resourceType: 'Parameters', parameter: [{ name: 'resource', resource: { resourceType: 'Person' } }] },
    asked(thu, [{ name: 'resource', resource: { resourceType: 'Patient' } }]),
  ])
    assert.deepEqual(await code(body), [400, 'FHIR_MATCH_PATIENT'])
  for (const bad of [
    { name: 'count', valueInteger: 0 },
    { name: 'count', valueString: 'mười' },
    { name: 'onlyCertainMatches', valueString: 'có' },
    { name: 'threshold', valueDecimal: 0.5 },
  ])
    assert.equal((await code(asked(thu, [bad])))[0], 400)
  assert.equal((await ask('Patient/$match')).status, 405)
  assert.equal((await ask('Patient/thu-99901/$match', asked(thu))).status, 404)
  for (const odd of [{ name: 'x', birthDate: 5 }, { identifier: [null, 7, { value: {} }] }, { name: [[]] }])
    assert.deepEqual(await code(asked(odd)), [400, 'IDENTITY_TOO_FEW_WORDS'])
})

test('$ihe-pix answers PIXm’s own example with its own answer', async (t) => {
  const { ask } = await aServer(t)
  const query = `Patient/$ihe-pix?sourceIdentifier=${encodeURIComponent(`${red.system}|${red.value}`)}`
  const body = {
    resourceType: 'Parameters',
    parameter: [{ name: 'sourceIdentifier', valueString: `${red.system}|${red.value}` }],
  }
  const identifier = {
    resourceType: 'Parameters',
    parameter: [{ name: 'sourceIdentifier', valueIdentifier: red }],
  }
  const target = (id: string, valueIdentifier: object) => [
    { name: 'targetId', valueReference: { reference: `Patient/Patient-MohrAlice-${id}` } },
    { name: 'targetIdentifier', valueIdentifier },
  ]
  for (const told of [
    await ask(query),
    await ask('Patient/$ihe-pix', body),
    await ask('Patient/$ihe-pix', identifier),
  ]) {
    assert.equal(told.status, 200, told.text)
    const { parameter } = told.json() as Parameters
    assert.deepEqual(parameter, [...target('Blue', blue), ...target('Green', green)])
  }
  const narrow = await ask(`${query}&targetSystem=${blue.system}&_format=application%2Ffhir%2Bxml`)
  assert.match(narrow.text, /IHEBLUE-994/)
  assert.doesNotMatch(narrow.text, /IHEGREEN-994/)
  const none = await ask(`${query}&targetSystem=${red.system}`)
  assert.deepEqual(none.json(), { resourceType: 'Parameters' })
})

test('$ihe-pix fails with the statuses and words of PIXm', async (t) => {
  const { ask } = await aServer(t)
  const told = async (query: string) => {
    const answer = await ask(`Patient/$ihe-pix?${query}`)
    const { severity, code, diagnostics } = issueOf(answer)
    return [answer.status, severity, code, diagnostics]
  }
  const source = `sourceIdentifier=${red.system}|${red.value}`
  assert.deepEqual(await told(`sourceIdentifier=${red.system}|IHERED-0`), [
    ...[404, 'error', 'not-found', 'sourceIdentifier Patient Identifier not found'],
  ])
  assert.deepEqual(await told('sourceIdentifier=urn:oid:1.2|1'), [
    ...[400, 'error', 'code-invalid', 'sourceIdentifier Assigning Authority not found'],
  ])
  assert.deepEqual(await told(`${source}&targetSystem=urn:oid:1.2`), [
    ...[403, 'error', 'code-invalid', 'targetSystem not found'],
  ])
  for (const query of ['', 'sourceIdentifier=1', `sourceIdentifier=${red.system}|`, `${source}&${source}`])
    assert.deepEqual((await told(query)).slice(0, 3), [400, 'error', 'required'])
})

test('a Person is made of the index: read, found by a record of theirs, never written over', async (t) => {
  const { ask, put } = await aServer(t)
  await put({ resourceType: 'Person', id: 'own', link: [{ target: { reference: 'Patient/thu-99901' } }] })
  const told = await ask('Person/person-1')
  const person = told.json() as Person
  assert.deepEqual(validateResource(person as never), [])
  assert.deepEqual(person.link, [
    { target: { reference: 'Patient/thu-99901' }, assurance: 'level4' },
    { target: { reference: 'Patient/thu-99902' } },
  ])
  const etag = String(told.headers.etag)
  assert.equal((await ask('Person/person-1', undefined, { 'if-none-match': etag })).status, 304)
  const ids = async (query: string) => {
    const bundle = (await ask(`Person?${query}`)).json() as Bundle
    assert.equal(bundle.total, bundle.entry?.length ?? 0)
    return (bundle.entry ?? []).map(({ resource }) => resource!.id)
  }
  assert.deepEqual(await ids('link=Patient/thu-99901'), ['person-1', 'own'])
  assert.deepEqual(await ids('patient=thu-99902'), ['person-1'])
  assert.deepEqual(await ids('_id=person-1,own'), ['person-1', 'own'])
  assert.deepEqual(await ids('link=Practitioner/thu-99901'), [])
  assert.deepEqual(await ids('link=Patient/thu-99901&name=x'), [])
  assert.equal((await ask('Person?link=Patient/thu-99901&_summary=count')).json().total, 2)
  const mine = { resourceType: 'Person', id: 'person-1', active: false }
  assert.equal((await ask('Person/person-1', mine, {}, 'PUT')).status, 409)
  assert.equal((await ask('Person/person-1', undefined, {}, 'DELETE')).status, 409)
  assert.equal((await ask('Person/person-1/_history/1')).status, 404)
  assert.equal((await ask('Person/nobody')).status, 404)
})

test('without an index there are no such operations, and none are claimed; with one they are', async (t) => {
  const claimed = async (server: Awaited<ReturnType<typeof aServer>>) =>
    (await server.ask('metadata'))
      .json()
      .rest[0].resource.find(({ type }: { type: string }) => type === 'Patient')
      .operation.map(({ name: each }: { name: string }) => each)
      .filter((each: string) => each === 'match' || each === 'ihe-pix')
  const closed = await aServer(t, { isClosed: true })
  for (const told of [
    await closed.ask('Patient/$match', asked(thu)),
    await closed.ask('Patient/$ihe-pix?sourceIdentifier=a|b'),
  ]) {
    assert.equal(told.status, 404)
  }
  assert.deepEqual(await claimed(closed), [])
  assert.deepEqual(await claimed(await aServer(t)), ['match', 'ihe-pix'])
})

test('a foreign client (fhir-kit-client) asks $match and $ihe-pix over HTTP', async (t) => {
  const { app } = await aServer(t)
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const client = new Client({ baseUrl: `${address}/fhir/R4` })
  const matched = (await client.operation({
    name: 'match',
    resourceType: 'Patient',
    input: asked(thu) as never,
  })) as unknown as Bundle
  assert.equal(matched.entry!.length, 3)
  const crossed = (await client.operation({
    name: 'ihe-pix',
    resourceType: 'Patient',
    method: 'GET',
    input: { sourceIdentifier: `${red.system}|${red.value}` },
  })) as unknown as Parameters
  assert.equal(crossed.parameter!.length, 4)
})
