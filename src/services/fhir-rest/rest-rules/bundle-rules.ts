import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Bundle, Observation, OperationOutcome, Patient } from 'fhir/r4'
import { aPatient, type Client, identified, parse } from './client.ts'

/** Batches and transactions. */
export function bundleRules({ ask, created, bundle, refused, post }: Client): void {
  test('a transaction is written whole, its members point at one another, and its reads see it', async () => {
    const urn = `urn:uuid:${randomUUID()}`
    const value = randomUUID()
    const told = await bundle('transaction', [
      { request: { method: 'GET', url: `Patient?identifier=urn:test|${value}` } },
      {
        resource: {
          resourceType: 'Observation',
          status: 'final',
          code: { text: 'x' },
          subject: { reference: urn },
        },
        request: { method: 'POST', url: 'Observation' },
      },
      {
        fullUrl: urn,
        resource: aPatient('A', identified(value)),
        request: { method: 'POST', url: 'Patient' },
      },
    ])
    assert.equal(told.status, 200)
    const { type, entry } = parse<Bundle>(told)
    assert.equal(type, 'transaction-response')
    const [search, observation, patient] = entry!
    assert.deepEqual(
      entry!.map((each) => each.response!.status),
      ['200 OK', '201 Created', '201 Created'],
    )
    assert.equal((search!.resource as Bundle).entry!.length, 1)
    assert.deepEqual([patient!.resource, patient!.response!.etag], [undefined, 'W/"1"'])
    const id = patient!.response!.location!.split('/')[1]
    const read = parse<{ subject: { reference: string } }>(
      await ask(observation!.response!.location!.replace(/\/_history.*/, '')),
    )
    assert.equal(read.subject.reference, `Patient/${id}`)
  })

  test('a reference may say what it means by a number, and one that fits nobody refuses the write', async () => {
    const value = randomUUID()
    const id = await created(aPatient('A', identified(value)))
    const observation = (number: string) => ({
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'x' },
      subject: { reference: `Patient?identifier=urn:test|${number}` },
    })
    const entry = (number: string) => ({
      resource: observation(number),
      request: { method: 'POST', url: 'Observation' },
    })
    const told = await bundle('transaction', [entry(value)], { prefer: 'return=representation' })
    const [made] = parse<Bundle<Observation>>(told).entry!
    assert.equal(made!.resource!.subject!.reference, `Patient/${id}`)
    const alone = await post('Observation', observation(value))
    assert.equal(parse<Observation>(alone).subject!.reference, `Patient/${id}`)
    const unknown = await bundle('transaction', [entry(randomUUID())])
    assert.equal(unknown.status, 412)
    assert.equal(parse<OperationOutcome>(unknown).issue[0]!.expression![0], 'Bundle.entry[0]')
  })

  test('one bad member stops the whole transaction, and the answer says which', async () => {
    const value = randomUUID()
    const good = { resource: aPatient('A', identified(value)), request: { method: 'POST', url: 'Patient' } }
    const withBad = async (bad: unknown, headers = {}) => bundle('transaction', [good, bad], headers)
    for (const [bad, status, place] of [
      [{ ...good, resource: { resourceType: 'Patient', gender: 7 } }, 422, 'Bundle.entry[1].resource.gender'],
      [{ ...good, request: { method: 'FETCH', url: 'Patient' } }, 400, 'Bundle.entry[1].request.method'],
      [{ ...good, request: { method: 'POST' } }, 400, 'Bundle.entry[1].request.url'],
      [{ resource: {} }, 400, 'Bundle.entry[1].request'],
      ['x', 400, 'Bundle.entry[1]'],
      [{ request: { method: 'GET', url: 'Nonsense/1' } }, 404, 'Bundle.entry[1]'],
      [{ request: { method: 'GET', url: 'Patient?_count=x' } }, 400, 'Bundle.entry[1]'],
      [{ request: { method: 'POST', url: 'Patient/$validate' } }, 400, 'Bundle.entry[1]'],
      [
        {
          resource: aPatient('B', { id: 'b' }),
          request: { method: 'PUT', url: 'Patient/b', ifMatch: 'W/"99"' },
        },
        412,
        'Bundle.entry[1]',
      ],
    ] as const) {
      const told = await withBad(bad)
      assert.equal(told.status, status, `${place} ${told.text.slice(0, 200)}`)
      assert.equal(parse<OperationOutcome>(told).issue[0]!.expression?.[0], place)
    }
    assert.equal(parse<Bundle>(await ask(`Patient?identifier=urn:test|${value}`)).entry, undefined)
    const same = { ...good, fullUrl: 'urn:uuid:00000000-0000-4000-8000-000000000001' }
    assert.equal((await bundle('transaction', [same, same])).status, 400)
    const deleteTwice = { request: { method: 'DELETE', url: 'Patient/twice' } }
    const putTwice = {
      resource: aPatient('A', { id: 'twice' }),
      request: { method: 'PUT', url: 'Patient/twice' },
    }
    assert.equal((await bundle('transaction', [deleteTwice, putTwice])).status, 400)
  })

  test('a transaction updates, patches and deletes on conditions, and sends back what was asked for', async () => {
    const [one, two] = [randomUUID(), randomUUID()]
    const where = (value: string) => `Patient?identifier=urn:test|${value}`
    await created(aPatient('A', identified(one)))
    await created(aPatient('A', identified(two)))
    const patch = [{ op: 'replace', path: '/name/0/family', value: 'B' }]
    const told = await bundle(
      'transaction',
      [
        {
          resource: {
            resourceType: 'Binary',
            contentType: 'application/json-patch+json',
            data: Buffer.from(JSON.stringify(patch)).toString('base64'),
          },
          request: { method: 'PATCH', url: where(one) },
        },
        { request: { method: 'DELETE', url: where(two) } },
        {
          resource: aPatient('C', identified(one)),
          request: { method: 'POST', url: 'Patient', ifNoneExist: `identifier=urn:test|${one}` },
        },
      ].slice(0, 2),
      { prefer: 'return=representation' },
    )
    const [patched, deleted] = parse<Bundle<Patient>>(told).entry!
    assert.equal(patched!.resource!.name![0]!.family, 'B')
    assert.equal(deleted!.response!.status, '204 No Content')
    const again = await bundle('transaction', [
      {
        resource: aPatient('C', identified(one)),
        request: { method: 'POST', url: 'Patient', ifNoneExist: `identifier=urn:test|${one}` },
      },
    ])
    assert.equal(parse<Bundle>(again).entry![0]!.response!.status, '200 OK')
  })

  test('the entries of a batch stand each for itself', async () => {
    const id = await created(aPatient('A'))
    const told = await bundle('batch', [
      { resource: aPatient('B'), request: { method: 'POST', url: 'Patient' } },
      { resource: { resourceType: 'Patient', gender: 7 }, request: { method: 'POST', url: 'Patient' } },
      { request: { method: 'GET', url: `Patient/${id}` } },
      { request: { method: 'GET', url: `Patient/${id}`, ifNoneMatch: 'W/"1"' } },
      { request: { method: 'GET', url: `Patient/${id}?_elements=name` } },
      { request: { method: 'GET', url: `Patient/${randomUUID()}` } },
      { request: { method: 'POST', url: '' }, resource: { resourceType: 'Bundle', type: 'batch' } },
      { resource: aPatient('B', { gender: 7 }), request: { method: 'POST', url: 'Patient/$validate' } },
      {},
    ])
    const { type, entry } = parse<Bundle>(told)
    assert.deepEqual([told.status, type], [200, 'batch-response'])
    assert.deepEqual(
      entry!.map((each) => each.response!.status.slice(0, 3)),
      ['201', '422', '200', '304', '200', '404', '400', '200', '400'],
    )
    const outcome = entry![1]!.response!.outcome as OperationOutcome
    assert.equal(outcome.issue[0]!.expression![0], 'Bundle.entry[1].resource.gender')
    assert.equal((entry![2]!.resource as Patient).id, id)
    assert.equal((entry![7]!.resource as OperationOutcome).issue[0]!.severity, 'error')
  })

  test('the base takes batches and transactions and no other Bundle', async () => {
    refused(await bundle('searchset', []), 400, 'FHIR_BUNDLE_TYPE')
    refused(await ask('', { method: 'POST', body: aPatient('A') }), 400, 'FHIR_BUNDLE_TYPE')
    assert.equal((await bundle('transaction', [])).status, 200)
    const many = Array.from({ length: 20_001 }, () => 0)
    refused(await bundle('batch', many), 413, 'FHIR_TOO_MANY_ENTRIES')
  })
}
