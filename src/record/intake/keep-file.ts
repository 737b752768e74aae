import { join } from 'node:path'
import { fail, type Result } from '#foundation/result'
import type { FileToKeep, KeepDeps, ReceiptAnswer, Refusal } from './keep.types.ts'
import { keepLarge } from './keep-large.ts'
import { findAnswer, keepRead, theirs } from './keep-read.ts'
import { openZip } from './open-zip.ts'
import { readArrival } from './read-arrival.ts'
import { type Spooled, spool } from './spool.ts'

/**
 * Keeps a file and says what will become of each of its records. When this returns ok, bytes, receipt, records and
 * events are committed; when it returns a refusal or throws, nothing is kept. A small file is written together with
 * others that arrive at the same moment; a large one, or a zip, is written while it is read, in a transaction of its own.
 */
export async function keepFile(deps: KeepDeps, file: FileToKeep): Promise<Result<ReceiptAnswer, Refusal>> {
  const options = { dir: join(deps.tempDir, 'spool'), limits: deps.limits }
  const taken = await spool(file.source, options)
  if (!taken.ok) return fail({ problems: [taken.problem], size: null })
  const { spooled, container } = taken.value
  if (spooled.bytes) {
    const small = { ...file, bytes: spooled.bytes }
    return keepRead(deps, small, await readArrival(deps, small))
  }
  const parts: { name: string | null; spooled: Spooled }[] = []
  const sender = { claimedFacility: file.claimedFacility, size: spooled.size }
  try {
    const before = await findAnswer(deps.db, spooled.sha256)
    if (before) return theirs(before, sender)
    if (container === 'zip' && spooled.path) {
      const opened = await openZip(spooled.path, options)
      if (!opened.ok) return fail({ problems: [opened.problem], size: spooled.size })
      parts.push(...opened.value)
    } else {
      parts.push({ name: null, spooled })
    }
    const { sha256, size } = spooled
    const kept = await keepLarge(deps, file, { shard: sha256.readUInt16BE(0), sha256, size, parts })
    return kept === 'already-there' ? theirs((await findAnswer(deps.db, sha256))!, sender) : kept
  } finally {
    await spooled.dispose()
    await Promise.all(parts.map((part) => part.spooled.dispose()))
  }
}
