import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from '#foundation/db'
import { type Logger, silentLogger } from '#foundation/log'
import { answer, ensureDatabase } from './answer.ts'
import { completeBinaries, findBinaries } from './binaries.ts'
import {
  type Folders,
  inspectCluster,
  makeSocketFolder,
  pidInFile,
  prepareFolders,
  rmdirIfEmpty,
  rotateLog,
} from './data-folder.ts'
import { initCluster } from './init-cluster.ts'
import { EmbeddedPostgresError, postgresProblems } from './postgres.problems.ts'
import { isAlive, processesIn } from './processes.ts'
import { settingsFor } from './settings.ts'
import { spawnServer } from './spawn-server.ts'
import { withStartLock } from './start-lock.ts'
import { stopServer } from './stop-server.ts'
import { chooseRunner, giveTo, type Runner } from './who-runs.ts'

export interface StartOptions {
  /** MACH_DATA_DIR: the cluster is its subfolder `postgres`. */
  readonly dataDir: string
  readonly log?: Logger
  /** Server settings over ours. */
  readonly settings?: Readonly<Record<string, string>>
  /** `stop()` leaves the server running: for a command that looks in while `mach serve` may be at work. */
  readonly keepRunning?: boolean
  /** How long to wait for somebody else's leftovers (default 30 s). */
  readonly patienceMs?: number
}

export interface EmbeddedPostgres {
  readonly connection: Connection
  /** The server was running already. */
  readonly adopted: boolean
  readonly serverVersion: string
  /** Pid of the postmaster. */
  readonly pid: number
  stop(options?: { keepRunning?: boolean }): Promise<void>
}

const PORT = 5432
const NAME = 'mach'

/**
 * Starts the PostgreSQL of a data folder, or adopts the one already running in it; ready when it answers. Survives kill -9 of
 * an earlier one. Throws `EmbeddedPostgresError` with a sentence for the operator.
 */
export async function startEmbeddedPostgres(options: StartOptions): Promise<EmbeddedPostgres> {
  const log = (options.log ?? silentLogger).child({ room: 'postgres' })
  const patience = options.patienceMs ?? 30_000
  const binaries = findBinaries()
  const folders = prepareFolders(options.dataDir)
  const connection: Connection = { host: folders.socket, port: PORT, user: NAME, database: NAME }
  const begun = performance.now()

  const started = await withStartLock(folders.lock, patience + 60_000, async () => {
    const running = await adopt(folders, connection, patience, log)
    if (running) return { ...running, adopted: true }
    const libraries = completeBinaries(binaries, folders.data)
    const runner = chooseRunner(binaries, folders.data)
    const state = inspectCluster(folders.cluster, binaries.major)
    if (state === 'absent') await initCluster(runner, folders, NAME, libraries)
    giveTo(runner, folders.cluster)
    makeSocketFolder(folders.socket, runner.uid)
    giveTo(runner, folders.socket)
    rotateLog(folders.log)
    await awaitOrphans(folders, patience, log)
    const fresh = await launch(runner, folders, connection, options, libraries, log)
    return { ...fresh, adopted: false }
  })

  log.info(
    { ms: Math.round(performance.now() - begun), adopted: started.adopted, version: started.serverVersion },
    'embedded PostgreSQL answers',
  )
  let stopped: Promise<void> | undefined
  return {
    connection,
    ...started,
    stop: async ({ keepRunning = options.keepRunning ?? false } = {}) => {
      if (keepRunning) return
      stopped ??= withStartLock(folders.lock, patience, async () => {
        await stopServer(folders.cluster, started.pid, log)
        // A socket folder outside the data folder (long paths) would be left behind in /tmp.
        if (pidInFile(folders.cluster) === undefined) rmdirIfEmpty(folders.socket)
      })
      await stopped
    },
  }
}

