import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Bundle, Patient } from 'fhir/r4'
import { aPatient, type Client, identified, parse } from './client.ts'

/** What happens only if. */
export function conditionRules({ ask, post, put, created, refused }: Client): void {
  test('who works on an old version is told so, and nothing is lost', async () => {
    const id = await created(aPatient('A'))
    const ifMatch = (tag: string) => ({ 'if-match': tag })
    assert.equal((await put(`Patient/${id}`, aPatient('B', { id }), ifMatch('W/"1"'))).status, 200)
    for (const tag of ['W/"1"', '"7"', 'W/"x"'])
      assert.equal((await put(`Patient/${id}`, aPatient('C', { id }), ifMatch(tag))).status, 412, tag)
    assert.equal((await ask(`Patient/${id}`, { method: 'DELETE', headers: ifMatch('1') })).status, 412)
    assert.equal(parse<Patient>(await ask(`Patient/${id}`)).name![0]!.family, 'B')
    const onlyNew = { 'if-none-match': '*' }
    assert.equal((await put(`Patient/${id}`, aPatient('D', { id }), onlyNew)).status, 412)
    refused(
      await put(`Patient/${id}`, aPatient('D', { id }), { 'if-none-match': 'W/"1"' }),
      400,
      'FHIR_IF_NONE_MATCH',
    )
  })

  test('twenty nurses who save at once make twenty versions or are told to read again', async () => {
    const id = await created(aPatient('A'))
    const saved = await Promise.all(
      Array.from({ length: 20 }, (_, i) => put(`Patient/${id}`, aPatient(`B${i}`, { id }))),
    )
    assert.deepEqual(new Set(saved.map((told) => told.status)), new Set([200]))
    assert.equal((await ask(`Patient/${id}`)).headers.etag, 'W/"21"')
  })

  test('who has the present version is not sent it again', async () => {
    const id = await created(aPatient('A'))
    const { headers } = await ask(`Patient/${id}`)
    const known: Record<string, string>[] = [
      { 'if-none-match': headers.etag! },
      { 'if-modified-since': headers['last-modified']! },
    ]
    for (const conditions of known) {
      const told = await ask(`Patient/${id}`, { headers: conditions })
      assert.deepEqual([told.status, told.text, told.headers.etag], [304, '', 'W/"1"'])
    }
    assert.equal((await ask(`Patient/${id}`, { headers: { 'if-none-match': 'W/"2"' } })).status, 200)
  })

  test('a conditional create makes one, however often and at once it is sent', async () => {
    const value = randomUUID()
    const condition = { 'if-none-exist': `identifier=urn:test|${value}` }
    const all = await Promise.all(
      Array.from({ length: 6 }, () => post('Patient', aPatient('A', identified(value)), condition)),
    )
    assert.deepEqual(all.map((told) => told.status).sort(), [200, 200, 200, 200, 200, 201])
    assert.equal(new Set(all.map((told) => parse<Patient>(told).id)).size, 1)
    await created(aPatient('A', identified(value)))
    assert.equal((await post('Patient', aPatient('A', identified(value)), condition)).status, 412)
  })

  test('a conditional write touches the one that matches, and never more than was meant', async () => {
    const value = randomUUID()
    const where = `Patient?identifier=urn:test|${value}`
    assert.equal((await put(where, aPatient('A', identified(value)))).status, 201)
    const second = await put(where, aPatient('B', identified(value)))
    assert.deepEqual([second.status, second.headers.etag], [200, 'W/"2"'])
    const patch = { method: 'PATCH', headers: { 'content-type': 'application/json-patch+json' } }
    const body = [{ op: 'replace', path: '/name/0/family', value: 'C' }]
    assert.equal((await ask(where, { ...patch, body })).status, 200)
    const { id } = parse<Bundle<Patient>>(await ask(where)).entry![0]!.resource!
    assert.equal((await put(where, aPatient('D', { ...identified(value), id: 'x' }))).status, 400)
    refused(await put('Patient', aPatient('E')), 412, 'FHIR_NO_CRITERIA')
    refused(await ask('Patient', { method: 'DELETE' }), 412, 'FHIR_NO_CRITERIA')
    refused(await ask(`${where}&colour=red`, { method: 'DELETE' }), 400, 'FHIR_SEARCH_PARAMETER')
    await created(aPatient('F', identified(value)))
    for (const method of ['PUT', 'DELETE', 'PATCH'])
      assert.equal(
        (await ask(where, method === 'PATCH' ? { ...patch, body } : { method, body: aPatient('G') })).status,
        412,
        method,
      )
    await ask(`Patient/${id}`, { method: 'DELETE' })
    assert.equal((await ask(where, { method: 'DELETE' })).status, 204)
    assert.equal(parse<Bundle>(await ask(where)).entry, undefined)
    assert.equal((await ask(where, { method: 'DELETE' })).status, 204)
    assert.equal((await ask(where, { ...patch, body })).status, 404)
  })
}
