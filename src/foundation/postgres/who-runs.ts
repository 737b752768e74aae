import { spawnSync } from 'node:child_process'
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { EmbeddedPostgresError, postgresProblems } from './postgres.problems.ts'

/** How PostgreSQL is started, since it refuses to be root. */
export interface Runner {
  readonly how: 'self' | 'nobody' | 'unshare'
  readonly binaries: Binaries
  readonly uid?: number
  readonly gid?: number
  /** Words before the command. */
  readonly prefix: readonly string[]
}

/** uid and gid of `nobody`; a uid absent from passwd fails ("could not look up effective user ID"). */
function nobody(): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith('nobody:'))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}

const inPasswd = (uid: number): boolean =>
  !existsSync('/etc/passwd') ||
  process.platform !== 'linux' ||
  readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .some((line) => line.split(':')[2] === String(uid))

/** May another uid walk to this path? Every folder above needs x for others. */
function reachable(path: string): boolean {
  for (let at = dirname(path); ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}

/** Decides who runs the server: we ourselves; as root `nobody`, else root dressed up in a user namespace, else a copy. */
export function chooseRunner(binaries: Binaries, dataFolder: string): Runner {
  const uid = process.getuid?.()
  if (uid === undefined || (uid !== 0 && inPasswd(uid))) return { how: 'self', binaries, prefix: [] }
  const other = nobody()
  const insideData = join(dataFolder, 'x')
  if (uid === 0 && other && reachable(insideData)) {
    if (reachable(binaries.postgres) && (statSync(binaries.postgres).mode & 0o005) === 0o005) {
      return { how: 'nobody', binaries, prefix: [], ...other }
    }
  }
  const prefix = [
    'unshare',
    '-U',
    `--map-user=${other?.uid ?? 65534}`,
    `--map-group=${other?.gid ?? 65534}`,
    '--',
  ]
  if (spawnSync(prefix[0]!, [...prefix.slice(1), 'true'], { stdio: 'ignore' }).status === 0) {
    return { how: 'unshare', binaries, prefix }
  }
  if (uid === 0 && other && reachable(insideData)) {
    return { how: 'nobody', binaries: copyOf(binaries, dataFolder), prefix: [], ...other }
  }
  throw new EmbeddedPostgresError(postgresProblems.notReachable(uid === 0 ? dataFolder : `uid ${uid}`))
}

/** The last road: 61 MB of binaries copied to where `nobody` can read them. */
function copyOf(binaries: Binaries, dataFolder: string): Binaries {
  const version = readFileSync(join(dirname(binaries.native), 'package.json'), 'utf8')
  const wanted = (JSON.parse(version) as { version: string }).version
  const to = join(dataFolder, `postgres-${wanted}`)
  const native = join(to, 'native')
  if (!existsSync(native)) {
    const half = `${to}.${process.pid}`
    mkdirSync(half, { recursive: true, mode: 0o755 })
    cpSync(dirname(binaries.native), half, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(half, to)
    } catch {
      rmSync(half, { recursive: true, force: true })
    }
  }
  return {
    native,
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    major: binaries.major,
  }
}

/** Gives a folder and what is in it to the user who runs the server. Only ever the data folder. */
export function giveTo(runner: Runner, folder: string): void {
  if (runner.uid === undefined || runner.gid === undefined) return
  const { uid, gid } = runner
  const stat = lstatSync(folder)
  if (stat.uid === uid) return
  const walk = (path: string) => {
    const here = lstatSync(path)
    if (here.isDirectory()) for (const name of readdirSync(path)) walk(join(path, name))
    if (!here.isSymbolicLink()) chownSync(path, uid, gid)
  }
  walk(folder)
}
