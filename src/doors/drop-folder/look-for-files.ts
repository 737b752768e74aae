import type { Stats } from 'node:fs'
import { lstat, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { isMessageName, isRealFolder, isUnfinishedName } from './folders.ts'

export interface FoundFile {
  readonly name: string
  readonly path: string
  readonly mtimeMs: number
  /** Marker files (`.ok`, `.done`) that go away with it. */
  readonly markers: readonly string[]
}

interface Seen {
  readonly size: number
  readonly mtimeMs: number
  readonly self: string
  readonly since: number
}

/** Names looked at in one folder at a time: what lies beyond comes into view as files are taken. */
const mostNames = 20_000

/**
 * Knows which files of a folder are whole: a marker lies beside it, it was renamed from a name of unfinished work, or
 * its size and time have stood still long enough. Remembers only what lies there now.
 */
export class FolderView {
  readonly #path: string
  readonly #stillMs: number
  #seen = new Map<string, Seen>()
  #unfinished = new Set<string>()

  constructor(path: string, stillMs: number) {
    this.#path = path
    this.#stillMs = stillMs
  }

  /** Whole files, oldest first. */
  async look(now: number): Promise<FoundFile[]> {
    const { names, unfinished } = await this.#names()
    const all = new Set(names)
    const seen = new Map<string, Seen>()
    const whole: FoundFile[] = []
    for (const name of names) {
      if (!isMessageName(name)) continue
      const path = join(this.#path, name)
      const stat = await statOf(path)
      if (!stat?.isFile()) continue
      const before = this.#seen.get(name)
      const isSame =
        before && before.size === stat.size && before.mtimeMs === stat.mtimeMs && before.self === selfOf(stat)
      const since = isSame ? before.since : now
      const markers = markersOf(name).filter((marker) => all.has(marker))
      const wasRenamed = this.#unfinished.has(selfOf(stat))
      if (markers.length > 0 || wasRenamed || now - since >= this.#stillMs)
        whole.push({ name, path, mtimeMs: stat.mtimeMs, markers: markers.map((m) => join(this.#path, m)) })
      seen.set(name, { size: stat.size, mtimeMs: stat.mtimeMs, self: selfOf(stat), since })
    }
    // A file seen under an unfinished name stays known until its file is taken.
    this.#unfinished = new Set([
      ...unfinished,
      ...[...seen.values()].map((s) => s.self).filter((i) => this.#unfinished.has(i)),
    ])
    this.#seen = seen
    whole.sort((a, b) => a.mtimeMs - b.mtimeMs || (a.name < b.name ? -1 : 1))
    return whole
  }

  async #names(): Promise<{ names: string[]; unfinished: Set<string> }> {
    const names: string[] = []
    const unfinished = new Set<string>()
    if (!(await isRealFolder(this.#path))) return { names, unfinished }
    try {
      for await (const entry of await opendir(this.#path)) {
        if (names.length >= mostNames) break
        if (!entry.isFile()) continue
        names.push(entry.name)
        if (!isUnfinishedName(entry.name)) continue
        const stat = await statOf(join(this.#path, entry.name))
        if (stat) unfinished.add(selfOf(stat))
      }
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown
    }
    return { names, unfinished }
  }
}

/** The same file under another name: the number alone is soon given to another file, the time of birth is not. */
const selfOf = (stat: Stats): string => `${stat.ino} ${stat.birthtimeMs}`

const statOf = (path: string): Promise<Stats | null> => lstat(path).catch(() => null)

/** `a.xml.ok`, `a.ok`: both habits exist. */
function markersOf(name: string): string[] {
  const stem = name.replace(/\.[^.]+$/, '')
  return [...new Set([name, stem].flatMap((n) => [`${n}.ok`, `${n}.done`, `${n}.OK`, `${n}.DONE`]))]
}
