import { createHash } from 'node:crypto'
import type { Sql } from '#foundation/db'

/** Forms of statements that are prepared; a connection keeps the plan of each. */
const mostForms = 200
/** ms; forms that nobody used for so long give their place to others (connections themselves live no longer than an hour). */
const forgetAfter = 3_600_000

interface Form {
  readonly name: string
  usedAt: number
}

const forms = new Map<string, Form>()
let tidiedAt = 0

/**
 * A statement that PostgreSQL plans once per connection, under a name made of its text: planning costs as much as many
 * searches or small writes do. Each form forces its way of finding, so that a plan for any value is the plan for all. Forms
 * beyond the first hundreds are sent without a name.
 */
export function prepared(q: Sql): Sql {
  const name = nameOf(q.text, Date.now())
  return name === undefined ? q : { text: q.text, values: q.values, name }
}

function nameOf(text: string, now: number): string | undefined {
  const known = forms.get(text)
  if (known) {
    known.usedAt = now
    return known.name
  }
  if (forms.size >= mostForms) tidy(now)
  if (forms.size >= mostForms) return undefined
  const name = `store.${createHash('md5').update(text).digest('hex').slice(0, 20)}`
  forms.set(text, { name, usedAt: now })
  return name
}

/** At most once a minute: who asks in ever new forms shall not make us look through all of them each time. */
function tidy(now: number): void {
  if (now - tidiedAt < 60_000) return
  tidiedAt = now
  for (const [text, { usedAt }] of forms) if (now - usedAt > forgetAfter) forms.delete(text)
}

/** Limits stand in the text, since a plan depends on them: few different ones make few forms. */
const steps = [2, 11, 21, 51, 101, 201, 501, 1_001]

/** The next of a few round limits that is no smaller; beyond the last the limit itself. */
export const roundLimit = (limit: number): number => steps.find((step) => step >= limit) ?? limit
