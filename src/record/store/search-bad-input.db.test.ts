import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#foundation/db'
import { matcherOf, paramsOf, readSearch, type SearchQuery } from '#vocabulary/search'
import { aStore, given, type Json, queryOf } from './testing.ts'

const injections = [
  "' or '1'='1",
  "'; drop table store.resource; --",
  '") or true --',
  "x' union select 1 --",
]
const patterns = ['%', '_', '100%', '\\', '\\%', 'a\\', '.*', '(a+)+$', '^', '[', '(?=', '{1,2}', '{', '$1']
const marks = [
  '|',
  '||',
  '|||',
  '$',
  '$$',
  ',',
  '\\,',
  '|a',
  'a|',
  'http://s|',
  'a$b',
  ':',
  '/',
  '#',
  '?',
  '*',
  '-',
  '..',
]
const letters = [
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udc00b',
  '\u202e',
  '\ufeff',
  '😀',
  'e\u0301\u0302\u0303',
  '\uffff',
]
const figures = [
  'NaN',
  'Infinity',
  '-0',
  '1e308',
  '1e-320',
  '1e999',
  '0x10',
  '9'.repeat(40),
  '9'.repeat(400),
  '5e-324',
]
const dates = [
  '0000',
  '0001',
  '9999-12-31T23:59:60Z',
  '99999-01-01',
  '2020-13',
  '2021-02-29',
  'gt',
  'ap0001',
  '-infinity',
]
const names = ['__proto__', 'constructor', 'toString', 'null', 'undefined', 'true', '']
const long = [
  'a'.repeat(20_000),
  'ă'.repeat(5_000),
  'a,'.repeat(60),
  '\ud800'.repeat(700),
  `Patient/${'x'.repeat(5_000)}`,
]
const nasty = [...injections, ...patterns, ...marks, ...letters, ...figures, ...dates, ...names, ...long]
/** Asked with every modifier too. */
const nastiest = [injections[1]!, '%', '\\', '\u0000', '\ud800', '|', '1e308', '0001', long[0]!]
const modifiers = [
  'exact',
  'contains',
  'text',
  'not',
  'identifier',
  'of-type',
  'missing',
  'Patient',
  'below',
  '__proto__',
  "'",
]

let s: Awaited<ReturnType<typeof aStore>>
const present: Json[] = []
before(async () => {
  s = await aStore()
  // Resources that say the same things, as far as JSON and the database can hold them.
  const told = [...injections, ...patterns, '😀', '|', 'a'.repeat(700), 'true', '5'].filter(Boolean)
  for (const text of told) {
    const code = { coding: [{ system: 'http://s', code: text }], text }
    const identifier = [{ system: text, value: text }]
    for (const value of [
      {
        resourceType: 'Patient',
        name: [{ family: text }],
        identifier,
        address: [{ city: text }],
        telecom: [{ value: text }],
      },
      {
        resourceType: 'Observation',
        status: 'final',
        code,
        identifier,
        valueString: text,
        subject: { reference: text },
      },
    ]) {
      const made = await s.create(value)
      present.push(JSON.parse(made.json) as Json)
    }
  }
})
after(() => s.close())

/** What the matcher says of each one; joins and whole texts apart, they are not asked here. */
const expected = (query: SearchQuery) => {
  const matches = matcherOf(query)
  return present.filter((each) => matches(each)).map((each) => String(each.id))
}

async function ask(type: string, name: string, value: string): Promise<boolean> {
  const label = `${type}?${name.slice(0, 80)}=${JSON.stringify(value.slice(0, 80))}`
  const query = readSearch(type, [[name, value]], { base: 'http://here' })
  if (!query.ok) return false
  const answer = await s.store.search(query.value, { count: 1_000 }).catch((error: unknown) => {
    throw new Error(`${label} was thrown at: ${error}`)
  })
  if (!answer.ok) return assert.match(answer.problem.message, /\p{L} /u, label) ?? false
  const ids = answer.value.matches.map((match) => match.id)
  assert.deepEqual(ids.sort(), expected(query.value).sort(), label)
  return true
}

const asked = (type: string) =>
  paramsOf(type).filter(({ code }) => code !== '_filter' && code !== '_list' && code !== '_type')

for (const type of ['Patient', 'Observation'])
  test(`every parameter of ${type} stands whatever is sent: an answer, or a problem in words, and never a wrong row`, {
    timeout: 120_000,
  }, async () => {
    let answered = 0
    for (const { code } of asked(type)) {
      const questions = [
        ...nasty.map((value) => [code, value] as const),
        ...modifiers.flatMap((modifier) => nastiest.map((value) => [`${code}:${modifier}`, value] as const)),
      ]
      const answers = await Promise.all(questions.map(([name, value]) => ask(type, name, value)))
      answered += answers.filter(Boolean).length
    }
    assert.ok(answered > 1_000, `${answered} were answered`)
    const { n } = await s.db.one<{ n: number }>(sql`select count(*)::int as n from store.resource`)
    assert.equal(n, present.length)
  })

