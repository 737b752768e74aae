import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { EmbeddedPostgresError, postgresProblems } from './postgres.problems.ts'

export interface Folders {
  /** MACH_DATA_DIR itself. */
  readonly data: string
  /** PostgreSQL's data folder. */
  readonly cluster: string
  /** Folder of the unix socket, nobody else's. */
  readonly socket: string
  readonly log: string
  readonly lock: string
}

/** Makes the folder, proves that it can be written and names what is in it. */
export function prepareFolders(dataDir: string): Folders {
  const wanted = resolve(dataDir)
  try {
    // Others may pass through (`nobody` runs the server when we are root) but not look in.
    mkdirSync(wanted, { recursive: true, mode: 0o711 })
    const probe = join(wanted, `.write-${process.pid}-${Math.random().toString(36).slice(2)}`)
    writeFileSync(probe, 'x')
    rmSync(probe)
  } catch (error) {
    throw new EmbeddedPostgresError(
      postgresProblems.notWritable(wanted, (error as { code?: string }).code ?? ''),
      error,
    )
  }
  const data = realpathSync(wanted)
  return {
    data,
    cluster: join(data, 'postgres'),
    socket: socketFolder(data),
    log: join(data, 'postgres.log'),
    lock: join(data, 'postgres.lock'),
  }
}

/** A socket's path holds at most 107 bytes: `<folder>/.s.PGSQL.5432` and, in passing, its `.lock`. */
function socketFolder(data: string): string {
  const near = join(data, 'socket')
  if (Buffer.byteLength(near) + '/.s.PGSQL.5432.lock'.length < 107) return near
  const hash = createHash('sha256').update(data).digest('hex').slice(0, 12)
  return join(tmpdir().length < 60 ? tmpdir() : '/tmp', `mach-${hash}`)
}

/** The socket's folder, 0700, really ours: in /tmp somebody else may have been there first. */
export function makeSocketFolder(folder: string, uid: number | undefined): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
  }
  const stat = lstatSync(folder)
  const me = process.getuid?.() ?? stat.uid
  if (!stat.isDirectory() || (stat.uid !== me && stat.uid !== uid)) {
    throw new EmbeddedPostgresError(postgresProblems.notWritable(folder, 'EPERM'))
  }
  if ((stat.mode & 0o777) !== 0o700) chmodSync(folder, 0o700)
}

/** Refuses a folder of another major version or one that is not PostgreSQL's; tells whether there is one at all. */
export function inspectCluster(folder: string, major: string): 'absent' | 'present' {
  if (!existsSync(folder)) return 'absent'
  const versionFile = join(folder, 'PG_VERSION')
  if (!existsSync(versionFile)) {
    if (readdirSync(folder).length === 0) {
      rmSync(folder, { recursive: true })
      return 'absent'
    }
    throw new EmbeddedPostgresError(postgresProblems.strange(folder))
  }
  const found = readFileSync(versionFile, 'utf8').trim()
  if (found !== major) throw new EmbeddedPostgresError(postgresProblems.otherMajor(folder, found, major))
  return 'present'
}

const LOG_LIMIT = 8 * 1024 * 1024

/** Keeps one older log: together never more than what one run writes and 8 MB. */
export function rotateLog(log: string): void {
  if (existsSync(log) && statSync(log).size > LOG_LIMIT) renameSync(log, `${log}.1`)
}

/** Pid in postmaster.pid, if there is such a file. */
export function pidInFile(cluster: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'), 10) || undefined
  } catch {
    return undefined
  }
}

/** Removes a folder of sockets once nothing is in it. */
export function rmdirIfEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {}
}
