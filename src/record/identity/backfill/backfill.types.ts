import type { Database } from '#foundation/db'
import type { Problem } from '#foundation/result'
import type { LinkContext } from '../links/link-context.ts'
import type { IncomingRecord } from '../links/links.types.ts'
import type { Folders, Helpers } from './helpers.ts'
import type { LoadState, Stage } from './load-state.ts'

export interface Progress {
  /** `write`: the last part of settling. */
  readonly stage: Stage | 'write'
  readonly done: number
  /** Null: nobody knows. */
  readonly total: number | null
}

/** Something to load, and where its halves may lie meanwhile. */
export interface Load {
  /** Names what is loaded: the same name in the same folder goes on where it stopped. */
  readonly name: string
  readonly folder: string
  /** The same each time, in the same order. */
  arrivals(): AsyncIterable<IncomingRecord>
  readonly helpers: Helpers
  now(): Date
  onProgress?(progress: Progress): void
  /** Stops soon; the next call goes on. */
  readonly signal?: AbortSignal
}

export interface Loaded {
  /** False: stopped before the end. */
  readonly isDone: boolean
  readonly records: number
  readonly pairs: number
  readonly edges: number
  /** Rows by table that were written at once. */
  readonly rows: Readonly<Record<string, number>>
  /** Records that were admitted one by one, because the index or the load itself knew something of them. */
  readonly single: number
  /** Of each stage, over all calls. */
  readonly seconds: Readonly<Record<string, number>>
}

/** What every stage is given. */
export interface Step {
  readonly db: Database
  readonly context: LinkContext
  readonly load: Load
  readonly folders: Folders
  readonly state: LoadState
  save(): void
  progress(done: number, total: number | null, stage?: 'write'): void
  isStopped(): boolean
}

/** `stopped`: asked to stop before its end. */
export type StageEnd = 'done' | 'stopped' | Problem
