import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { defineConfig, describeConfig, foundationConfig, readConfig, secret } from '#foundation/config'

const slice = defineConfig(
  'gate',
  z.object({
    MACH_GATE_SIGNING_KEY: secret(z.string().min(32).describe('Key.')),
    MACH_GATE_TRIES: z.coerce.number().int().min(1).max(10).default(5).describe('Tries.'),
  }),
)

test('an empty environment gives the defaults', () => {
  const read = readConfig([foundationConfig], {})
  assert.ok(read.ok)
  const level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent' = read.value.config.MACH_LOG_LEVEL
  assert.equal(level, 'info')
  assert.equal(read.value.config.MACH_DB_POOL, 16)
  assert.equal(read.value.config.MACH_DATABASE_URL, undefined)
  assert.equal(read.value.config.MACH_DATA_DIR, './data')
})

test('every wrong variable is named with what was expected, and a secret is never printed', () => {
  const read = readConfig([foundationConfig, slice], {
    MACH_DB_POOL: 'nhiều',
    MACH_GATE_SIGNING_KEY: 'hunter2',
    MACH_DATABASE_URL: 'mysql://root:hunter2@db',
    MACH_GATE_TRIES: '99',
  })
  assert.ok(!read.ok)
  assert.deepEqual(read.problem.variables.map((v) => v.name).sort(), [
    'MACH_DATABASE_URL',
    'MACH_DB_POOL',
    'MACH_GATE_SIGNING_KEY',
    'MACH_GATE_TRIES',
  ])
  assert.match(read.problem.message, /MACH_DB_POOL: cần số nguyên, từ 2 đến 100/)
  assert.match(read.problem.message, /"nhiều"/)
  assert.doesNotMatch(JSON.stringify(read.problem), /hunter2/)
})

test('an empty value counts as not given', () => {
  const read = readConfig([foundationConfig], { MACH_DATABASE_URL: '', MACH_LOG_LEVEL: '' })
  assert.ok(read.ok)
  assert.equal(read.value.config.MACH_LOG_LEVEL, 'info')
})

test('a misspelt variable is a warning', () => {
  const read = readConfig([foundationConfig], { MACH_DATADIR: 'x', PATH: '/bin', MACH_TEST_CLUSTER: '{}' })
  assert.ok(read.ok)
  assert.equal(read.value.warnings.length, 1)
  assert.match(read.value.warnings[0]!, /MACH_DATADIR/)
})

test('the documentation has a row for each variable', () => {
  const rows = describeConfig([foundationConfig, slice])
  const key = rows.find((row) => row.name === 'MACH_GATE_SIGNING_KEY')
  assert.deepEqual([key?.secret, key?.required, key?.default], [true, true, null])
  const pool = rows.find((row) => row.name === 'MACH_DB_POOL')
  assert.equal(pool?.default, '16')
  assert.match(pool?.expected ?? '', /2 to 100/)
  assert.equal(rows.find((row) => row.name === 'MACH_DATABASE_URL')?.required, false)
  assert.ok(rows.every((row) => row.description.length > 3))
})

test('a variable without a description cannot be defined', () => {
  assert.throws(() => defineConfig('x', z.object({ MACH_X: z.string() })), /description/)
  assert.throws(() => defineConfig('x', z.object({ PORT: z.string().describe('x') })), /MACH_/)
})