test('chains, lists, filters, includes and orders stand it too', async () => {
  for (const value of nasty) {
    const quoted = JSON.stringify(value)
    const pairs = [
      ...[
        ['_filter', value],
        ['_filter', `name co ${quoted}`],
        ['_list', value],
        ['_sort', value],
        ['_include', value],
      ],
      ...[
        ['_include:iterate', `Patient:${value}`],
        ['_revinclude', value],
        ['_has:Observation:patient:code', value],
      ],
      ...[
        ['organization.name', value],
        ['general-practitioner:Practitioner.name', value],
        [`organization.${value}`, 'a'],
      ],
      ...[
        [`_has:${value}:patient:code`, 'a'],
        [value, 'a'],
        [`name:${value}`, 'a'],
        ['_total', value],
        ['_text', value],
      ],
      ...[
        ['_elements', value],
        ['_summary', value],
        ['_count', value],
        ['_type', value],
      ],
    ] as [string, string][]
    for (const pair of pairs) {
      const query = readSearch('Patient', [pair], { base: 'http://here' })
      if (!query.ok) continue
      const answer = await s.store.search(query.value, { count: 10 }).catch((error: unknown) => {
        throw new Error(
          `${pair.map((each) => JSON.stringify(each.slice(0, 80))).join('=')} was thrown at: ${error}`,
        )
      })
      assert.ok(answer.ok || answer.problem.message)
    }
  }
})

test('a thousand values at once are an answer within the second, one more is a problem', async () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => String(1_000 + i)).join(',')
  for (const name of ['family', 'name:contains', 'identifier', 'death-date', '_id', 'organization.name']) {
    const read = (n: number) => readSearch('Patient', [[name, many(n)]], { base: '' })
    const query = read(1_000)
    assert.ok(query.ok, name)
    assert.ok((await s.store.search(query.value, { count: 10 })).ok, name)
    assert.ok(!read(1_001).ok, name)
  }
})

test('text with signs that no database takes is stored and read back, or refused: never thrown at', async () => {
  for (const text of ['\u0000', 'a\u0000b', '\ud800', 'a\udc00b', '\uffff']) {
    for (const value of [
      { resourceType: 'Organization', name: text },
      { resourceType: 'Organization', identifier: [{ system: text, value: text }] },
      { resourceType: 'Organization', partOf: { reference: text } },
    ]) {
      const change = { op: 'create' as const, resource: given(value) }
      const written = await s.store.write([change], { at: new Date(), origin: 'test' })
      if (!written.ok) continue
      const made = written.value[0]!.resource!
      const { id, meta, ...rest } = JSON.parse((await s.store.read('Organization', made.id))!.json)
      assert.deepEqual(rest, value)
    }
  }
})

test('the largest count that can be asked for is no more than what there is', async () => {
  for (const count of [1_000_000_000, 2_147_483_647]) {
    const answer = await s.store.search(queryOf('Patient', `_count=${count}`), { count })
    assert.ok(answer.ok)
    assert.equal(answer.value.matches.length, present.length / 2)
    assert.equal(answer.value.next, null)
  }
})

test('ids that are no ids are of nothing, in whatever way they are asked for', async () => {
  for (const id of nasty) {
    if (/^[A-Za-z0-9\-.]{1,64}$/.test(id)) continue
    assert.equal(await s.store.read('Patient', id), null)
    assert.equal(await s.store.readVersion('Patient', id, 1), null)
    assert.deepEqual(await s.store.readMany([{ type: 'Patient', id }]), [])
    assert.equal(
      (await s.store.write([{ op: 'delete', type: 'Patient', at: id }], { at: new Date(), origin: 'test' }))
        .ok,
      false,
    )
    assert.equal((await s.store.everything(id, { count: 10 })).ok ? 'answered' : 'refused', 'refused')
  }
  const { id } = present[0]!
  for (const version of [0, -1, 2, 2_147_483_647, 2_147_483_648, 1e300])
    assert.equal(await s.store.readVersion('Patient', String(id), version), null)
  for (const type of ['patient', '__proto__', "Patient'", 'Patient\u0000', '']) {
    assert.equal(await s.store.read(type, String(id)), null)
    assert.deepEqual(await s.store.readMany([{ type, id: String(id) }]), [])
  }
})
