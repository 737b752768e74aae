import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { codesOf, cut, fixture, readAll } from '../documents/testing.ts'
import { fhirBundleFormat } from './index.ts'

const samples = ['01-outpatient-transaction.json', '02-document.xml', '03-two-patients-collection.json'].map(
  (name) => fixture(`fhir-bundle/${name}`),
)

test('any chunking of a file gives the same events', () => {
  for (const file of samples)
    for (const size of [1, 7, 4096])
      assert.deepEqual(cut(fhirBundleFormat, file, size), cut(fhirBundleFormat, file))
})

test('a file cut anywhere ends with a reason and never throws', () => {
  for (const file of samples)
    for (let end = 0; end < file.length - 1; end += 173) {
      const { events, records } = readAll(fhirBundleFormat, file.subarray(0, end))
      const last = events.at(-1)!
      assert.ok(last.kind === 'end' || last.kind === 'refused')
      assert.ok('problems' in last && last.problems.length > 0, `${end}`)
      assert.equal(records.filter((record) => record.message).length, 0)
    }
})

test('wrong types anywhere are said, not thrown', () => {
  const bundle = JSON.parse(samples[0]!.toString('utf8'))
  const paths = pathsIn(bundle).filter((path) => path.length > 0)
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
      const copy = structuredClone(bundle)
      let holder = copy
      for (const name of path.slice(0, -1)) holder = holder[name]
      holder[path.at(-1)!] = value
      for (const record of readAll(fhirBundleFormat, JSON.stringify(copy)).records)
        assert.ok(record.message !== null || record.problems.some((p) => p.severity === 'error'))
    }),
    { numRuns: 150 },
  )
})

function pathsIn(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, each]) => pathsIn(each, [...path, name]))]
}

test('flipped and dropped bytes never throw', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      (file, changes) => {
        const bytes = Buffer.from(file)
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte
        for (const record of readAll(fhirBundleFormat, bytes).records)
          assert.ok(record.message !== null || record.problems.length > 0)
      },
    ),
    { numRuns: 150 },
  )
})

const first = (file: string) => readAll(fhirBundleFormat, file)

test('nesting beyond measure, huge numbers and billion laughs end with a reason in bounded time', () => {
  const start = performance.now()
  const deep = `{"resourceType":"Bundle","type":"collection","entry":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
  assert.deepEqual(codesOf(first(deep).records[0]), ['FHIR_BROKEN'])
  const huge = `{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"1","multipleBirthInteger":1e999}}]}`
  assert.deepEqual(codesOf(first(huge).records[0]), ['FHIR_BROKEN'])
  const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><Bundle xmlns="http://hl7.org/fhir"/>`
  const [refused] = first(laughs).events
  assert.ok(refused?.kind === 'refused' && refused.problems[0]?.code === 'FHIR_DOCTYPE')
  const inside = first(`<Bundle xmlns="http://hl7.org/fhir"><type value="&lol;"/></Bundle>`)
  assert.deepEqual(codesOf(inside.records[0]), ['FHIR_BROKEN'])
  assert.ok(performance.now() - start < 20_000)
})

test('a record beyond the limit is set aside alone and its neighbour goes on', () => {
  const small = JSON.stringify(JSON.parse(samples[0]!.toString('utf8')))
  const large = `{"resourceType":"Bundle","x":"${'a'.repeat(20_000)}"}`
  const events = cut(fhirBundleFormat, `[${large},${small}]`, 1_000, { recordBytes: 10_000 })
  const records = events.filter((event) => event.kind === 'record')
  assert.deepEqual(
    records.map((r) => r.tooLarge),
    [true, false],
  )
})

test('UTF-16 is refused with a reason', () => {
  const [event] = cut(fhirBundleFormat, Buffer.from(`\uFEFF${samples[0]}`, 'utf16le'))
  assert.ok(event?.kind === 'refused' && event.problems[0]?.code === 'FHIR_ENCODING')
})
