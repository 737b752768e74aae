import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { pgArray, sql } from '#foundation/db'
import { type TestDatabase, withDatabase } from '#foundation/testkit'

let t: TestDatabase
before(async () => {
  t = await withDatabase()
})
after(() => t.close())

const back = async (items: (string | null)[]) =>
  (
    await t.db.many<{ v: string | null }>(
      sql`select v from unnest(${pgArray(items)}::text[]) with ordinality u(v, n) order by n`,
    )
  ).map((r) => r.v)

test('the awkward ones come back as they went', async () => {
  const items = [
    '',
    ' ',
    'NULL',
    'null',
    null,
    '"',
    '\\',
    '\\"',
    '{}',
    '{',
    ',',
    '},{',
    "'",
    '$1',
    'Nguyễn Thị Hoà\n\t\r',
    '{"a":"b\\"c\\\\"}',
    '😀',
    '\\N',
    '\\u0041',
  ]
  assert.deepEqual(await back(items), items)
  assert.deepEqual(await back([]), [])
})

test('any texts come back as they went', async () => {
  const alphabet = [
    '"',
    '\\',
    '{',
    '}',
    ',',
    ' ',
    'a',
    'ễ',
    '\n',
    "'",
    'N',
    'U',
    'L',
    '0',
    '😀',
    '\u0001',
    '\u2028',
    '\u007f',
    '\r',
    '\b',
    '\t',
  ]
  for (let round = 0; round < 60; round++) {
    const items = Array.from({ length: Math.floor(Math.random() * 40) }, () =>
      Math.random() < 0.05
        ? null
        : Array.from(
            { length: Math.floor(Math.random() * 12) },
            () => alphabet[Math.floor(Math.random() * alphabet.length)]!,
          ).join(''),
    )
    assert.deepEqual(await back(items), items, JSON.stringify(items))
  }
})

test('lists given as values take the same way', async () => {
  const texts = ['a"b', null, 'c\\d']
  const row = await t.db.one<Record<string, unknown>>(sql`
    select ${texts}::text[] as texts, ${[1, null, 3]}::int[] as numbers, ${[true, false]}::bool[] as flags,
      ${[1n, 2n ** 62n]}::bigint[] as big, ${[]}::text[] as none, ${[new Date(0)]}::timestamptz[] as at,
      ${2n ** 60n}::bigint as one, '2026-03-01'::date as day, array['2026-03-01'::date] as days`)
  assert.deepEqual(row, {
    texts,
    numbers: [1, null, 3],
    flags: [true, false],
    big: ['1', '4611686018427387904'],
    none: [],
    at: [new Date(0)],
    one: '1152921504606846976',
    day: '2026-03-01',
    days: ['2026-03-01'],
  })
})
