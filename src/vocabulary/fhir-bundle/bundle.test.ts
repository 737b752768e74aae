import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bundleEntries, bundleParts } from './index.ts'

type Json = Record<string, unknown>
const entry = (fullUrl: string, resource: Json) => ({ fullUrl, resource })
const to = (reference: string) => ({ reference })
const partsOf = (...entry: Json[]) => bundleParts(bundleEntries({ resourceType: 'Bundle', entry }))
const urls = (part: readonly { fullUrl: string | null }[]) => part.map((e) => e.fullUrl)

test('relative references are read from the base of the entry they stand in', () => {
  const { find, patients } = partsOf(
    entry('https://a.example/fhir/Patient/1', { resourceType: 'Patient', id: '1' }),
    entry('https://b.example/fhir/Patient/1', { resourceType: 'Patient', id: '1' }),
    entry('https://b.example/fhir/Observation/9', { resourceType: 'Observation', id: '9' }),
  )
  const from = bundleEntries({
    entry: [entry('https://b.example/fhir/Observation/9', { resourceType: 'Observation' })],
  })[0]!
  const found = find('Patient/1', from)
  assert.equal(found.kind === 'entry' && found.entry, patients[1])
})

test('a patient is found by the resource’s own id when the sender mixes it with urn:uuid', () => {
  const { find, patients } = partsOf(
    entry('urn:uuid:0c7b0a0e-0000-4000-8000-000000000001', { resourceType: 'Patient', id: 'p' }),
    entry('urn:uuid:0c7b0a0e-0000-4000-8000-000000000002', {
      resourceType: 'Condition',
      subject: to('Patient/p'),
    }),
  )
  const found = find('Patient/p/_history/2', patients[0]!)
  assert.equal(found.kind, 'entry')
  assert.deepEqual(find('#x', patients[0]!), { kind: 'contained' })
  assert.deepEqual(find('Practitioner?identifier=http://x|1', patients[0]!), {
    kind: 'search',
    type: 'Practitioner',
    system: 'http://x',
    value: '1',
  })
  assert.deepEqual(find('https://other.example/fhir/Patient/7', patients[0]!), {
    kind: 'outside',
    type: 'Patient',
  })
})

test('two patients in one bundle: each takes what speaks of them, both take the doctor they share', () => {
  const { parts, unclear } = partsOf(
    entry('urn:p1', { resourceType: 'Patient' }),
    entry('urn:p2', { resourceType: 'Patient' }),
    entry('urn:doctor', { resourceType: 'Practitioner' }),
    entry('urn:e1', {
      resourceType: 'Encounter',
      subject: to('urn:p1'),
      participant: [{ individual: to('urn:doctor') }],
    }),
    entry('urn:o2', { resourceType: 'Observation', subject: to('urn:p2'), performer: [to('urn:doctor')] }),
    entry('urn:prov', { resourceType: 'Provenance', target: [to('urn:o2')] }),
    entry('urn:ward', { resourceType: 'Location' }),
  )
  assert.deepEqual(unclear, [])
  assert.deepEqual(parts.map(urls), [
    ['urn:p1', 'urn:doctor', 'urn:e1', 'urn:ward'],
    ['urn:p2', 'urn:doctor', 'urn:o2', 'urn:prov'],
  ])
})

test('an entry about two patients is nobody’s, and so are patients that refer to each other', () => {
  const both = partsOf(
    entry('urn:p1', { resourceType: 'Patient' }),
    entry('urn:p2', { resourceType: 'Patient', link: [{ other: to('urn:p1') }] }),
    entry('urn:list', { resourceType: 'List', subject: to('urn:p1'), entry: [{ item: to('urn:p2') }] }),
  )
  assert.deepEqual(urls(both.unclear), ['urn:list', 'urn:p2'])
})

test('whoever refers to whom: every entry is in some part, and a part holds one patient', () => {
  const graph = fc.record({
    patients: fc.integer({ min: 1, max: 4 }),
    others: fc.array(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 3 }), { maxLength: 9 }),
  })
  fc.assert(
    fc.property(graph, ({ patients, others }) => {
      const entries = [
        ...Array.from({ length: patients }, (_, i) => entry(`urn:${i}`, { resourceType: 'Patient' })),
        ...others.map((links, i) =>
          entry(`urn:${patients + i}`, { resourceType: 'Basic', link: links.map((l) => to(`urn:${l}`)) }),
        ),
      ]
      const { parts, unclear } = partsOf(...entries)
      assert.equal(parts.length, patients)
      for (const part of parts)
        if (unclear.length === 0) assert.equal(part.filter((e) => e.type === 'Patient').length, 1)
      const seen = new Set([...parts.flat(), ...unclear].map((e) => e.number))
      assert.equal(seen.size, entries.length)
    }),
  )
})

test('what is no bundle has no entries and throws nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const entries = bundleEntries({ entry: value })
      bundleParts(entries)
      return bundleEntries({ entry: [value, { resource: value }] }).length <= 2 && entries.length >= 0
    }),
  )
})
