// Types, lint, import rules, generated files current. Each line says what was looked at; any failure ends with 1.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const bin = (name) => join(root, 'node_modules/.bin', name)
const steps = [
  ['types of the back end', process.execPath, [tsc(), '-p', '.']],
  ['types of the screens', process.execPath, [tsc(), '-p', 'web', '--noEmit']],
  ['format and lint', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['import rules', process.execPath, ['scripts/check-imports.mjs']],
  ['generated files', process.execPath, ['--import', 'tsx', 'scripts/generate.ts', '--check']],
]
let failed = 0
for (const [name, command, args] of steps) {
  const began = Date.now()
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
  const ok = result.status === 0
  console.log(`${ok ? '✓' : '✗'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
  if (!ok) {
    failed += 1
    console.log(`${result.stdout ?? ''}${result.stderr ?? ''}`)
  }
}
process.exit(failed > 0 ? 1 : 0)

/** TypeScript 7 checks types ten times faster; the tools that cannot use it yet keep TypeScript 6 (ADR 0001). */
function tsc() {
  const native = join(root, 'node_modules/typescript-native/bin/tsc')
  const script = existsSync(native) ? native : `${native}.js`
  return existsSync(script) ? script : join(root, 'node_modules/typescript/bin/tsc')
}
