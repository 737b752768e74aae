/**
 * Each room owns one PostgreSQL schema named after it, and nobody else's SQL names that schema (CONVENTIONS.md,
 * section 3); SQL lives in `*.queries.ts` and migrations only (section 5).
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')
const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((name) => name.split(sep).join('/'))
  .filter((name) => /\.(ts|sql)$/.test(name) && !/\.test\.ts$|\/testing\.ts$|\/fixtures\//.test(name))

/** `src/record/intake/migrations/…` → `intake`. A room owns a schema when it has migrations. */
const roomOf = (file: string) => file.split('/')[1]!
const owners = new Map(
  files
    .filter((file) => file.includes('/migrations/'))
    .map((file) => [roomOf(file), file.split('/').slice(0, 2).join('/')]),
)
const naming =
  /\b(?:from|into|update|join|only|table|on|truncate|references|exists|copy)\s+(?:only\s+)?"?([a-z_]+)"?\.[a-z_"]/gi
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|^\s*(?:\/\/|--|\*).*$/gm, '')

export function schemasNamed(text: string): string[] {
  return [
    ...new Set([...withoutComments(text).matchAll(naming)].map((match) => match[1]!.toLowerCase())),
  ].filter((name) => owners.has(name))
}

test('every room with tables is known', () => {
  for (const room of ['intake', 'identity', 'store', 'journey', 'events']) assert.ok(owners.has(room), room)
})

test('the scan sees what it must see', () => {
  assert.deepEqual(schemasNamed('select 1 from store.resource r join\n  identity.person p on true'), [
    'store',
    'identity',
  ])
  assert.deepEqual(
    schemasNamed('insert into intake.file; update journey.visit set x = 1; delete from events.job'),
    ['intake', 'journey', 'events'],
  )
  assert.deepEqual(schemasNamed('// from store.resource\nimport x from "./store.queries.ts"'), [])
})

test('no room’s SQL names the schema of another room', () => {
  const trespasses = files
    .filter((file) => /\.(queries\.ts|sql)$/.test(file))
    .flatMap((file) =>
      schemasNamed(readFileSync(join(root, 'src', file), 'utf8')).map((schema) => ({ file, schema })),
    )
    .filter(({ file, schema }) => !file.startsWith(`${owners.get(schema)}/`))
  assert.deepEqual(trespasses, [])
})

test('no SQL stands outside *.queries.ts and migrations', () => {
  // The foundation's own workings with PostgreSQL (locks, extensions, migrations, dumps, backup) are the tool, not a user.
  const isTool = (file: string) => /^foundation\/(db|postgres|testkit|backup)\//.test(file)
  const strays = files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.queries.ts') && !isTool(file))
    .filter((file) =>
      /\bsql(?:\.named\([^)]*\))?`/.test(withoutComments(readFileSync(join(root, 'src', file), 'utf8'))),
    )
  assert.deepEqual(strays, [])
})
