import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Bundle, Composition } from 'fhir/r4'
import { documentOperation } from './document.ts'
import { base, openServer, saidBy } from './testing.ts'

const letter: Composition = {
  resourceType: 'Composition',
  id: 'letter',
  status: 'final',
  type: { text: 'Giấy ra viện' },
  title: 'Giấy ra viện',
  date: '2026-03-01',
  subject: { reference: 'Patient/an' },
  author: [{ reference: 'PractitionerRole/doctor' }],
  section: [
    {
      title: 'Chẩn đoán',
      text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' },
      section: [{ title: 'a', entry: [{ reference: 'Observation/heat' }] }],
    },
  ],
}

async function aLetter(t: TestContext) {
  const server = await openServer(t, [documentOperation])
  await server.put({
    resourceType: 'Patient',
    id: 'an',
    managingOrganization: { reference: 'Organization/station' },
  })
  await server.put({
    resourceType: 'Organization',
    id: 'station',
    name: 'Trạm y tế',
    partOf: { reference: 'Organization/above' },
  })
  await server.put({ resourceType: 'Organization', id: 'above', name: 'Trung tâm y tế' })
  await server.put({ resourceType: 'Practitioner', id: 'hoa' })
  await server.put({
    resourceType: 'PractitionerRole',
    id: 'doctor',
    practitioner: { reference: 'Practitioner/hoa' },
  })
  await server.put(
    '{"resourceType":"Observation","id":"heat","status":"final","code":{"text":"Nhiệt độ"},"valueQuantity":{"value":37.50}}',
  )
  await server.put(letter)
  return server
}

const names = (bundle: Bundle) => bundle.entry!.map(({ fullUrl }) => fullUrl!.slice(base.length + 1))

test('a document is the Composition, what it names at any depth, and what those name in turn', async (t) => {
  const { ask } = await aLetter(t)
  const told = await ask('Composition/letter/$document')
  assert.equal(told.status, 200, told.text)
  const bundle = told.json() as Bundle
  assert.equal(bundle.type, 'document')
  assert.match(bundle.identifier!.value!, /^urn:uuid:[0-9a-f-]{36}$/)
  assert.equal(bundle.timestamp, '2026-03-10T02:00:00.000Z')
  assert.equal(names(bundle)[0], 'Composition/letter')
  assert.deepEqual(
    new Set(names(bundle)),
    new Set([
      'Composition/letter',
      'Patient/an',
      'PractitionerRole/doctor',
      'Observation/heat',
      'Organization/station',
      'Practitioner/hoa',
    ]),
  )
  assert.ok(told.text.includes('"value":37.50'), 'digits as sent')
})

test('the Composition may be named by id at type level, and by nothing else', async (t) => {
  const { ask } = await aLetter(t)
  for (const id of ['letter', 'Composition/letter', `${base}/Composition/letter`])
    assert.equal((await ask(`Composition/$document?id=${encodeURIComponent(id)}`)).status, 200, id)
  for (const path of [
    'Composition/$document',
    'Composition/$document?id=Patient/an',
    'Composition/$document?id=http://elsewhere/Composition/letter',
    'Composition/letter/$document?id=letter',
    'Composition/letter/$document?graph=http://x',
    'Composition/letter/$document?persist=perhaps',
    'Composition/letter/$document?color=red',
  ])
    assert.equal((await ask(path)).status, 400, path)
  assert.equal((await ask('Composition/none/$document')).status, 404)
})

test('a document that would not be whole is refused with what is missing', async (t) => {
  const { ask, put } = await aLetter(t)
  await put({
    ...letter,
    id: 'broken',
    author: [{ reference: 'Practitioner/gone' }, { reference: 'http://elsewhere/fhir/Practitioner/1' }],
  })
  const told = await ask('Composition/broken/$document')
  assert.equal(told.status, 422)
  assert.match(saidBy(told), /Practitioner\/gone.*elsewhere/)
})

test('a reference to an earlier version gives that version', async (t) => {
  const { ask, put } = await aLetter(t)
  await put({ resourceType: 'Practitioner', id: 'hoa', active: false })
  await put({ ...letter, id: 'old', author: [{ reference: 'Practitioner/hoa/_history/1' }] })
  const bundle = (await ask('Composition/old/$document')).json() as Bundle
  const hoa = bundle.entry!.filter(({ resource }) => resource!.resourceType === 'Practitioner')
  assert.deepEqual(
    hoa.map(({ resource }) => resource!.meta!.versionId),
    ['1'],
  )
})

test('a document is kept when a POST asks for it; a GET writes nothing', async (t) => {
  const { ask } = await aLetter(t)
  assert.equal((await ask('Composition/letter/$document?persist=true')).status, 405)
  const told = await ask('Composition/letter/$document', {
    resourceType: 'Parameters',
    parameter: [{ name: 'persist', valueBoolean: true }],
  })
  assert.equal(told.status, 200, told.text)
  const stored = await ask(String(told.headers.location).replace(/\/_history\/1$/, ''))
  assert.equal(stored.text, told.text)
  assert.ok(stored.text.includes('"value":37.50'))
})

test('a withdrawn Composition is 410', async (t) => {
  const { ask } = await aLetter(t)
  await ask('Composition/letter', undefined, {}, 'DELETE')
  assert.equal((await ask('Composition/letter/$document')).status, 410)
})
