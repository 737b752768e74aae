import { createHash } from 'node:crypto'

/** Forms of statements that are prepared; a connection keeps the plan of each. */
const mostForms = 200
const names = new Map<string, string | undefined>()

/**
 * A name for the form of a search, the same for the same text, so that PostgreSQL plans it once per connection: planning costs
 * as much as many searches do. Each form forces its way of finding, so that a plan for any value is the plan for all. Forms
 * beyond the first hundreds are sent without a name.
 */
export function statementName(text: string): string | undefined {
  if (names.has(text)) return names.get(text)
  if (names.size >= mostForms) return undefined
  const name = `search.${createHash('md5').update(text).digest('hex').slice(0, 20)}`
  names.set(text, name)
  return name
}
