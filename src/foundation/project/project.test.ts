import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectRoot, version } from '#foundation/project'

test('the project root is the folder of the package named mach', () => {
  assert.ok(existsSync(join(projectRoot(), 'src', 'foundation', 'project', 'index.ts')))
  assert.match(version(), /^\d+\.\d+\.\d+/)
})
