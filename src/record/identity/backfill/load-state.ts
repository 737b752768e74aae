import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Sizes } from './append-files.ts'
import type { Folders } from './helpers.ts'

export const stages = ['read', 'order', 'pair', 'weigh', 'settle', 'rest', 'done'] as const
export type Stage = (typeof stages)[number]

const shape = z.strictObject({
  /** What is loaded, under which model and secret: another load has nothing to go on from. */
  load: z.string(),
  stage: z.enum(stages),
  /** Arrivals read, and how long the files were then. */
  taken: z.number(),
  sizes: z.record(z.string(), z.number()),
  records: z.number(),
  /** Files of pairs that are weighed. */
  weighed: z.array(z.number()),
  pairs: z.number(),
  edges: z.number(),
  /** Rows that went into the tables at once. */
  rows: z.record(z.string(), z.number()),
  /** A record of the bulk: if it is stored, all are. */
  proof: z.string(),
  /** Of those who come one by one: how many there are, how many have come. */
  single: z.number(),
  admitted: z.number(),
  seconds: z.record(z.string(), z.number()),
})
export type LoadState = z.infer<typeof shape> & { sizes: Sizes }

export const newState = (load: string): LoadState => ({
  ...{ load, stage: 'read', taken: 0, sizes: {}, records: 0, weighed: [], pairs: 0, edges: 0 },
  ...{ rows: {}, proof: '', single: 0, admitted: 0, seconds: {} },
})

const stateFile = (folder: string) => join(folder, 'state.json')

/** Where a load stopped; null: nothing was begun here, or what is there cannot be read. */
export function readState(folder: string): LoadState | null {
  try {
    const read = shape.safeParse(JSON.parse(readFileSync(stateFile(folder), 'utf8')))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

/** Whole or not at all, also when the machine stops. */
export function writeState(folder: string, state: LoadState): void {
  const part = `${stateFile(folder)}.part`
  const file = openSync(part, 'w', 0o600)
  writeSync(file, JSON.stringify(state))
  fsyncSync(file)
  closeSync(file)
  renameSync(part, stateFile(folder))
}

const parts = ['read', 'ordered', 'paired', 'weighed', 'tables'] as const
type Five = [string, string, string, string, string]

/** Folders of the stages, for nobody else's eyes: they hold what the tables hold. */
export function openFolders(folder: string): Folders {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const part of parts) mkdirSync(join(folder, part), { recursive: true, mode: 0o700 })
  const [read, ordered, paired, weighed, tables] = parts.map((part) => join(folder, part)) as Five
  return { read, ordered, paired, weighed, tables }
}

export function emptyFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { mode: 0o700 })
}

/** What a load has left, and the folder if nothing else is in it: whoever named it may keep other things there. */
export function removeLoad(folder: string): void {
  for (const name of [...parts, 'state.json', 'state.json.part'])
    rmSync(join(folder, name), { recursive: true, force: true })
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder)
}
