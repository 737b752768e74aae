import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { EmbeddedPostgresError, postgresProblems } from './postgres.problems.ts'
import { isAlive, startTime } from './processes.ts'

/**
 * Only one process at a time looks at a data folder, starts or stops its server. PostgreSQL's own pid file is the last
 * fence; this one keeps two starters from tripping over each other. The file appears whole (link) and is left by a dead
 * holder only: pid and start time tell.
 */
export async function withStartLock<T>(path: string, waitMs: number, fn: () => Promise<T>): Promise<T> {
  const mine = `${process.pid} ${startTime(process.pid) ?? '-'}`
  const own = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`
  const deadline = Date.now() + waitMs
  writeFileSync(own, mine)
  try {
    while (!tryLink(own, path)) {
      const holder = read(path)
      if (holder !== undefined && !holds(holder)) breakLock(path, holder, own)
      else if (Date.now() > deadline) throw new EmbeddedPostgresError(postgresProblems.busy(path))
      else await sleep(20)
    }
  } finally {
    rmSync(own, { force: true })
  }
  try {
    return await fn()
  } finally {
    if (read(path) === mine) rmSync(path, { force: true })
  }
}

function tryLink(own: string, path: string): boolean {
  try {
    linkSync(own, path)
    return true
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false
    throw error
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function holds(content: string): boolean {
  const [pid, since] = content.split(' ')
  return isAlive(Number(pid)) && (since === '-' || startTime(Number(pid)) === since)
}

/** Renames before removing: if a live lock slipped in between, it is put back. */
function breakLock(path: string, stale: string, own: string): void {
  const aside = `${own}.stale`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  if (read(aside) !== stale) {
    try {
      linkSync(aside, path)
    } catch {}
  }
  unlinkSync(aside)
}
