import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Bundle, OperationOutcome, Patient, Resource } from 'fhir/r4'
import { aPatient, type Client, parse } from './client.ts'

/** Create, read, update, patch, delete. */
export function writeRules({ ask, post, put, created, refused }: Client): void {
  test('a new patient gets an id, a first version and an address', async () => {
    const told = await post('Patient', aPatient('Nguyễn', { id: 'mine' }))
    const { id, meta } = parse<Patient>(told)
    assert.equal(told.status, 201)
    assert.match(told.headers.location!, new RegExp(`^http://[^/]+/fhir/R4/Patient/${id}/_history/1$`))
    assert.deepEqual([told.headers.etag, meta!.versionId], ['W/"1"', '1'])
    assert.equal(
      Date.parse(told.headers['last-modified']!),
      Math.floor(Date.parse(meta!.lastUpdated!) / 1e3) * 1e3,
    )
    const read = await ask(`Patient/${id}`)
    assert.deepEqual([read.status, read.text], [200, told.text])
    const head = await ask(`Patient/${id}`, { method: 'HEAD' })
    assert.deepEqual([head.status, head.headers.etag, head.text], [200, 'W/"1"', ''])
  })

  test('digits come back as they were sent', async () => {
    const id = randomUUID()
    const body = `{"resourceType":"Observation","id":"${id}","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.10}}`
    assert.equal((await put(`Observation/${id}`, body)).status, 201)
    assert.match((await ask(`Observation/${id}`)).text, /"value":1\.10\}/)
    assert.match((await ask(`Observation/${id}?_format=xml`)).text, /<value value="1\.10"\/>/)
    const patch = [{ op: 'replace', path: '/code/text', value: 'y' }]
    const headers = { 'content-type': 'application/json-patch+json' }
    assert.equal((await ask(`Observation/${id}`, { method: 'PATCH', body: patch, headers })).status, 200)
    assert.match((await ask(`Observation/${id}`)).text, /"text":"y".*"value":1\.10\}/)
  })

  test('an update makes the next version, the former stays readable, and the same again changes nothing', async () => {
    const id = randomUUID()
    assert.equal((await put(`Patient/${id}`, aPatient('A', { id }))).status, 201)
    const second = await put(`Patient/${id}`, aPatient('B', { id }))
    assert.deepEqual([second.status, second.headers.etag], [200, 'W/"2"'])
    assert.match(second.headers['content-location']!, /\/_history\/2$/)
    const again = await put(`Patient/${id}`, aPatient('B', { id }))
    assert.deepEqual([again.status, again.headers.etag], [200, 'W/"2"'])
    const first = await ask(`Patient/${id}/_history/1`)
    assert.equal(parse<Patient>(first).name![0]!.family, 'A')
    refused(await ask(`Patient/${id}/_history/9`), 404, 'FHIR_NO_SUCH_VERSION')
    refused(await ask(`Patient/${id}/_history/x`), 400, 'FHIR_VERSION')
  })

  test('the body must name the resource that the address names', async () => {
    refused(await put('Patient/a1', aPatient('A')), 400, 'FHIR_ID_MISMATCH')
    refused(await put('Patient/a1', aPatient('A', { id: 'a2' })), 400, 'FHIR_ID_MISMATCH')
    refused(await put('Patient/a_1', aPatient('A', { id: 'a_1' })), 400, 'FHIR_ID')
    refused(await post('Observation', aPatient('A')), 400, 'FHIR_TYPE_MISMATCH')
    refused(await post('Patient', []), 400, 'FHIR_NOT_A_RESOURCE')
    refused(await post('Patient', { name: 1 }), 400, 'FHIR_NOT_A_RESOURCE')
    refused(await ask('Patient', { method: 'POST' }), 400, 'FHIR_NO_BODY')
  })

  test('a resource against the rules is refused with every element named', async () => {
    const told = await post('Patient', {
      resourceType: 'Patient',
      gender: 7,
      birthDate: '2026-02-30',
      colour: 'red',
    })
    assert.equal(told.status, 422)
    const places = parse<OperationOutcome>(told).issue.map((issue) => issue.expression?.[0])
    for (const place of ['Patient.gender', 'Patient.birthDate', 'Patient.colour'])
      assert.ok(places.includes(place), place)
  })

  test('what is deleted is gone, once or twice, and its past is kept', async () => {
    const id = await created(aPatient('A'))
    const told = await ask(`Patient/${id}`, { method: 'DELETE' })
    assert.deepEqual([told.status, told.text, told.headers.etag], [204, '', 'W/"2"'])
    assert.equal((await ask(`Patient/${id}`, { method: 'DELETE' })).status, 204)
    const read = await ask(`Patient/${id}`)
    refused(read, 410, 'FHIR_GONE')
    assert.equal(read.headers.etag, 'W/"2"')
    refused(await ask(`Patient/${id}/_history/2`), 410, 'FHIR_GONE')
    assert.equal((await ask(`Patient/${id}/_history/1`)).status, 200)
    const { entry } = parse<Bundle>(await ask(`Patient/${id}/_history`))
    assert.deepEqual(
      entry!.map((e) => [e.request!.method, e.request!.url, e.resource === undefined]),
      [
        ['DELETE', `Patient/${id}`, true],
        ['POST', 'Patient', false],
      ],
    )
    assert.equal((await put(`Patient/${id}`, aPatient('Trở lại', { id }))).status, 201)
    assert.equal((await ask(`Patient/${randomUUID()}`, { method: 'DELETE' })).status, 204)
    refused(await ask(`Patient/${randomUUID()}`), 404, 'GATE_NO_SUCH_RESOURCE')
  })

  test('the answer to a write is as long as the client prefers', async () => {
    const sent = async (prefer: string) => post('Patient', aPatient('A'), { prefer })
    const minimal = await sent('return=minimal')
    assert.deepEqual([minimal.status, minimal.text], [201, ''])
    assert.ok(minimal.headers.location)
    assert.equal(parse<Resource>(await sent('return=OperationOutcome')).resourceType, 'OperationOutcome')
    assert.equal(parse<Resource>(await sent('return=representation')).resourceType, 'Patient')
    const id = await created(aPatient('A'))
    const gone = await ask(`Patient/${id}`, {
      method: 'DELETE',
      headers: { prefer: 'return=OperationOutcome' },
    })
    assert.deepEqual([gone.status, parse<Resource>(gone).resourceType], [200, 'OperationOutcome'])
  })

  test('a patch is JSON Patch or FHIRPath Patch, in JSON or XML, and the result must be valid', async () => {
    const id = await created(aPatient('A'))
    const send = (body: unknown, type: string) =>
      ask(`Patient/${id}`, { method: 'PATCH', body, headers: { 'content-type': type } })
    const jsonPatch = 'application/json-patch+json'
    const told = await send([{ op: 'add', path: '/birthDate', value: '1990-01-01' }], jsonPatch)
    assert.deepEqual([told.status, parse<Patient>(told).birthDate], [200, '1990-01-01'])
    const part = (name: string, value: object) => ({ name, ...value })
    const parameters = {
      resourceType: 'Parameters',
      parameter: [
        {
          name: 'operation',
          part: [
            part('type', { valueCode: 'replace' }),
            part('path', { valueString: 'Patient.birthDate' }),
            part('value', { valueDate: '1991-01-01' }),
          ],
        },
      ],
    }
    assert.equal(parse<Patient>(await send(parameters, 'application/fhir+json')).birthDate, '1991-01-01')
    const xml = `<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="operation"/><part><name value="type"/><valueCode value="delete"/></part><part><name value="path"/><valueString value="Patient.birthDate"/></part></parameter></Parameters>`
    assert.equal(parse<Patient>(await send(xml, 'application/fhir+xml')).birthDate, undefined)
    assert.equal((await send([{ op: 'add', path: '/birthDate', value: 'hôm qua' }], jsonPatch)).status, 422)
    assert.equal((await send([{ op: 'test', path: '/name/0/family', value: 'Z' }], jsonPatch)).status, 409)
    assert.equal((await send([{ op: 'remove', path: '/photo' }], jsonPatch)).status, 422)
    refused(await send([{ op: 'replace', path: '/id', value: 'x' }], jsonPatch), 422, 'FHIR_PATCHED_KEY')
    refused(await send({ op: 'add' }, jsonPatch), 400, 'FHIR_NOT_A_PATCH')
    refused(await send('x=1', 'application/x-www-form-urlencoded'), 415, 'FHIR_MEDIA_TYPE')
    const missing = await ask(`Patient/${randomUUID()}`, {
      method: 'PATCH',
      body: [],
      headers: { 'content-type': jsonPatch },
    })
    assert.equal(missing.status, 404)
  })
}
