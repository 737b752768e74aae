import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { BulkDeps } from './bulk.types.ts'
import { earlier } from './earlier.ts'
import type { AskedExport, Work } from './job.types.ts'
import { JobFailed } from './job-failed.ts'

const pageSize = 1_000

/** What of a type is gone since then: Bundles of DELETE requests, as Bulk Data Access 2.0, 3.1.4.3.1 wants them. */
export async function writeDeleted(
  { gate }: Pick<BulkDeps, 'gate'>,
  { signal }: Pick<Work, 'signal'>,
  asked: AskedExport,
  type: string,
  into: Writable,
): Promise<number> {
  const { actor, purpose } = asked
  const until = earlier(asked.transactionTime, asked.until)
  let lines = 0
  let page: string | undefined
  do {
    signal.throwIfAborted()
    const options = { type, since: new Date(asked.since!), count: pageSize, ...(page ? { page } : {}) }
    const found = await gate.history(actor, purpose, options)
    if (!found.ok) throw new JobFailed(found.problem)
    const { versions, next } = found.value
    const ids = new Set(
      versions.filter((v) => v.method === 'DELETE' && v.lastUpdated < until).map(({ id }) => id),
    )
    if (ids.size > 0) {
      // What was written again after its deletion is there.
      const there = await gate.readMany(
        actor,
        purpose,
        [...ids].map((id) => ({ type, id })),
      )
      if (!there.ok) throw new JobFailed(there.problem)
      for (const { id } of there.value) ids.delete(id)
    }
    if (ids.size > 0) {
      const entry = [...ids].map((id) => ({ request: { method: 'DELETE', url: `${type}/${id}` } }))
      const line = `${JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry })}\n`
      if (!into.write(line)) await once(into, 'drain', { signal })
      lines += 1
    }
    page = next ?? undefined
  } while (page)
  return lines
}
