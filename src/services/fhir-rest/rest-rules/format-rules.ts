import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { CapabilityStatement, OperationOutcome } from 'fhir/r4'
import { aPatient, type Client, parse } from './client.ts'

/** JSON, XML, packed bodies, and everything that is neither. */
export function formatRules({ ask, post, created, refused }: Client): void {
  test('XML goes in and comes out, and a wrong element is named', async () => {
    const headers = { 'content-type': 'application/fhir+xml', accept: 'application/fhir+xml' }
    const xml = '<Patient xmlns="http://hl7.org/fhir"><name><family value="Đỗ &amp; con"/></name></Patient>'
    const told = await post('Patient', xml, headers)
    assert.equal(told.status, 201)
    assert.match(told.headers['content-type']!, /^application\/fhir\+xml/)
    assert.match(told.text, /<family value="Đỗ &amp; con"\/>/)
    const wrong = await post('Patient', xml.replaceAll('family', 'surname'), {
      'content-type': headers['content-type'],
    })
    assert.equal(wrong.status, 400)
    assert.match(parse<OperationOutcome>(wrong).issue[0]!.expression![0]!, /^Patient\.name/)
    const missing = await ask('Patient/none', { headers: { accept: 'application/fhir+xml' } })
    assert.deepEqual([missing.status, missing.text.includes('<OperationOutcome')], [404, true])
    const bomb =
      '<!DOCTYPE x [<!ENTITY a "aaaa">]><Patient xmlns="http://hl7.org/fhir"><id value="&a;"/></Patient>'
    assert.equal((await post('Patient', bomb, headers)).status, 400)
  })

  test('formats and media types that nobody here speaks are refused', async () => {
    refused(await ask('Patient/a', { headers: { accept: 'text/html' } }), 406, 'FHIR_FORMAT')
    refused(await ask('Patient/a?_format=ttl'), 406, 'FHIR_FORMAT')
    const id = await created(aPatient('A'))
    assert.equal((await ask(`Patient/${id}?_format=application/fhir+json`)).status, 200)
    assert.match((await ask(`Patient/${id}?_pretty=true`)).text, /^\{\n {2}"/)
    assert.match(
      (await ask(`Patient/${id}?_pretty=true&_format=xml`)).text,
      /^<\?xml[^>]*>\n<Patient xmlns="[^"]+">\n {2}<id value="/,
    )
    assert.match((await ask('Patient/none?_pretty=true&_format=xml')).text, /\n {2}<issue>\n {4}<severity/)
    for (const type of ['text/plain', 'image/png', 'application/fhir+json; charset=utf-16', 'nonsense'])
      assert.equal((await post('Patient', '{}', { 'content-type': type })).status, 415, type)
    refused(await post('Patient', '{}', { 'content-encoding': 'br' }), 415, 'FHIR_CONTENT_ENCODING')
  })

  test('a packed body is unpacked, a broken one is told', async () => {
    const packed = gzipSync(JSON.stringify(aPatient('Nén')))
    assert.equal((await post('Patient', packed, { 'content-encoding': 'gzip' })).status, 201)
    const broken = await post('Patient', packed.subarray(0, 20), { 'content-encoding': 'gzip' })
    refused(broken, 400, 'FHIR_GZIP')
  })

  test('broken JSON in any manner is 400 with the place', async () => {
    for (const text of [
      '{',
      '{"a":1,"a":2}',
      '[1,]',
      'null',
      '"x"',
      '{"resourceType":"Patient",}',
      `${'['.repeat(500)}`,
    ])
      assert.equal((await post('Patient', text)).status, 400, text.slice(0, 40))
    assert.equal((await post('Patient', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]))).status, 400)
  })

  test('nothing under the base answers in another tongue than FHIR', async () => {
    refused(await ask('Nonsense'), 404, 'FHIR_NO_SUCH_TYPE')
    refused(await ask('Nonsense/1'), 404, 'FHIR_NO_SUCH_TYPE')
    refused(await ask('a/b/c/d/e/f'), 404, 'FHIR_NO_SUCH_PATH')
    refused(await ask(`Patient/${'a'.repeat(300)}`), 404, 'FHIR_NO_SUCH_PATH')
    refused(await ask('Patient?name=%ff'), 400, 'FHIR_URL')
    refused(await ask('Patient/$nonsense'), 404, 'FHIR_NO_SUCH_OPERATION')
    const wrong = await ask('metadata', { method: 'DELETE' })
    refused(wrong, 405, 'FHIR_METHOD')
    assert.equal(wrong.headers.allow, 'GET, HEAD')
    refused(await ask('Patient/a', { method: 'POST', body: aPatient('A') }), 405, 'FHIR_METHOD')
  })

  test('the capability statement names what is here', async () => {
    const statement = parse<CapabilityStatement>(await ask('metadata'))
    const [rest] = statement.rest!
    assert.deepEqual([statement.fhirVersion, rest!.resource!.length > 140], ['4.0.1', true])
    const patient = rest!.resource!.find(({ type }) => type === 'Patient')!
    assert.ok(patient.searchParam!.some(({ name }) => name === 'identifier'))
    assert.ok(patient.operation!.some(({ name }) => name === 'validate'))
    assert.equal((await ask('metadata?_format=xml')).text.includes('<CapabilityStatement'), true)
    assert.equal((await ask('metadata?mode=terminology')).status, 400)
  })
}
