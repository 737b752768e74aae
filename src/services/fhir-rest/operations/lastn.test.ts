import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Bundle, CodeableConcept, Observation } from 'fhir/r4'
import { lastnOperation } from './lastn.ts'
import { newestOfEachCode } from './newest-of-each-code.ts'
import { openServer } from './testing.ts'

const of = (id: string, code: CodeableConcept, effectiveDateTime?: string) => ({
  observation: { resourceType: 'Observation', id, status: 'final', code, effectiveDateTime } as Observation,
})
const coded = (...codes: string[]): CodeableConcept => ({
  coding: codes.map((code) => ({ system: 's', code })),
})
const ids = (found: readonly { observation: Observation }[]) => found.map(({ observation }) => observation.id)

test('codes are one when they share a coding, also by way of a third', () => {
  const day = '2026-01-0'
  assert.equal(
    newestOfEachCode(
      [of('1', coded('a'), `${day}1`), of('2', coded('b'), `${day}2`), of('3', coded('c'), `${day}3`)],
      1,
    ).length,
    3,
  )
  assert.deepEqual(
    ids(
      newestOfEachCode(
        [of('1', coded('a'), `${day}1`), of('2', coded('b'), `${day}2`), of('3', coded('a', 'c'), `${day}3`)],
        1,
      ),
    ),
    ['3', '2'],
  )
  assert.deepEqual(
    ids(
      newestOfEachCode(
        [of('1', coded('a'), `${day}1`), of('2', coded('b'), `${day}2`), of('3', coded('a', 'b'), `${day}3`)],
        1,
      ),
    ),
    ['3'],
  )
  const words = ['textM', 'Text', 't e x t', 'Text'].map((text, i) =>
    of(String(i), { text }, `${day}${4 - i}`),
  )
  assert.deepEqual(ids(newestOfEachCode(words, 1)), ['0', '1', '2'])
})

test('so many of each, and those as new as the last of them', () => {
  const given = ['05', '04', '03', '03', '02'].map((day, i) => of(String(i), coded('a'), `2026-01-${day}`))
  assert.deepEqual(ids(newestOfEachCode(given, 1)), ['0'])
  assert.deepEqual(ids(newestOfEachCode(given, 3)), ['0', '1', '2', '3'])
})

test('a hundred thousand codes in one chain are grouped without a deep stack', () => {
  const chain = Array.from({ length: 100_000 }, (_, i) =>
    of(String(i), coded(`c${i}`, `c${i + 1}`), '2026-01-01'),
  )
  assert.equal(new Set(ids(newestOfEachCode(chain, 1))).size, 100_000)
})

test('the newest temperature and pulse of a patient; what is not asked properly is refused', async (t) => {
  const { ask, put } = await openServer(t, [lastnOperation])
  await put({ resourceType: 'Patient', id: 'an' })
  for (const [id, code, day] of [
    ['t1', 'temperature', '01'],
    ['t2', 'temperature', '02'],
    ['p1', 'pulse', '01'],
  ] as const)
    await put({
      resourceType: 'Observation',
      id,
      status: 'final',
      code: { coding: [{ system: 'urn:test', code }] },
      category: [
        {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' },
          ],
        },
      ],
      subject: { reference: 'Patient/an' },
      effectiveDateTime: `2026-01-${day}`,
    })
  const asked = async (query: string) => {
    const told = await ask(`Observation/$lastn?${query}`)
    assert.equal(told.status, 200, told.text)
    return (told.json() as Bundle).entry?.map(({ resource }) => resource!.id).sort() ?? []
  }
  assert.deepEqual(await asked('patient=an&category=vital-signs'), ['p1', 't2'])
  assert.deepEqual(await asked('subject=Patient/an&code=temperature&max=5'), ['t1', 't2'])
  assert.deepEqual(await asked('patient=nobody&category=vital-signs'), [])
  for (const query of [
    '',
    'patient=an',
    'category=x',
    'patient=an&category=x&max=0',
    'patient=an&code=x&color=red',
    'patient=an&code=x&_count=3',
  ])
    assert.equal((await ask(`Observation/$lastn?${query}`)).status, 400, query)
})
