import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findBinaries } from './binaries.ts'
import { EmbeddedPostgresError } from './postgres.problems.ts'
import { settingsFor } from './settings.ts'

test('a platform without a package is told to bring its own database', () => {
  assert.throws(
    () => findBinaries('sunos', 'sparc'),
    (e) =>
      e instanceof EmbeddedPostgresError &&
      e.problem.kind === 'unsupported' &&
      /MACH_DATABASE_URL/.test(e.message),
  )
})

test('what is acknowledged is durable unless a test says otherwise', () => {
  assert.ok(settingsFor('/x', 5432, {}).includes('synchronous_commit=on'))
  assert.ok(settingsFor('/x', 5432, {}).includes('fsync=on'))
  assert.ok(settingsFor('/x', 5432, { fsync: 'off' }).includes('fsync=off'))
})
