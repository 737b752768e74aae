import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUnchanged, versionOfEtag } from './read-conditions.ts'
import { readDateRange } from './read-date-range.ts'
import { mediaOf, readOutput } from './read-format.ts'
import { type Pair, readPairs, writePairs } from './read-pairs.ts'
import { readPrefer } from './read-prefer.ts'
import { readTarget, segmentsOf } from './read-target.ts'

const formatOf = (accept: string | undefined, ...pairs: Pair[]) => {
  const read = readOutput(pairs, accept)
  return read.ok ? read.value.format : read.problem.status
}

test('the client says which format it wants, by _format first and by Accept otherwise', () => {
  for (const [accept, format] of [
    [undefined, 'json'],
    ['*/*', 'json'],
    ['application/json', 'json'],
    ['application/fhir+json', 'json'],
    ['application/fhir+json; fhirVersion=4.0', 'json'],
    ['application/fhir+json;fhirVersion=3.0', 406],
    ['application/fhir+xml', 'xml'],
    ['text/xml;q=0.5, application/json;q=0.4', 'xml'],
    ['text/xml;q=0.5, application/json;q=0.6', 'json'],
    ['application/fhir+xml;q=0', 406],
    ['application/fhir+xml, */*;q=0.1', 'xml'],
    ['*/*, application/fhir+xml', 'xml'],
    ['text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8', 'xml'],
    ['text/html', 406],
    ['image/png;q=x', 406],
    [';;;,,,', 406],
    ['a'.repeat(10_000), 406],
  ] as const)
    assert.equal(formatOf(accept), format, accept?.slice(0, 60))
  for (const [given, format] of [
    ['json', 'json'],
    ['application/fhir json', 'json'],
    ['application/fhir+xml', 'xml'],
    ['XML', 'xml'],
    ['constructor', 406],
    ['ttl', 406],
  ] as const)
    assert.equal(formatOf('text/html', ['_format', given]), format, given)
})

test('a body is what its Content-Type says, in UTF-8 only', () => {
  for (const [type, media] of [
    ['application/fhir+json', 'json'],
    ['application/fhir+json; charset=UTF-8', 'json'],
    ['application/json;charset="utf-8"', 'json'],
    ['application/fhir+json; charset=utf-16', 'other'],
    ['application/fhir+json; fhirVersion=5.0', 'other'],
    ['application/fhir+xml', 'xml'],
    ['text/xml', 'xml'],
    ['application/json-patch+json', 'json-patch'],
    ['application/x-www-form-urlencoded; charset=utf-8', 'form'],
    ['*/*', 'other'],
    ['json', 'other'],
    ['text/plain', 'other'],
    [undefined, 'other'],
    ['', 'other'],
  ] as const)
    assert.equal(mediaOf(type), media, type)
})

test('a preference is heard in any order and spelling, and an unknown one is no mistake', () => {
  assert.deepEqual(readPrefer('handling=strict, return=minimal'), {
    return: 'minimal',
    isStrict: true,
    respondAsync: false,
  })
  assert.equal(readPrefer('return=OperationOutcome').return, 'OperationOutcome')
  assert.equal(readPrefer('Return="representation"; respond-async').respondAsync, true)
  assert.deepEqual(readPrefer('wait=10, x'), { return: null, isStrict: false, respondAsync: false })
})

test('a query is read as browsers write it, and a broken escape is told', () => {
  const read = readPairs('name=Nguy%E1%BB%85n+V%C4%83n&name=A&&_id&code=a%7Cb,c')
  assert.deepEqual(read.ok && read.value, [
    ['name', 'Nguyễn Văn'],
    ['name', 'A'],
    ['_id', ''],
    ['code', 'a|b,c'],
  ])
  assert.equal(writePairs(read.ok ? read.value.slice(3) : []), 'code=a%7Cb,c')
  for (const text of ['a=%', 'a=%zz', '%E1%BB=1', 'a=%ff']) assert.equal(readPairs(text).ok, false, text)
  const many = readPairs('a=1&'.repeat(1_001))
  assert.equal(!many.ok && many.problem.code, 'FHIR_TOO_MANY_PARAMETERS')
  assert.equal(writePairs([['a', '\ud800']]), 'a=%EF%BF%BD')
})

test('what was written as a query reads the same again', () => {
  const pairs: Pair[] = [
    ['name:exact', 'Đỗ & con = 100%'],
    ['date', 'ge2026-01-01T08:00:00+07:00'],
    ['code', 'http://loinc.org|8867-4,x\\,y$z'],
  ]
  const again = readPairs(writePairs(pairs))
  assert.deepEqual(again.ok && again.value, pairs)
})

