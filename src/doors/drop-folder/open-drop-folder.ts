import { type FSWatcher, watch } from 'node:fs'
import { opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, systemClock } from '#foundation/clock'
import { isFacility, isRealFolder, laneFolders } from './folders.ts'
import { FacilityFolder, type SweepDeps } from './sweep-facility.ts'
import type { Keep } from './take-file.ts'

export interface DropFolderOptions {
  readonly folder: string
  /** The intake's `keepFile` with its dependencies. */
  readonly keep: Keep
  readonly clock?: Clock
  /** A file without a marker is whole when nothing of it has changed for so long. */
  readonly stillMs?: number
  readonly pollMs?: number
  readonly onTaken?: SweepDeps['onTaken']
  /** A folder that could not be swept; it is tried again after the next pause. */
  readonly onFailed?: (failed: { readonly facility: string | null; readonly error: unknown }) => void
}

export interface DropFolder {
  /** Looks at every folder once and takes what is whole. */
  sweep(): Promise<void>
  /** Waits for the file in hand. */
  stop(): Promise<void>
}

const mostFacilities = 5_000
const mostWatched = 500

/**
 * Watches a folder with a subfolder for each facility. Looks every `pollMs`, and at once when the system tells of a
 * change; network shares tell of nothing, so that the looking is what counts.
 */
export function openDropFolder(options: DropFolderOptions): DropFolder {
  const { folder, keep, clock = systemClock, stillMs = 5_000, pollMs = 2_000, onTaken, onFailed } = options
  const facilities = new Map<string, FacilityFolder>()
  const watchers = new Map<string, FSWatcher>()
  let kept = 0
  let isStopping = false
  let sweeping: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined
  let wakeAgain = false

  const deps: SweepDeps = {
    keep: async (file) => {
      const answer = await keep(file)
      kept++
      return answer
    },
    clock,
    stillMs,
    onTaken,
  }

  async function sweepAll(): Promise<void> {
    await findFacilities()
    // Each facility a turn; those with more to give get another one after the others.
    let waiting = [...facilities.values()]
    while (waiting.length > 0 && !isStopping) {
      const again: FacilityFolder[] = []
      for (const facility of waiting) {
        if (isStopping) return
        try {
          const { more } = await facility.sweep(kept, () => isStopping)
          if (more) again.push(facility)
        } catch (error) {
          onFailed?.({ facility: facility.facility, error })
        }
      }
      waiting = again
    }
  }

  async function findFacilities(): Promise<void> {
    const found = new Set<string>()
    try {
      for await (const entry of await opendir(folder)) {
        if (found.size >= mostFacilities) break
        if (isFacility(entry.name) && entry.isDirectory()) found.add(entry.name)
      }
    } catch (error) {
      onFailed?.({ facility: null, error })
      return
    }
    for (const name of facilities.keys()) if (!found.has(name)) facilities.delete(name)
    for (const name of found) {
      if (!facilities.has(name)) facilities.set(name, new FacilityFolder(join(folder, name), name, deps))
      for (const lane of laneFolders) await listen(join(folder, name, lane.folder))
    }
  }

  async function listen(path: string): Promise<void> {
    if (watchers.has(path) || watchers.size >= mostWatched || isStopping) return
    if (!(await isRealFolder(path)) || isStopping) return
    try {
      const watcher = watch(path, { persistent: false }, () => wake())
      const forget = () => {
        watcher.close()
        watchers.delete(path)
      }
      watcher.on('error', forget)
      watchers.set(path, watcher)
    } catch {
      // No watches left on this machine: looking every few seconds goes on.
    }
  }

  function wake(): void {
    if (sweeping) wakeAgain = true
    else plan(50)
  }

  function plan(ms: number): void {
    if (isStopping) return
    clearTimeout(timer)
    timer = setTimeout(() => void sweep(), ms)
  }

  function sweep(): Promise<void> {
    sweeping ??= sweepAll().finally(() => {
      sweeping = null
      plan(wakeAgain ? Math.min(200, pollMs) : pollMs)
      wakeAgain = false
    })
    return sweeping
  }

  plan(0)
  return {
    sweep,
    async stop() {
      isStopping = true
      clearTimeout(timer)
      for (const watcher of watchers.values()) watcher.close()
      watchers.clear()
      await sweeping
      clearTimeout(timer)
    },
  }
}
