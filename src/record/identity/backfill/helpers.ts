import type { LinkContext } from '../links/link-context.ts'
import type { IncomingRecord } from '../links/links.types.ts'
import type { Chunk } from './plan-chunks.ts'
import { type ReadBatch, readBatch } from './read-batch.ts'
import { openSettler } from './settle-chunk.ts'
import { SpooledRows } from './spooled-rows.ts'
import { openWeigher } from './weigh-part.ts'

/** Where the parts of a load lie. */
export interface Folders {
  readonly read: string
  readonly ordered: string
  readonly paired: string
  readonly weighed: string
  readonly tables: string
}

export interface PartWeighed {
  readonly pairs: number
  readonly edges: number
}

/** Whoever does the work that takes processors: threads, or nobody but us. */
export interface Helpers {
  /** How many can be asked at once. */
  readonly count: number
  read(arrivals: readonly IncomingRecord[], first: number, now: Date): Promise<ReadBatch>
  /** Weighs the pairs of one file. */
  weigh(folder: Folders, part: number): Promise<PartWeighed>
  /** Settles a chunk; says how many rows of tables came of it. */
  settle(folder: Folders, chunk: Chunk, crowded: ReadonlySet<string>, now: Date): Promise<number>
  /** What was asked is on the disk, and files are closed. */
  rest(): Promise<void>
  end(): Promise<void>
}

/** One helper's work, on the thread it is called on. */
export function openWork(context: LinkContext, helper: number) {
  let rows: SpooledRows | null = null
  let weigher: ReturnType<typeof openWeigher> | null = null
  let settler: ReturnType<typeof openSettler> | null = null
  const rowsIn = (folder: Folders) => {
    rows ??= new SpooledRows(folder.ordered)
    return rows
  }
  return {
    read: (arrivals: readonly IncomingRecord[], first: number, now: Date) =>
      readBatch(arrivals, first, context, now),
    weigh(folder: Folders, part: number) {
      weigher ??= openWeigher(folder, rowsIn(folder), context)
      return weigher.weigh(part)
    },
    settle(folder: Folders, chunk: Chunk, crowded: ReadonlySet<string>, now: Date) {
      settler ??= openSettler(folder, rowsIn(folder), context, helper)
      return settler.settle(chunk, crowded, now)
    },
    rest() {
      settler?.end()
      rows?.close()
      rows = weigher = settler = null
    },
  }
}

/** For small loads and tests: no threads. */
export function workHere(context: LinkContext): Helpers {
  const work = openWork(context, 0)
  return {
    count: 1,
    read: async (...asked) => work.read(...asked),
    weigh: async (...asked) => work.weigh(...asked),
    settle: async (...asked) => work.settle(...asked),
    rest: async () => work.rest(),
    end: async () => work.rest(),
  }
}
