import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** A zombie counts as dead. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
  return stat(pid)?.[0] !== 'Z'
}

/** Fields of /proc/<pid>/stat from the state on. */
function stat(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

/** When a process began, to tell it from a later one with the same number; undefined where /proc is missing. */
export const startTime = (pid: number): string | undefined => stat(pid)?.[19]

/** Living processes whose working folder is this data folder: a postmaster and its backends all sit in it. */
export function processesIn(folder: string): number[] {
  if (process.platform !== 'linux') return processesNaming(folder)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder
      } catch {
        return false
      }
    })
    .map(Number)
    .filter(isAlive)
}

/** Without /proc only the postmaster can be told, by the -D in its command. */
function processesNaming(folder: string): number[] {
  const list = spawnSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }).stdout ?? ''
  return list
    .split('\n')
    .filter((line) => line.includes('postgres') && line.includes(folder))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => pid !== process.pid)
}
