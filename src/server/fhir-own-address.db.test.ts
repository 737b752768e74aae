/** References written in full under the server's own address. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Bundle, Observation } from 'fhir/r4'
import { aServer, type TestServer } from './testing.ts'

let server: TestServer
let base: string
before(async () => {
  server = await aServer()
  base = `${server.address}/fhir/R4`
})
after(() => server.stop())

const put = async (resource: { resourceType: string; id: string }) => {
  const answer = await fetch(`${base}/${resource.resourceType}/${resource.id}`, {
    method: 'PUT',
    body: JSON.stringify(resource),
    headers: { 'content-type': 'application/fhir+json' },
  })
  assert.equal(answer.status, 201, await answer.text())
}
const found = async (path: string) =>
  ((await server.get<Bundle>(`/fhir/R4/${path}`)).body.entry ?? [])
    .map(({ resource }) => `${resource!.resourceType}/${resource!.id}`)
    .sort()
const anObservation = (id: string, reference: string) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'Nhịp tim', coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
  subject: { reference },
})

test('a reference under our own address is found like a relative one, and stays as it was sent', async () => {
  await put({ resourceType: 'Patient', id: 'own-1', name: [{ family: 'Nguyễn' }] } as never)
  const reference = `${base}/Patient/own-1`
  await put(anObservation('own-o1', reference))
  await put(anObservation('own-o2', 'Patient/own-1'))
  await put(anObservation('own-o3', 'http://other.example/fhir/Patient/own-1'))
  const read = await server.get<Observation>('/fhir/R4/Observation/own-o1')
  assert.equal(read.body.subject!.reference, reference)

  const both = ['Observation/own-o1', 'Observation/own-o2']
  for (const query of [
    'Observation?subject=Patient/own-1',
    'Observation?subject=own-1',
    'Observation?patient=own-1',
    `Observation?subject=${encodeURIComponent(reference)}`,
    'Observation?subject:Patient.family=nguyen',
    // What SQL cannot decide is looked at again in the process, with the same eyes.
    'Observation?subject=own-1&code:text=nhip',
    'Observation?subject:Patient.family=nguyen&code:text=nhip',
    'Patient/own-1/Observation',
  ])
    assert.deepEqual(await found(query), both, query)
  assert.deepEqual(await found('Patient?_has:Observation:subject:_id=own-o1'), ['Patient/own-1'])
  assert.deepEqual(await found('Observation?_id=own-o1&_include=Observation:subject'), [
    'Observation/own-o1',
    'Patient/own-1',
  ])
  assert.deepEqual(await found('Patient?_id=own-1&_revinclude=Observation:subject'), [
    ...both,
    'Patient/own-1',
  ])
  assert.deepEqual(await found('Patient/own-1/$everything'), [...both, 'Patient/own-1'])
})

test('so is one in a transaction whose patient is made elsewhere in it', async () => {
  const entry = (resource: { resourceType: string; id: string }) => ({
    fullUrl: `${base}/${resource.resourceType}/${resource.id}`,
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  })
  const patient = { resourceType: 'Patient', id: 'own-2' }
  const answer = await fetch(base, {
    method: 'POST',
    body: JSON.stringify({
      ...{ resourceType: 'Bundle', type: 'transaction' },
      entry: [entry(anObservation('own-o4', `${base}/Patient/own-2`)), entry(patient)],
    }),
    headers: { 'content-type': 'application/fhir+json' },
  })
  assert.equal(answer.status, 200, await answer.text())
  assert.deepEqual(await found('Observation?patient=own-2'), ['Observation/own-o4'])
  assert.deepEqual(await found('Patient/own-2/Observation'), ['Observation/own-o4'])
})
