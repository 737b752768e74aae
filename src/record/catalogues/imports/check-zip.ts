import yauzl from 'yauzl'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import { catalogueProblems } from '../catalogues.problems.ts'
import { importLimits } from './import.types.ts'

/**
 * Unpacks a workbook to nowhere and counts, before the reader may open it: a zip's directory can lie about sizes, and a
 * workbook of 400 kB can hold 4 GB of zeros.
 */
export async function checkZip(bytes: Buffer): Promise<Result<void, Problem>> {
  try {
    const zip = await open(bytes)
    if (zip.entryCount > importLimits.zipEntries) return fail(catalogueProblems.unreadable)
    let left: number = importLimits.unpackedBytes
    for await (const entry of entries(zip)) {
      for await (const piece of await stream(zip, entry)) {
        left -= (piece as Buffer).length
        if (left < 0) {
          zip.close()
          return fail(catalogueProblems.tooLarge(importLimits.unpackedBytes / 1_048_576))
        }
      }
    }
    return ok(undefined)
  } catch {
    // yauzl throws for damaged, encrypted and truncated archives alike.
    return fail(catalogueProblems.unreadable)
  }
}

const open = (bytes: Buffer) =>
  new Promise<yauzl.ZipFile>((resolve, reject) =>
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (err, zip) => (err || !zip ? reject(err) : resolve(zip))),
  )

const stream = (zip: yauzl.ZipFile, entry: yauzl.Entry) =>
  new Promise<NodeJS.ReadableStream>((resolve, reject) =>
    zip.openReadStream(entry, (err, readable) => (err || !readable ? reject(err) : resolve(readable))),
  )

async function* entries(zip: yauzl.ZipFile): AsyncGenerator<yauzl.Entry> {
  while (true) {
    const entry = await new Promise<yauzl.Entry | null>((resolve, reject) => {
      zip
        .once('entry', resolve)
        .once('end', () => resolve(null))
        .once('error', reject)
      zip.readEntry()
    })
    zip.removeAllListeners('entry').removeAllListeners('end').removeAllListeners('error')
    if (!entry) return
    yield entry
  }
}
