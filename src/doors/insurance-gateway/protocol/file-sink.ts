import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** A decoded file, in memory while it is small and on disk beyond. */
export interface ReceivedFile {
  readonly size: number
  readonly sha256: Buffer
  read(): AsyncIterable<Uint8Array>
  bytes(): Promise<Buffer>
  dispose(): Promise<void>
}

const inMemory = 2 * 1024 * 1024

/** Takes a file piece by piece; false from `write` when it grows over the limit. */
export function openSink(dir: string, limit: number) {
  const hash = createHash('sha256')
  let pieces: Buffer[] = []
  let size = 0
  let file: { readonly path: string; readonly handle: FileHandle } | null = null

  const spill = async () => {
    await mkdir(dir, { recursive: true })
    const path = join(dir, `gateway-${randomUUID()}`)
    file = { path, handle: await open(path, 'wx', 0o600) }
    await file.handle.write(Buffer.concat(pieces))
    pieces = []
  }
  const dispose = async () => {
    pieces = []
    if (!file) return
    const { path, handle } = file
    file = null
    await handle.close()
    await rm(path, { force: true })
  }
  return {
    dispose,
    async write(piece: Buffer): Promise<boolean> {
      if (piece.length === 0) return true
      size += piece.length
      if (size > limit) return false
      hash.update(piece)
      if (file) await file.handle.write(piece)
      else {
        pieces.push(piece)
        if (size > inMemory) await spill()
      }
      return true
    },
    done(): ReceivedFile {
      const read = (): AsyncIterable<Uint8Array> => (file ? createReadStream(file.path) : inPieces(pieces))
      return {
        size,
        sha256: hash.digest(),
        read,
        bytes: async () => {
          if (!file) return Buffer.concat(pieces)
          const all: Uint8Array[] = []
          for await (const piece of read()) all.push(piece)
          return Buffer.concat(all)
        },
        dispose,
      }
    },
  }
}

export type Sink = ReturnType<typeof openSink>

async function* inPieces(pieces: readonly Buffer[]) {
  yield* pieces
}
