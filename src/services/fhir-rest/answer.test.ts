import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insideEntry, problemText, statusOfProblem } from './fhir-problem.ts'
import { prettyJson } from './pretty-json.ts'
import { readView, showPart } from './view.ts'

const patient = JSON.stringify({
  resourceType: 'Patient',
  id: 'a',
  meta: { versionId: '1', tag: [{ code: 'x' }] },
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' },
  active: true,
  name: [{ family: 'Nguyễn' }],
  photo: [{ contentType: 'image/png', data: 'AAAA' }],
  birthDate: '1990',
  _birthDate: { extension: [{ url: 'http://x', valueDecimal: 1 }] },
  deceasedBoolean: false,
  contact: [{ name: { family: 'Trần' } }],
  link: [{ other: { reference: 'Patient/b', display: 'B' }, type: 'seealso' }],
})

const seen = (query: [string, string][]) => {
  const read = readView(query)
  assert.ok(read.ok && read.value.view)
  const { resourceType, id, meta, ...rest } = JSON.parse(showPart(patient, read.value.view))
  assert.deepEqual([resourceType, id, meta.versionId], ['Patient', 'a', '1'])
  assert.deepEqual(
    meta.tag.map((tag: { code: string }) => tag.code),
    ['x', 'SUBSETTED'],
  )
  return Object.keys(rest)
}

test('a summary keeps what the definitions mark, and says that it is a part', () => {
  assert.deepEqual(seen([['_summary', 'true']]), [
    'active',
    'name',
    'birthDate',
    '_birthDate',
    'deceasedBoolean',
    'link',
  ])
  assert.deepEqual(seen([['_summary', 'text']]), ['text', 'active', 'deceasedBoolean', 'link'])
  assert.ok(!seen([['_summary', 'data']]).includes('text'))
})

test('the elements asked for come with those nobody may leave out', () => {
  assert.deepEqual(seen([['_elements', 'name,Patient.birthDate']]), [
    'active',
    'name',
    'birthDate',
    '_birthDate',
    'deceasedBoolean',
    'link',
  ])
  assert.ok(seen([['_elements', 'deceased']]).includes('deceasedBoolean'))
  for (const value of ['', 'name,', '<script>', '__proto__.x'])
    assert.equal(readView([['_elements', value]]).ok, false, value)
  assert.equal(readView([['_summary', 'maybe']]).ok, false)
})

test('digits survive when only a part is shown', () => {
  const view = { kind: 'elements', names: new Set(['valueQuantity']) } as const
  const json = '{"resourceType":"Observation","id":"a","status":"final","valueQuantity":{"value":1.10}}'
  assert.match(showPart(json, view), /"value":1\.10/)
})

test('pretty JSON reads the same, digits and odd strings included', () => {
  const text = '{"a":[1.10,"x: {\\"y\\": [,]}\\\\"],"b":{}}'
  const pretty = prettyJson(text)
  assert.match(pretty, /\n {4}1\.10,\n/)
  assert.deepEqual(JSON.parse(pretty), JSON.parse(text))
})

test('every problem is an outcome with a stable code, a sentence and the place', () => {
  const problem = {
    code: 'X_NO',
    kind: 'incorrect',
    message: 'Không "được".',
    expression: 'Patient.name[0]',
  } as const
  assert.deepEqual(JSON.parse(problemText(insideEntry(problem, 3))).issue, [
    {
      severity: 'error',
      code: 'invalid',
      details: {
        coding: [{ system: 'https://mach.vn/fhir/CodeSystem/problem', code: 'X_NO' }],
        text: 'Không "được".',
      },
      expression: ['Bundle.entry[3].resource.name[0]'],
    },
  ])
  assert.equal(statusOfProblem({ ...problem, status: 412 }), 412)
  assert.equal(statusOfProblem({ ...problem, kind: 'unsupported' }), 400)
})
