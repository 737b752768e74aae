import { createHash } from 'node:crypto'
import type { Sql } from '#foundation/db'

/** Forms of statements that are prepared; a connection keeps the plan of each. */
const mostForms = 300
const names = new Map<string, string | undefined>()

/**
 * A statement that PostgreSQL plans once per connection, under a name made of its text: planning costs as much as many
 * searches or small writes do. Each form forces its way of finding, so that a plan for any value is the plan for all. Forms
 * beyond the first hundreds are sent without a name.
 */
export function prepared(q: Sql): Sql {
  const name = nameOf(q.text)
  return name === undefined ? q : { text: q.text, values: q.values, name }
}

function nameOf(text: string): string | undefined {
  if (names.has(text)) return names.get(text)
  if (names.size >= mostForms) return undefined
  const name = `store.${createHash('md5').update(text).digest('hex').slice(0, 20)}`
  names.set(text, name)
  return name
}
