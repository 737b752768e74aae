import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { fail, ok, type Result } from '#foundation/result'
import type { MessageProblem } from '#vocabulary/bhyt'
import type { IntakeLimits } from './intake.config.ts'
import { refusals } from './intake.problems.ts'
import { type Spooled, spoolEntry } from './spool.ts'

/**
 * Unpacks the XML and JSON files of a zip one by one, each into a spool of its own, in the zip's order. The sum of
 * their unpacked sizes stays under the limit, counted while unpacking (a bomb's directory may lie).
 */
export async function openZip(
  path: string,
  options: { readonly dir: string; readonly limits: IntakeLimits },
): Promise<Result<{ name: string; spooled: Spooled }[], MessageProblem>> {
  const parts: { name: string; spooled: Spooled }[] = []
  const giveUp = async (problem: MessageProblem) => {
    await Promise.all(parts.map((part) => part.spooled.dispose()))
    return fail(problem)
  }
  try {
    const zip = await open(path)
    let left = options.limits.maxBytes
    for await (const entry of entries(zip)) {
      if (!/\.(xml|json)$/i.test(entry.fileName)) continue
      if (parts.length >= options.limits.maxZipEntries) {
        zip.close()
        return giveUp(refusals.tooManyEntries(options.limits.maxZipEntries))
      }
      const spooled = await spoolEntry(await stream(zip, entry), {
        dir: options.dir,
        limits: { ...options.limits, maxBytes: left },
      })
      if (!spooled.ok) {
        zip.close()
        return giveUp(refusals.tooLarge(options.limits.maxBytes))
      }
      left -= spooled.value.size
      parts.push({ name: entry.fileName, spooled: spooled.value })
    }
  } catch {
    // yauzl throws for damaged, encrypted and truncated archives alike.
    return giveUp(refusals.badZip)
  }
  return parts.length === 0 ? fail(refusals.emptyZip) : ok(parts)
}

const open = (path: string) =>
  new Promise<yauzl.ZipFile>((resolve, reject) =>
    yauzl.open(path, { lazyEntries: true, autoClose: true }, (err, zip) =>
      err || !zip ? reject(err) : resolve(zip),
    ),
  )

const stream = (zip: yauzl.ZipFile, entry: yauzl.Entry) =>
  new Promise<Readable>((resolve, reject) =>
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
