import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { fail, ok, type Result } from '#foundation/result'
import type { MessageProblem } from '#vocabulary/bhyt'
import type { IntakeLimits } from './intake.config.ts'
import { refusals } from './intake.problems.ts'

/** A file that has arrived whole: small ones in memory, large ones in a temporary file until `dispose`. */
export interface Spooled {
  readonly size: number
  readonly sha256: Buffer
  /** Present when the content lies in a file (a zip always does). */
  readonly path: string | null
  /** Present when it does not. */
  readonly bytes: Buffer | null
  read(): AsyncIterable<Buffer>
  dispose(): Promise<void>
}

const inMemory = 1_048_576

export type Container = 'plain' | 'gzip' | 'zip'

/** Looks at the first bytes only: senders' content types are often wrong. */
export function containerOf(head: Uint8Array): Container {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5)) return 'zip'
  return 'plain'
}

/** Takes a body in, unpacking gzip, never holding more than a megabyte of it in memory. */
export async function spool(
  source: AsyncIterable<Uint8Array>,
  options: { readonly dir: string; readonly limits: IntakeLimits },
): Promise<Result<{ spooled: Spooled; container: Container }, MessageProblem>> {
  const { first, all } = await peek(source)
  if (first.length === 0) return fail(refusals.empty)
  const container = containerOf(first)
  const content = container === 'gzip' ? gunzip(all) : all
  try {
    const spooled = await collect(content, options, container === 'zip')
    if (!spooled.ok) return spooled
    if (spooled.value.size === 0) return fail(refusals.empty)
    return ok({ spooled: spooled.value, container })
  } catch (thrown) {
    if (container === 'gzip' && isZlibError(thrown)) return fail(refusals.badGzip)
    throw thrown
  }
}

/** Spools one entry of a zip. */
export const spoolEntry = (
  source: AsyncIterable<Uint8Array>,
  options: { readonly dir: string; readonly limits: IntakeLimits },
) => collect(source, options, false)

async function collect(
  source: AsyncIterable<Uint8Array>,
  { dir, limits }: { readonly dir: string; readonly limits: IntakeLimits },
  alwaysFile: boolean,
): Promise<Result<Spooled, MessageProblem>> {
  const digest = createHash('sha256')
  let size = 0
  let held: Buffer[] = []
  let path: string | null = null
  let file: FileHandle | null = null
  try {
    for await (const piece of source) {
      size += piece.length
      if (size > limits.maxBytes) {
        await discard(file, path)
        return fail(refusals.tooLarge(limits.maxBytes))
      }
      digest.update(piece)
      if (!file && (size > inMemory || alwaysFile)) {
        await mkdir(dir, { recursive: true })
        path = join(dir, `spool-${randomUUID()}`)
        file = await open(path, 'wx', 0o600)
        for (const buffer of held) await file.writeFile(buffer)
        held = []
      }
      // Awaited, so that a full disk fails this request and not the process.
      if (file) await file.writeFile(piece)
      else held.push(Buffer.from(piece))
    }
    await file?.close()
  } catch (thrown) {
    await discard(file, path)
    throw thrown
  }
  const spooledPath = path
  let bytes = spooledPath ? null : Buffer.concat(held)
  return ok({
    size,
    sha256: digest.digest(),
    path: spooledPath,
    bytes,
    read: () =>
      spooledPath
        ? createReadStream(spooledPath, { highWaterMark: 262_144 })
        : Readable.from(bytes ? [bytes] : []),
    dispose: async () => {
      bytes = null
      if (spooledPath) await rm(spooledPath, { force: true })
    },
  })
}

async function discard(file: FileHandle | null, path: string | null) {
  await file?.close().catch(() => {})
  if (path) await rm(path, { force: true })
}

async function peek(source: AsyncIterable<Uint8Array>) {
  const iterator = source[Symbol.asyncIterator]()
  const held: Uint8Array[] = []
  let length = 0
  let done = false
  while (length < 4 && !done) {
    const next = await iterator.next()
    if (next.done) done = true
    else {
      held.push(next.value)
      length += next.value.length
    }
  }
  async function* all() {
    yield* held
    while (!done) {
      const next = await iterator.next()
      if (next.done) return
      yield next.value
    }
  }
  return { first: Buffer.concat(held), all: all() }
}

function gunzip(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const stream = createGunzip()
  pipeline(Readable.from(source), stream, () => {})
  return stream
}

const isZlibError = (thrown: unknown) =>
  thrown instanceof Error && /^Z_|zlib|ERR_STREAM_PREMATURE/.test(`${(thrown as NodeJS.ErrnoException).code}`)
