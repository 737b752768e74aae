import { z } from 'zod'
import { fail, ok, type Result } from '#foundation/result'
import { countVersions, findVersions, type PastRow } from './history.queries.ts'
import { locate } from './locate.ts'
import { knownType } from './place.ts'
import type { Reader } from './read.queries.ts'
import { versionOf } from './search/found.ts'
import { storeProblems } from './store.problems.ts'
import type { HistoryOptions, HistoryPage } from './store.types.ts'

const cursor = z.object({ at: z.string().max(40), id: z.uuid(), ver: z.number().int() })

/** History of one resource, of a type or of everything, newest first. Versions written meanwhile come before the first page. */
export async function readHistory(db: Reader, options: HistoryOptions): Promise<Result<HistoryPage>> {
  const after = options.page === undefined ? null : readCursor(options.page)
  if (options.page !== undefined && !after) return fail(storeProblems.badPage)
  const { type, id } = options
  const place =
    type !== undefined && id !== undefined ? (await locate(db, [{ type, id }])).get(`${type}/${id}`)! : null
  const rows = await findVersions(db, {
    type: type === undefined ? null : knownType(type),
    key: place,
    since: later(options.since, null),
    until: options.at?.to ?? null,
    after,
    limit: options.count + 1,
  })
  const shown = rows.slice(0, options.count)
  const last = shown.at(-1)
  const versions = shown.map((row) => ({ ...versionOf(row), method: methodOf(row) }))
  return ok({
    versions: options.at ? versions.filter((_, i) => stoodSince(shown, i, options.at!.from)) : versions,
    total: place && !options.since && !options.at ? await countVersions(db, place) : null,
    next: rows.length > options.count && last ? writeCursor(last) : null,
  })
}

const later = (a: Date | undefined, b: Date | null): Date | null => a ?? b

/** A version stood at some moment from `from` on unless the next one of the same resource came before it. */
function stoodSince(rows: readonly PastRow[], index: number, from: Date): boolean {
  const row = rows[index]!
  if (row.last_updated >= from) return true
  const newer = rows.slice(0, index).filter((other) => other.id === row.id)
  return newer.every((other) => other.last_updated > from)
}

const methodOf = (row: PastRow): 'POST' | 'PUT' | 'DELETE' =>
  row.deleted ? 'DELETE' : row.ver === 1 && row.ext_id === null ? 'POST' : 'PUT'

const writeCursor = (row: PastRow) =>
  Buffer.from(JSON.stringify({ at: row.at, id: row.id, ver: row.ver })).toString('base64url')

function readCursor(text: string): z.infer<typeof cursor> | null {
  try {
    const parsed = cursor.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return parsed.success && !Number.isNaN(Date.parse(parsed.data.at.replace(' ', 'T').replace(/\+00$/, 'Z')))
      ? parsed.data
      : null
  } catch {
    return null
  }
}
