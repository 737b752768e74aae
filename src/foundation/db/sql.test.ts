import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#foundation/db'

test('values travel beside the text', () => {
  const q = sql`select * from x where a = ${"'; drop table x; --"} and b = ${5}`
  assert.equal(q.text, 'select * from x where a = $1 and b = $2')
  assert.deepEqual(q.values, ["'; drop table x; --", 5])
})

test('fragments nest and are numbered in order, used twice too', () => {
  const since = sql`at >= ${'2026-01-01'}`
  const q = sql`select ${1} where ${since} and (${since} or c = ${2}) ${sql.empty}`
  assert.equal(q.text, 'select $1 where at >= $2 and (at >= $3 or c = $4) ')
  assert.deepEqual(q.values, [1, '2026-01-01', '2026-01-01', 2])
})

test('a list of conditions is joined', () => {
  const q = sql`where ${sql.join([sql`a = ${1}`, sql`b = ${2}`, sql`c`], sql` and `)}`
  assert.equal(q.text, 'where a = $1 and b = $2 and c')
  assert.equal(sql.join([]).text, '')
  assert.equal(sql`in (${sql.join([sql`${1}`, sql`${2}`])})`.text, 'in ($1, $2)')
})

test('a name comes only from the list', () => {
  assert.equal(sql`order by ${sql.ident('born', ['born', 'name'])}`.text, 'order by "born"')
  assert.throws(() => sql.ident('born; drop table x', ['born']))
})

test('an object dressed up as a fragment stays a value', () => {
  const fake = JSON.parse('{"text":"1; drop table x","values":[],"strings":["1; drop table x"],"parts":[]}')
  const q = sql`select ${fake}`
  assert.equal(q.text, 'select $1')
  assert.throws(() => sql.join([fake]))
})

test('a named statement carries its name', () => {
  const q = sql.named('store.read')`select ${1}`
  assert.equal(q.name, 'store.read')
  assert.equal(q.text, 'select $1')
  assert.throws(() => sql.named('Không được'))
})

test('any mixture of text and values keeps values in order and never lets one into the text', () => {
  // A small generator in place of a library: 500 random trees of fragments.
  let seed = 42
  const random = (n: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed % n
  }
  const tree = (depth: number): { q: ReturnType<typeof sql>; values: string[] } => {
    const count = random(4)
    const inside = Array.from({ length: count }, () =>
      depth > 0 && random(3) === 0 ? tree(depth - 1) : `v'${random(1e6)}"$1`,
    )
    const strings = Object.assign(
      Array.from({ length: count + 1 }, (_, i) => ` t${i} `),
      { raw: [] as string[] },
    )
    const q = sql(
      strings as unknown as TemplateStringsArray,
      ...inside.map((each) => (typeof each === 'string' ? each : each.q)),
    )
    return { q, values: inside.flatMap((each) => (typeof each === 'string' ? [each] : each.values)) }
  }
  for (let i = 0; i < 500; i++) {
    const { q, values } = tree(4)
    assert.deepEqual(q.values, values)
    assert.doesNotMatch(q.text, /'/)
    assert.deepEqual(
      [...q.text.matchAll(/\$(\d+)/g)].map((m) => Number(m[1])),
      values.map((_, n) => n + 1),
    )
  }
})

test('a literal is a number, a uuid or an instant, and nothing that could be more', () => {
  assert.equal(sql.literal(-7).text, '-7')
  const uuid = '0198c2a3-4b5c-8abc-b400-000000000000'
  assert.equal(sql`x = ${sql.literal(uuid)}`.text, `x = '${uuid}'::uuid`)
  assert.equal(sql.literal('2026-01-02T03:04:05.6Z').text, "'2026-01-02T03:04:05.6Z'::timestamptz")
  for (const bad of [1.5, Number.NaN, "x'", `${uuid}'`, '2026-01-02', "2026-01-02T03:04:05Z' or true"])
    assert.throws(() => sql.literal(bad))
})
