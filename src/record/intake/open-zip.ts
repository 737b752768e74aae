import { fail, ok, type Result } from '#foundation/result'
import { readZip } from '#foundation/zip'
import type { MessageProblem } from '#vocabulary/bhyt'
import type { IntakeLimits } from './intake.config.ts'
import { refusals } from './intake.problems.ts'
import { type Spooled, spoolEntry } from './spool.ts'

/** Unpacks the XML and JSON files of a zip one by one, each into a spool of its own, in the zip's order. */
export async function openZip(
  path: string,
  options: { readonly dir: string; readonly limits: IntakeLimits },
): Promise<Result<{ name: string; spooled: Spooled }[], MessageProblem>> {
  const { maxBytes, maxZipEntries } = options.limits
  const parts: { name: string; spooled: Spooled }[] = []
  let isWhole = false
  try {
    const read = await readZip<MessageProblem>(
      path,
      {
        maxFiles: maxZipEntries,
        maxBytes,
        wants: (name) => /\.(xml|json)$/i.test(name),
        problems: {
          damaged: refusals.badZip,
          tooManyFiles: refusals.tooManyEntries(maxZipEntries),
          tooLarge: refusals.tooLarge(maxBytes),
        },
      },
      async (name, content) => {
        const spooled = await spoolEntry(content, options)
        if (!spooled.ok) return spooled
        parts.push({ name, spooled: spooled.value })
        return ok(undefined)
      },
    )
    if (!read.ok) return read
    isWhole = true
    return parts.length === 0 ? fail(refusals.emptyZip) : ok(parts)
  } finally {
    if (!isWhole) await Promise.all(parts.map((part) => part.spooled.dispose()))
  }
}
