import { spawn } from 'node:child_process'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { delimiter } from 'node:path'
import type { Folders } from './data-folder.ts'
import type { Runner } from './who-runs.ts'

/** Little is handed down; HOME is set, or libpq looks into root's. */
export function serverEnvironment(home: string, libraries?: string): NodeJS.ProcessEnv {
  const inherited = process.env.LD_LIBRARY_PATH
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: home,
    TZ: 'UTC',
    LC_ALL: 'C',
    ...(libraries ? { LD_LIBRARY_PATH: [libraries, inherited].filter(Boolean).join(delimiter) } : {}),
  }
}

/** Starts a postmaster in a session of its own, so that Ctrl-C in our terminal does not reach it. */
export function spawnServer(
  runner: Runner,
  folders: Folders,
  settings: readonly string[],
  libraries?: string,
) {
  const log = openSync(folders.log, 'a+', 0o600)
  const from = fstatSync(log).size
  const all = [...runner.prefix, runner.binaries.postgres, '-D', folders.cluster, ...settings]
  const child = spawn(all[0]!, all.slice(1), {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: folders.cluster,
    env: serverEnvironment(folders.cluster, libraries),
    ...(runner.uid === undefined ? {} : { uid: runner.uid, gid: runner.gid }),
  })
  closeSync(log)
  child.unref()
  let exited = false
  let failure = ''
  child.on('exit', () => {
    exited = true
  })
  child.on('error', (error) => {
    exited = true
    failure = error.message
  })
  return { pid: child.pid ?? 0, exited: () => exited, said: () => failure || readFrom(folders.log, from) }
}

function readFrom(path: string, from: number): string {
  const file = openSync(path, 'r')
  try {
    const size = Math.min(fstatSync(file).size - from, 64 * 1024)
    const buffer = Buffer.alloc(Math.max(0, size))
    readSync(file, buffer, 0, buffer.length, from)
    return buffer.toString('utf8')
  } finally {
    closeSync(file)
  }
}
