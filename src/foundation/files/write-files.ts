import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export interface FileToWrite {
  readonly name: string
  readonly pieces: Iterable<string>
}

/**
 * Writes files into a folder, all or none: each beside its place under another name, then all are renamed. Ctrl-C, a full disk or an
 * error leaves what was there before. Readable by their owner only, as they hold numbers of people.
 */
export async function writeFiles(folder: string, files: readonly FileToWrite[]): Promise<void> {
  const isNew = (await mkdir(folder, { recursive: true })) !== undefined
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.on('SIGINT', stop).on('SIGTERM', stop)
  const parts = files.map(({ name }) => join(folder, `${name}.part`))
  try {
    for (const [at, { pieces }] of files.entries())
      await pipeline(Readable.from(pieces), createWriteStream(parts[at]!, { mode: 0o600 }), {
        signal: stopping.signal,
      })
    for (const [at, { name }] of files.entries()) await rename(parts[at]!, join(folder, name))
  } catch (error) {
    for (const part of parts) await rm(part, { force: true })
    if (isNew) await rmdir(folder).catch(() => {})
    throw error
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}
