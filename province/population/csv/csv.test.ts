import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import type { DemographicRecord } from '#vocabulary/demographics'
import { generatePopulation } from '../generate-population.ts'
import { makeHouseholds } from '../people/make-households.ts'
import type { WrittenRecord } from '../population.types.ts'
import { readCases, writeCases } from './cases-csv.ts'
import { columns } from './columns.ts'
import { type ReadRecord, readCsv } from './read-csv.ts'
import { writeCsv } from './write-csv.ts'

async function read(pieces: Iterable<string | Uint8Array>) {
  const records: ReadRecord[] = []
  const problems: string[] = []
  for await (const result of readCsv(pieces))
    if (result.ok) records.push(result.value)
    else problems.push(result.problem.code)
  return { records, problems }
}

const withoutId = ({ recordId: _, ...rest }: ReadRecord) => rest

test('a population written and read is the same population', async () => {
  const records = [...generatePopulation({ persons: 300, seed: 2, hard: 0.2 })]
  const { records: back, problems } = await read(writeCsv(records))
  assert.deepEqual(problems, [])
  assert.deepEqual(back.map(withoutId), records)
})

test('another reader sees the same cells', () => {
  const records = [...generatePopulation({ persons: 50, seed: 2 })]
  const rows = parse([...writeCsv(records)].join(''), { columns: true }) as Record<string, string>[]
  assert.deepEqual(Object.keys(rows[0]!), [...columns])
  assert.deepEqual(
    rows.map(({ fullName, wardCode, personNumber }) => [fullName, wardCode, personNumber]),
    records.map(({ record, personNumber }) => [
      record.fullName ?? '',
      record.address.wardCode ?? '',
      String(personNumber),
    ]),
  )
})

const text = fc.option(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((raw) => Buffer.from(raw).toString()),
)
/** Objects as the reader makes them. */
const plain = { noNullPrototype: true } as const
const relative = fc
  .record({ fullName: text, citizenNumber: text }, plain)
  .map((one) => (one.fullName === null && one.citizenNumber === null ? null : one))
const record: fc.Arbitrary<DemographicRecord> = fc.record(
  {
    fullName: text,
    birthDate: text,
    sex: fc.constantFrom('male', 'female', 'other', 'unknown'),
    citizenNumber: text,
    insuranceNumber: text,
    passportNumber: text,
    birthCertificateNumber: text,
    phone: text,
    address: fc.record({ text, provinceCode: text, districtCode: text, wardCode: text }, plain),
    mother: relative,
    father: relative,
    birthOrder: fc.option(fc.integer({ min: 1, max: 9 })),
    recordedOn: text,
  },
  plain,
)
const written: fc.Arbitrary<WrittenRecord> = fc.record(
  {
    source: fc.record({ facilityCode: fc.constant('99901'), localId: fc.stringMatching(/^\d{1,9}$/) }, plain),
    kind: fc.constantFrom('laboratory', 'vaccination'),
    record,
    personNumber: fc.nat(999_999_999),
    faults: fc.subarray(['nfd', 'sex', 'typo-given']),
  },
  plain,
)

test('any words at all come back as they were: quotes, commas, line breaks, letters cut between two pieces', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(written, { maxLength: 5 }),
      fc.integer({ min: 1, max: 50 }),
      async (records, size) => {
        const bytes = Buffer.from([...writeCsv(records)].join(''))
        const pieces: Uint8Array[] = []
        for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size))
        const { records: back, problems } = await read(pieces)
        assert.deepEqual(problems, [])
        assert.deepEqual(back.map(withoutId), records)
      },
    ),
    { numRuns: 60 },
  )
})

test('a file of somebody else needs a name and a birth date; its other columns may stand anywhere or nowhere', async () => {
  const { records } = await read(['\ufeffbirthDate,extra,fullName\n01/02/1990,x,"An, Trần"\n'])
  assert.deepEqual(
    records.map(({ recordId, record: { fullName, birthDate, phone, sex }, personNumber }) => [
      recordId,
      fullName,
      birthDate,
      phone,
      sex,
      personNumber,
    ]),
    [['-2', 'An, Trần', '01/02/1990', null, 'unknown', null]],
  )
  assert.deepEqual((await read(['a,b\n1,2\n'])).problems, ['DEMOGRAPHICS_CSV_COLUMNS'])
  assert.deepEqual(await read(['']), { records: [], problems: [] })
})

test('a quote that never closes ends the file with a problem, in bounded memory', async () => {
  function* endless() {
    yield 'fullName,birthDate\nAn,1990\n"'
    for (let piece = 0; piece < 1000; piece += 1) yield 'x'.repeat(10_000)
  }
  const { records, problems } = await read(endless())
  assert.equal(records.length, 1)
  assert.deepEqual(problems, ['DEMOGRAPHICS_CSV_BROKEN'])
})

test('bytes of any kind are lines or a problem, never a fall', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      await read(['fullName,birthDate,personNumber,birthOrder\n', bytes])
    }),
    { numRuns: 100 },
  )
})

test('a broken disk is no broken file: its error comes through', async () => {
  async function* failing() {
    yield 'fullName,birthDate\n'
    throw new Error('EIO')
  }
  await assert.rejects(async () => {
    for await (const _ of readCsv(failing()));
  }, /EIO/)
})

test('hard cases written and read are the same cases; a line that is none is said', async () => {
  const households = [...makeHouseholds({ persons: 400, seed: 2, hard: 1 })]
  const back: unknown[] = []
  for await (const result of readCases(writeCases(households))) back.push(result.ok && result.value)
  assert.deepEqual(
    back,
    households.flatMap(({ cases }) => cases),
  )
  const codes: string[] = []
  for await (const result of readCases(['case,person\ntwins,x,2\nghosts,1,2\nrenamed,3\n']))
    codes.push(result.ok ? result.value.kind : result.problem.code)
  assert.deepEqual(codes, ['POPULATION_CSV_CASE', 'POPULATION_CSV_CASE', 'renamed'])
})