/** A server that answers on our socket is taken as it is; one that is starting or stopping is waited for. */
async function adopt(folders: Folders, connection: Connection, patience: number, log: Logger) {
  if (!existsSync(join(folders.cluster, 'postmaster.pid'))) return undefined
  const deadline = Date.now() + patience
  for (let said = false; ; ) {
    const reply = await answer({ ...connection, database: 'postgres' })
    const pid = pidInFile(folders.cluster)
    if (reply.state === 'answers') {
      if (reply.dataDirectory === folders.cluster && pid !== undefined) {
        await ensureDatabase(connection)
        return { pid, serverVersion: reply.serverVersion }
      }
      throw new EmbeddedPostgresError(postgresProblems.busy(folders.cluster))
    }
    const postmaster = pid !== undefined && isAlive(pid) && processesIn(folders.cluster).includes(pid)
    if (!postmaster) return undefined
    if (!said) log.info({ state: reply.state }, 'waiting for the server that holds the data folder')
    said = true
    // A server in recovery says so and is waited for without end: replaying much WAL takes its time.
    if (reply.state !== 'starting' && Date.now() > deadline) {
      throw new EmbeddedPostgresError(postgresProblems.busy(folders.cluster))
    }
    await sleep(50)
  }
}

/**
 * After kill -9 of a postmaster its backends live on until they look up. Until they have left a new one must not start;
 * then a pid file that names a stranger (numbers are used again after a reboot) is stale and may go.
 */
async function awaitOrphans(folders: Folders, patience: number, log: Logger): Promise<void> {
  const pidFile = join(folders.cluster, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const deadline = Date.now() + patience
  let orphans = processesIn(folders.cluster)
  if (orphans.length > 0) log.warn({ backends: orphans.length }, 'waiting for backends of a killed server')
  while (orphans.length > 0) {
    if (Date.now() > deadline) throw new EmbeddedPostgresError(postgresProblems.busy(folders.cluster))
    await sleep(50)
    orphans = processesIn(folders.cluster)
  }
  const pid = pidInFile(folders.cluster)
  if (process.platform === 'linux' && pid !== undefined && isAlive(pid)) {
    log.warn({ pid }, 'removing a stale pid file: its process is not a PostgreSQL of this folder')
    rmSync(pidFile, { force: true })
  }
}

/** Starts the server and waits until it answers; tries again while leftovers of a killed one are in the way. */
async function launch(
  runner: Runner,
  folders: Folders,
  connection: Connection,
  options: StartOptions,
  libraries: string | undefined,
  log: Logger,
) {
  const deadline = Date.now() + (options.patienceMs ?? 30_000)
  const settings = settingsFor(folders.socket, PORT, options.settings ?? {})
  for (;;) {
    const server = spawnServer(runner, folders, settings, libraries)
    const came = await awaitAnswer(server, connection, log)
    if (came.ready) {
      await ensureDatabase(connection)
      return { pid: server.pid, serverVersion: came.serverVersion }
    }
    const leftovers =
      /lock file|another postmaster|another server|shared memory block|still in use|could not bind/i.test(
        came.said,
      )
    if (!leftovers || Date.now() > deadline) {
      throw new EmbeddedPostgresError(postgresProblems.failed(folders.log, lastFatal(came.said)))
    }
    log.warn({}, 'leftovers of an earlier server are in the way; trying again')
    await sleep(200)
  }
}

async function awaitAnswer(server: ReturnType<typeof spawnServer>, connection: Connection, log: Logger) {
  let nextWord = Date.now() + 5000
  for (;;) {
    if (server.exited()) return { ready: false as const, said: server.said() }
    const reply = await answer({ ...connection, database: 'postgres' })
    if (reply.state === 'answers' && !server.exited())
      return { ready: true as const, serverVersion: reply.serverVersion }
    if (Date.now() > nextWord) {
      log.info({ state: reply.state }, 'embedded PostgreSQL is still recovering')
      nextWord = Date.now() + 5000
    }
    await sleep(8)
  }
}

const lastFatal = (said: string): string =>
  said
    .split('\n')
    .filter((line) => /FATAL|PANIC|error/i.test(line))
    .at(-1)
    ?.replace(/^.*?(FATAL|PANIC):\s*/, '')
    .slice(0, 300) ??
  said.trim().split('\n').at(-1)?.slice(0, 300) ??
  ''
