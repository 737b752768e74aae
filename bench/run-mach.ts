import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection } from '#foundation/db'
import { startEmbeddedPostgres } from '#foundation/postgres'
import { projectRoot } from '#foundation/project'

export interface RunningMach {
  readonly address: string
  readonly pid: number
  readonly postgresPid: number
  readonly connection: Connection
  readonly dataDir: string
  stop(): Promise<void>
}

/** The flags `npm start` gives to node, so that the bench runs what people run. */
function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as {
    scripts: { start: string }
  }
  return scripts.start.split(' ').filter((word) => word.startsWith('--'))
}

export function newDataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'mach-bench-'))
  chmodSync(dir, 0o711)
  return dir
}

/** Starts the real server as its own process over an empty data folder; no demonstration set. */
export async function runMach(
  dataDir = newDataDir(),
  env: Record<string, string> = {},
): Promise<RunningMach> {
  const child = spawn(
    process.execPath,
    [...startFlags(), join(projectRoot(), 'bin/mach.mjs'), 'serve', '--json'],
    {
      env: {
        ...process.env,
        MACH_DATA_DIR: dataDir,
        MACH_PORT: '0',
        MACH_DEMO: 'off',
        MACH_LOG_LEVEL: 'warn',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const { address } = await firstJson<{ address: string }>(child)
  const postgres = await startEmbeddedPostgres({ dataDir, keepRunning: true })
  return {
    address,
    pid: child.pid!,
    postgresPid: postgres.pid,
    connection: postgres.connection,
    dataDir,
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGINT')
      await ended
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function firstJson<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout!.on('data', (piece) => {
      text += piece
      try {
        resolve(JSON.parse(text) as T)
      } catch {}
    })
    child.once('exit', (code) => reject(new Error(`mach serve ended with ${code}`)))
  })
}
