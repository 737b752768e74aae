import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

/** A gzip file that has its name only when it is whole. */
export interface PackedFile {
  readonly into: Writable
  /** Gives its bytes on disk. */
  finish(): Promise<number>
  /** Leaves nothing. */
  giveUp(): Promise<void>
}

export function packedFile(path: string): PackedFile {
  const part = `${path}.part`
  // Level 1: 199,000 resources/s against 248,000 unpacked (design notes), for a sixth of the disk.
  const into = createGzip({ level: 1, chunkSize: 262_144 })
  const written = pipeline(into, createWriteStream(part, { mode: 0o600 }))
  // Whoever pours into it sees the failure too; it is told once more by finish.
  written.catch(() => {})
  return {
    into,
    finish: async () => {
      into.end()
      await written
      await rename(part, path)
      return (await stat(path)).size
    },
    giveUp: async () => {
      into.destroy()
      await written.catch(() => {})
      await rm(part, { force: true })
    },
  }
}
