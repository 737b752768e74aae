import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachReference, localReference } from './local-references.ts'

const base = 'http://here/fhir/R4'

test('a reference is ours when it is relative or under our own address', () => {
  assert.deepEqual(localReference('Patient/1', base), { type: 'Patient', id: '1' })
  assert.deepEqual(localReference(`${base}/Patient/1/_history/2`, base), {
    type: 'Patient',
    id: '1',
    version: 2,
  })
  for (const other of [
    'http://there/fhir/R4/Patient/1',
    'urn:uuid:0b0c',
    '#p',
    'Patient',
    'Patient/',
    'Patient/a b',
    'Person of interest/1',
    'Patient/1/_history/0',
    'Patient/1/_history/2/x',
    'Patient?identifier=1',
    '',
  ])
    assert.equal(localReference(other, base), null, other)
})

test('references are found wherever they stand, contained resources included', () => {
  const found: string[] = []
  eachReference(
    {
      subject: { reference: 'Patient/1' },
      contained: [{ author: [{ reference: 'Practitioner/2' }] }],
      extension: [{ valueReference: { reference: '#x', display: 'reference' } }],
      reference: null,
    },
    (reference) => found.push(reference),
  )
  assert.deepEqual(found.sort(), ['#x', 'Patient/1', 'Practitioner/2'])
})
