import { type Sql, sql } from '#foundation/db'

/** What was committed when the first page was read: `xmin:xmax:running,…` as pg_current_snapshot() says it. */
export interface Snapshot {
  readonly xmin: string
  readonly xmax: string
  readonly running: readonly string[]
}

const form = /^(\d{1,19}):(\d{1,19}):((?:\d{1,19}(?:,\d{1,19})*)?)$/

export function parseSnapshot(text: string): Snapshot | null {
  const match = form.exec(text)
  if (!match) return null
  return { xmin: match[1]!, xmax: match[2]!, running: match[3] ? match[3].split(',') : [] }
}

/** Was transaction `column` committed in this snapshot? The comparison PostgreSQL makes, on our bigint column. */
export const seenIn = (column: Sql, s: Snapshot): Sql =>
  s.running.length === 0
    ? sql`${column} < ${s.xmax}::bigint`
    : sql`(${column} < ${s.xmin}::bigint or (${column} < ${s.xmax}::bigint and ${column} <> all(${s.running}::bigint[])))`
