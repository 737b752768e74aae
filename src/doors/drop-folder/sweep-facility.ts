import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '#foundation/clock'
import { inHand, isMessageName, isRealFolder, laneFolders, realFolder } from './folders.ts'
import { FolderView } from './look-for-files.ts'
import { dropMarkers, type FileInHand, type Keep, putFailing, type Taken, takeFile } from './take-file.ts'

export interface SweepDeps {
  readonly keep: Keep
  readonly clock: Clock
  readonly stillMs: number
  /** Called for every file put away; without names, which may be people's. */
  readonly onTaken?: (taken: { readonly facility: string; readonly outcome: Taken }) => void
}

/** Files of one facility in one turn, so that no facility keeps the others waiting. */
const mostInATurn = 100
/** Times a file may fail by itself, while others are kept, before it is put where people see it. */
const mostAttempts = 10

/** One facility's folder: takes whole files in the order of their times, one after the other, urgent ones first. */
export class FacilityFolder {
  readonly facility: string
  readonly path: string
  readonly #deps: SweepDeps
  readonly #views = new Map<string, FolderView>()
  #attempts = 0
  #keptElsewhere = 0

  constructor(path: string, facility: string, deps: SweepDeps) {
    this.path = path
    this.facility = facility
    this.#deps = deps
  }

  /** `keptElsewhere`: how many files were kept so far, which tells a bad file from a bad day. */
  async sweep(keptElsewhere: number, isStopping: () => boolean): Promise<{ taken: number; more: boolean }> {
    let taken = 0
    for (const { folder, lane } of laneFolders) {
      // What a kill left in hand goes first: it was dropped before what lies outside.
      for (const name of await this.#leftInHand(folder)) {
        if (isStopping()) return { taken, more: false }
        const path = join(this.path, inHand, folder || 'thuong', name)
        const done = await this.#take(
          { home: this.path, facility: this.facility, lane, path, name },
          folder,
          keptElsewhere,
        )
        if (!done) return { taken, more: false }
        taken++
      }
      const whole = await this.#view(folder).look(this.#deps.clock.now().getTime())
      for (const found of whole) {
        if (isStopping()) return { taken, more: false }
        if (taken >= mostInATurn) return { taken, more: true }
        const hand = await realFolder(this.path, inHand, folder || 'thuong')
        const path = join(hand, found.name)
        try {
          await rename(found.path, path)
        } catch {
          continue // taken back by its owner, or by another process of ours
        }
        await dropMarkers(found.markers)
        const file: FileInHand = { home: this.path, facility: this.facility, lane, path, name: found.name }
        if (!(await this.#take(file, folder, keptElsewhere))) return { taken, more: false }
        taken++
      }
    }
    return { taken, more: false }
  }

  #view(folder: string): FolderView {
    let view = this.#views.get(folder)
    if (!view) {
      view = new FolderView(join(this.path, folder), this.#deps.stillMs)
      this.#views.set(folder, view)
    }
    return view
  }

  async #leftInHand(folder: string): Promise<string[]> {
    const lane = join(this.path, inHand, folder || 'thuong')
    if (!(await isRealFolder(join(this.path, inHand))) || !(await isRealFolder(lane))) return []
    return (await readdir(lane)).filter(isMessageName).sort()
  }

  /** False when the facility has to wait: its order is kept, so nothing later may pass. */
  async #take(file: FileInHand, folder: string, keptElsewhere: number): Promise<boolean> {
    try {
      const outcome = await takeFile(this.#deps.keep, file, this.#deps.clock.now())
      if (outcome === 'still-written') {
        await rename(file.path, join(this.path, folder, file.name))
        return false
      }
      this.#attempts = 0
      this.#deps.onTaken?.({ facility: this.facility, outcome })
      return true
    } catch (thrown) {
      if (this.#attempts === 0) this.#keptElsewhere = keptElsewhere
      this.#attempts++
      if (this.#attempts < mostAttempts || keptElsewhere === this.#keptElsewhere) throw thrown
      this.#attempts = 0
      const outcome = await putFailing(file)
      this.#deps.onTaken?.({ facility: this.facility, outcome })
      return true
    }
  }
}
