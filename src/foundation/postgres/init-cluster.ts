import { spawn } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Folders } from './data-folder.ts'
import { EmbeddedPostgresError, postgresProblems } from './postgres.problems.ts'
import { serverEnvironment } from './spawn-server.ts'
import { giveTo, type Runner } from './who-runs.ts'

/** Makes a new cluster beside its place and renames it: a kill in the middle leaves nothing half made. */
export async function initCluster(
  runner: Runner,
  folders: Folders,
  user: string,
  libraries?: string,
): Promise<void> {
  sweep(folders.cluster)
  const half = `${folders.cluster}.new-${process.pid}`
  mkdirSync(half, { mode: 0o700 })
  giveTo(runner, half)
  try {
    await initdb(runner, half, user, folders.log, libraries)
    renameSync(half, folders.cluster)
    const parent = openSync(dirname(folders.cluster), 'r')
    fsyncSync(parent)
    closeSync(parent)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    throw error
  }
  chmodSync(folders.cluster, 0o700)
}

/** Half-made clusters of starters that were killed. We hold the start lock, so nobody is at work on them. */
function sweep(cluster: string): void {
  for (const name of readdirSync(dirname(cluster))) {
    if (name.startsWith(`${basename(cluster)}.new-`))
      rmSync(join(dirname(cluster), name), { recursive: true, force: true })
  }
}

async function initdb(
  runner: Runner,
  folder: string,
  user: string,
  log: string,
  libraries?: string,
): Promise<void> {
  const words = [
    runner.binaries.initdb,
    '-D',
    folder,
    '-U',
    user,
    '--encoding=UTF8',
    // macOS has no C.UTF-8: there PostgreSQL's builtin one, which sorts the same.
    ...(process.platform === 'darwin'
      ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
      : ['--locale=C.UTF-8']),
    '--auth-local=trust',
    '--auth-host=reject',
    '--no-instructions',
  ]
  const all = [...runner.prefix, ...words]
  const child = spawn(all[0]!, all.slice(1), {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: folder,
    env: serverEnvironment(folder, libraries),
    ...(runner.uid === undefined ? {} : { uid: runner.uid, gid: runner.gid }),
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000)
  })
  const code = await new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  )
  if (code !== 0)
    throw new EmbeddedPostgresError(postgresProblems.failed(log, `initdb: ${said.trim().slice(-300)}`))
}
