/** Builders for tests: the `mach` command as people run it, with its own data folder. */
import { spawn } from 'node:child_process'
import { chmodSync, createReadStream } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import { aTempDir } from '#foundation/testkit'

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
  /** The document of `--json`. */
  json<T = Record<string, never>>(): T
}

export const samplesFolder = join(projectRoot(), 'fixtures/bhyt')
export const mach = join(projectRoot(), 'bin/mach.mjs')

/** An installation in a folder of its own; every run may say variables and what comes in on standard input. */
export function anInstallation() {
  const folder = aTempDir('mach-cli')
  chmodSync(folder.path, 0o711)
  const dataDir = join(folder.path, 'data')
  const env = (says: Readonly<Record<string, string>> = {}) => ({
    ...process.env,
    MACH_DATA_DIR: dataDir,
    MACH_LOG_LEVEL: 'warn',
    MACH_DEMO: 'off',
    NO_COLOR: '1',
    ...says,
  })
  const run = (
    words: readonly string[],
    says: { env?: Record<string, string>; input?: string } = {},
  ): Promise<Ran> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [mach, ...words], {
        env: env(says.env),
        stdio: ['pipe', 'pipe', 'pipe'],
      })
      let out = ''
      let err = ''
      child.stdout.on('data', (piece) => {
        out += piece
      })
      child.stderr.on('data', (piece) => {
        err += piece
      })
      child.on('error', reject)
      child.stdin.on('error', () => {})
      if (says.input) createReadStream(says.input).pipe(child.stdin)
      else child.stdin.end()
      child.on('close', (code) => resolve({ code, out, err, json: <T>() => JSON.parse(out) as T }))
    })
  return { path: folder.path, dataDir, env, run, remove: folder.remove }
}
