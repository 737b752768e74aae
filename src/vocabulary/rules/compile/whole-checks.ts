import type { WholeCheck } from '../rule.types.ts'
import type { Visit } from '../visit.ts'
import { isExactlyMore, isSurelyMore, term } from './exact.ts'
import { condition } from './when.ts'

/** Tells which rows of the rule's table break it; row 1 stands for the visit. */
export type WholeFinder = (visit: Visit, found: (row: number) => void) => void

type Of<K extends WholeCheck['kind']> = Extract<WholeCheck, { kind: K }>

const finders: { readonly [K in WholeCheck['kind']]: (check: Of<K>) => WholeFinder } = {
  total,
  unique,
  table: (check) => {
    const applies = condition(check.when)
    const wanted = check.must === 'be-there'
    return (visit, found) => {
      if (visit.rows(check.table).length > 0 !== wanted && applies(visit.summary, visit)) found(1)
    }
  },
  'visit-code': (check) => check.find,
}

/** The check of a rule as a function over the visit. */
export function wholeFinder(check: WholeCheck): WholeFinder {
  return (finders[check.kind] as (check: WholeCheck) => WholeFinder)(check)
}

function total({ field, lines, tolerance }: Of<'total'>): WholeFinder {
  const parts = lines.map((line) => ({ ...line, applies: line.when ? condition(line.when) : null }))
  const amounts = (visit: Visit) =>
    parts.flatMap(({ table, field: name, applies }) =>
      visit.rows(table).flatMap(({ values }) => {
        const isPart = !applies || applies(values, visit)
        // A line without its amount adds nothing; that it is missing is another problem.
        return isPart && !Number.isNaN(visit.number(values[name])) ? [values[name]!] : []
      }),
    )
  return (visit, found) => {
    const text = visit.summary[field]
    const value = visit.number(text)
    if (text === undefined || Number.isNaN(value)) return
    let difference = value
    let size = Math.abs(value)
    const all = amounts(visit)
    for (const amount of all) {
      const part = visit.number(amount)
      difference -= part
      size += Math.abs(part)
    }
    const more =
      isSurelyMore(difference, size, tolerance) ??
      isExactlyMore([term(text), ...all.map((amount) => term(amount, true))], tolerance)
    if (more) found(1)
  }
}

function unique({ table, by, when }: Of<'unique'>): WholeFinder {
  const applies = when ? condition(when) : null
  return (visit, found) => {
    const rows = visit.rows(table)
    if (rows.length < 2) return
    const seen = new Set<string>()
    for (const { row, values } of rows) {
      if (values[by[0]!] === undefined || (applies && !applies(values, visit))) continue
      const key = by.map((field) => values[field] ?? '').join('\u0000')
      if (seen.has(key)) found(row)
      else seen.add(key)
    }
  }
}