test('an ETag is a version however it is quoted, and nothing else is', () => {
  for (const [tag, version] of [
    ['W/"3"', 3],
    ['"3"', 3],
    ['3', 3],
    [' w/"12" ', 12],
    ['W/"0"', null],
    ['W/"x"', null],
    ['*', null],
    ['', null],
    ['9'.repeat(30), null],
  ] as const)
    assert.equal(versionOfEtag(tag), version, tag)
})

test('who has the version already is not sent it again', () => {
  const stored = { version: 3, lastUpdated: new Date('2026-05-01T10:00:00.700Z') }
  const same = 'Fri, 01 May 2026 10:00:00 GMT'
  for (const [conditions, expected] of [
    [{}, false],
    [{ ifNoneMatch: 'W/"3"' }, true],
    [{ ifNoneMatch: 'W/"1", W/"3"' }, true],
    [{ ifNoneMatch: '*' }, true],
    [{ ifNoneMatch: 'W/"2"' }, false],
    [{ ifNoneMatch: 'W/"2"', ifModifiedSince: same }, false],
    [{ ifModifiedSince: same }, true],
    [{ ifModifiedSince: 'Fri, 01 May 2026 09:59:59 GMT' }, false],
    [{ ifModifiedSince: 'hôm qua' }, false],
  ] as const)
    assert.equal(isUnchanged(conditions, stored), expected, JSON.stringify(conditions))
})

test('a path says what is meant, and one that means nothing says why', () => {
  for (const [path, expected] of [
    ['', { kind: 'system' }],
    ['metadata', { kind: 'metadata' }],
    ['_history', { kind: 'history' }],
    ['_search', { kind: 'form' }],
    ['$export', { kind: 'operation', name: 'export' }],
    ['Patient', { kind: 'type', type: 'Patient' }],
    ['Patient/_search', { kind: 'form', type: 'Patient' }],
    ['Patient/$validate', { kind: 'operation', name: 'validate', type: 'Patient' }],
    ['Patient/a.1-B', { kind: 'instance', type: 'Patient', id: 'a.1-B' }],
    ['Patient/1/_history', { kind: 'history', type: 'Patient', id: '1' }],
    ['Patient/1/_history/2', { kind: 'version', type: 'Patient', id: '1', version: 2 }],
    ['Patient/1/$everything', { kind: 'operation', name: 'everything', type: 'Patient', id: '1' }],
    ['Patient/1/*', { kind: 'compartment', compartment: { type: 'Patient', id: '1' }, of: '*' }],
    [
      'Patient/1/Observation/_search',
      { kind: 'form', compartment: { type: 'Patient', id: '1' }, type: 'Observation' },
    ],
    ['Nonsense', 'FHIR_NO_SUCH_TYPE'],
    ['Resource/1', 'FHIR_NO_SUCH_TYPE'],
    ['patient', 'FHIR_NO_SUCH_PATH'],
    ['Patient/a_b', 'FHIR_ID'],
    [`Patient/${'a'.repeat(65)}`, 'FHIR_ID'],
    ['Patient/1/Nonsense', 'FHIR_NO_SUCH_TYPE'],
    ['Patient/1/_history/x', 'FHIR_VERSION'],
    ['Patient/1/_history/0', 'FHIR_VERSION'],
    [`Patient/1/_history/${'9'.repeat(40)}`, 'FHIR_VERSION'],
    ['Patient/1/Observation/2', 'FHIR_NO_SUCH_PATH'],
    ['Patient/1/2/3/4/5', 'FHIR_NO_SUCH_PATH'],
  ] as const) {
    const target = readTarget(segmentsOf(path)!)
    assert.deepEqual(target.ok ? target.value : target.problem.code, expected, path)
  }
  assert.equal(segmentsOf('Patient/%zz'), null)
})

test('a date covers what its precision covers, on a Vietnamese clock when it names none', () => {
  for (const [text, from, to] of [
    ['2024', '2023-12-31T17:00:00.000Z', '2024-12-31T17:00:00.000Z'],
    ['2024-02', '2024-01-31T17:00:00.000Z', '2024-02-29T17:00:00.000Z'],
    ['2024-02-29', '2024-02-28T17:00:00.000Z', '2024-02-29T17:00:00.000Z'],
    ['2024-02-29T10:00', '2024-02-29T03:00:00.000Z', '2024-02-29T03:01:00.000Z'],
    ['2024-02-29T10:00:00Z', '2024-02-29T10:00:00.000Z', '2024-02-29T10:00:01.000Z'],
    ['2024-02-29T10:00:00.5 07:00', '2024-02-29T03:00:00.500Z', '2024-02-29T03:00:00.501Z'],
  ] as const) {
    const range = readDateRange(text)!
    assert.deepEqual([range.from.toISOString(), range.to.toISOString()], [from, to], text)
  }
  for (const text of ['', 'hôm qua', '2024-13', '2026-02-30', '2024-02-29T25:00', '24', '2024-1-1'])
    assert.equal(readDateRange(text), null, text)
})
