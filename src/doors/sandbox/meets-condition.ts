import { wards2025 } from '#vocabulary/catalogues'
import type { Condition, FieldTest, History } from './plan.types.ts'
import type { Rows, Values } from './rows-of.ts'

/** Does this message, with what came before it, show the situation? */
export function meetsCondition(condition: Condition, rows: Rows, history: ReadonlySet<History>): boolean {
  if ('all' in condition) return condition.all.every((part) => meetsCondition(part, rows, history))
  if ('any' in condition) return condition.any.some((part) => meetsCondition(part, rows, history))
  if ('history' in condition) return history.has(condition.history)
  const wanted = condition.rows ?? 1
  let seen = 0
  for (const values of rows.get(condition.table) ?? [])
    if (matches(values, condition.where) && ++seen >= wanted) return true
  return false
}

/** All tests hold in one row. */
function matches(values: Values, where: Readonly<Record<string, FieldTest>> | undefined): boolean {
  for (const field in where) if (!holds(values[field] ?? '', where[field]!)) return false
  return true
}

function holds(value: string, test: FieldTest): boolean {
  if (test.filled !== undefined && test.filled !== (value !== '')) return false
  if (test.in && !test.in.includes(value)) return false
  if (test.matches !== undefined && !patternOf(test.matches).test(value)) return false
  // An absent date is neither before nor after.
  if (test.from !== undefined && (value === '' || value < test.from)) return false
  if (test.until !== undefined && (value === '' || value.slice(0, test.until.length) > test.until))
    return false
  return test.list !== 'ward-2025' || wards2025().has(value)
}

const patterns = new Map<string, RegExp>()

/** Patterns come from our own plans only, never from a message. */
function patternOf(text: string): RegExp {
  let pattern = patterns.get(text)
  if (!pattern) {
    pattern = new RegExp(text)
    patterns.set(text, pattern)
  }
  return pattern
}
