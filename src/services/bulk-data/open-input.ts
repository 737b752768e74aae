import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { bulkProblems } from './bulk.problems.ts'
import { JobFailed } from './job-failed.ts'

const chunkSize = 262_144

/** The bytes of a file from a place on, unpacked when the file is gzip, whatever its name says. */
export async function* openInput(path: string, from: number): AsyncGenerator<Buffer> {
  if (!(await isGzip(path))) {
    yield* createReadStream(path, { start: from, highWaterMark: chunkSize }) as AsyncIterable<Buffer>
    return
  }
  const packed = createReadStream(path, { highWaterMark: chunkSize })
  const unpacked = createGunzip({ chunkSize })
  packed.on('error', (error) => unpacked.destroy(error))
  let skip = from
  try {
    for await (const chunk of packed.pipe(unpacked) as AsyncIterable<Buffer>) {
      if (skip >= chunk.length) skip -= chunk.length
      else {
        yield skip > 0 ? chunk.subarray(skip) : chunk
        skip = 0
      }
    }
  } catch (error) {
    const { code } = error as { code?: string }
    if (code?.startsWith('Z_')) throw new JobFailed(bulkProblems.badGzip)
    throw error
  } finally {
    packed.destroy()
  }
}

async function isGzip(path: string): Promise<boolean> {
  let file: Awaited<ReturnType<typeof open>>
  try {
    file = await open(path)
  } catch {
    throw new JobFailed(bulkProblems.noSuchInput)
  }
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}
