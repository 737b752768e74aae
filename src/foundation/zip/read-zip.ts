import yauzl from 'yauzl'
import { fail, ok, type Result } from '#foundation/result'

export type ZipFault = 'damaged' | 'tooManyFiles' | 'tooLarge'

export interface ZipReading<P> {
  readonly maxFiles: number
  /** Of all files together, unpacked. */
  readonly maxBytes: number
  /** Files of other names are neither counted nor unpacked. */
  readonly wants?: (name: string) => boolean
  /** What the caller says to its sender. */
  readonly problems: Readonly<Record<ZipFault, P>>
}

/** Hands over the files of a zip one after another; what `take` refuses, and any fault of the zip, ends the reading. */
export async function readZip<P>(
  zip: string | Buffer,
  { maxFiles, maxBytes, wants, problems }: ZipReading<P>,
  take: (name: string, content: AsyncIterable<Buffer>) => Promise<Result<void, P>>,
): Promise<Result<void, P>> {
  let file: yauzl.ZipFile | null = null
  try {
    file = await sound(open(zip))
    // Where every file counts the directory's own number serves: no more entries than that are ever read.
    if (!wants && file.entryCount > maxFiles) return fail(problems.tooManyFiles)
    const allowance = { files: maxFiles, bytes: maxBytes }
    for await (const entry of directory(file)) {
      if (wants && !wants(entry.fileName)) continue
      if (allowance.files-- === 0) return fail(problems.tooManyFiles)
      const taken = await take(entry.fileName, unpacked(file, entry, allowance))
      if (!taken.ok) return taken
    }
    return ok(undefined)
  } catch (thrown) {
    if (thrown instanceof ZipStop) return fail(problems[thrown.fault])
    throw thrown
  } finally {
    file?.close()
  }
}

const open = (zip: string | Buffer): Promise<yauzl.ZipFile> =>
  typeof zip === 'string'
    ? yauzl.openPromise(zip, { lazyEntries: true, autoClose: false })
    : yauzl.fromBufferPromise(zip, { lazyEntries: true })

/** Passes through the hands of whoever reads the stream, so that their own failures are not taken for the zip's. */
class ZipStop extends Error {
  readonly fault: ZipFault

  constructor(fault: ZipFault, cause?: unknown) {
    super(`zip: ${fault}`, { cause })
    this.fault = fault
  }
}

async function* directory(file: yauzl.ZipFile): AsyncGenerator<yauzl.Entry> {
  const entries = file.eachEntry()
  for (let next = await sound(entries.next()); !next.done; next = await sound(entries.next()))
    yield next.value
}

async function* unpacked(
  file: yauzl.ZipFile,
  entry: yauzl.Entry,
  allowance: { bytes: number },
): AsyncGenerator<Buffer> {
  const stream = await sound(file.openReadStreamPromise(entry))
  const pieces = stream.iterator() as NodeJS.AsyncIterator<Buffer>
  try {
    for (let next = await sound(pieces.next()); !next.done; next = await sound(pieces.next())) {
      allowance.bytes -= next.value.length
      if (allowance.bytes < 0) throw new ZipStop('tooLarge')
      yield next.value
    }
  } finally {
    stream.destroy()
  }
}

/** The library throws for damaged, encrypted and truncated archives alike; only the disk's errors name a system call. */
async function sound<T>(step: Promise<T>): Promise<T> {
  try {
    return await step
  } catch (thrown) {
    throw thrown instanceof Error && 'syscall' in thrown ? thrown : new ZipStop('damaged', thrown)
  }
}
