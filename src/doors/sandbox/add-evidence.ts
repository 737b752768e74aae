import type { MessageProblem } from '#vocabulary/bhyt'
import type { Evidence, KeyState, Place } from './evidence.types.ts'
import { meetsCondition } from './meets-condition.ts'
import type { Observation } from './observe-record.ts'
import type { History, Plan } from './plan.types.ts'

/** What the counting has to know beside the record. */
export interface Measure {
  readonly plans: readonly Plan[]
  /** Ids of the rules whose finding stops a go-live. */
  readonly blockingRules: ReadonlySet<string>
}

/** A sender that invents codes must not fill the row: beyond this many different findings, new ones are not listed. */
const mostFindings = 2_000

/** Adds one record to the evidence, in the order of arrival. Changes `evidence` in place: it is this function's own. */
export function addEvidence(evidence: Evidence, seen: Observation, file: number, measure: Measure): void {
  const place: Place = { file, record: seen.number }
  const plan = measure.plans.find((p) => seen.kind !== null && p.kinds.includes(seen.kind))
  evidence.records++
  evidence.realLooking += seen.realLooking
  addFindings(evidence, seen.problems, place)
  const history = addKey(evidence, seen, place, measure.blockingRules)
  if (seen.sound) evidence.accepted++
  if (!plan || !seen.sound) return
  evidence.kinds[plan.id] = (evidence.kinds[plan.id] ?? 0) + 1
  addTables(evidence, seen, plan)
  for (const situation of plan.situations) {
    if (!meetsCondition(situation.shows, seen.rows, history)) continue
    const id = `${plan.id}/${situation.id}`
    const shown = evidence.situations[id]
    if (shown) shown.records++
    else evidence.situations[id] = { records: 1, first: place }
  }
}

function addFindings(evidence: Evidence, problems: readonly MessageProblem[], place: Place): void {
  const counted = new Set<string>()
  for (const { code, severity, table, field, row, message } of problems) {
    if (severity === 'info') continue
    const id = `${code}|${table ?? ''}|${field ?? ''}`
    if (counted.has(id)) continue
    counted.add(id)
    const found = evidence.findings[id]
    if (found) found.records++
    else if (Object.keys(evidence.findings).length < mostFindings)
      evidence.findings[id] = {
        code,
        severity,
        table: table ?? null,
        field: field ?? null,
        message,
        records: 1,
        first: {
          ...place,
          ...(table ? { table } : {}),
          ...(row ? { row } : {}),
          ...(field ? { field } : {}),
        },
      }
  }
}

/** Compares with what came before under the same key, and remembers this one as the last. */
function addKey(
  evidence: Evidence,
  seen: Observation,
  place: Place,
  blockingRules: ReadonlySet<string>,
): ReadonlySet<History> {
  // A message whose key nobody can read is a failure of its own, which no later message mends.
  const key = seen.key ?? `unread-${place.file}-${place.record}`
  const before: KeyState | undefined = evidence.keys[key]
  const codes = [...new Set(seen.problems.map((p) => p.code))]
  const rules = codes.filter((code) => code.startsWith('R-'))
  evidence.keys[key] = {
    content: seen.content ?? before?.content ?? null,
    sound: seen.sound,
    blocking: rules.filter((code) => blockingRules.has(code)),
    ruled: rules.length > 0,
  }
  const history = new Set<History>()
  if (!before || !seen.sound) return history
  if (!before.sound) history.add('fixed-after-refusal')
  if (before.content !== null) history.add(before.content === seen.content ? 'same-again' : 'correction')
  return history
}

/** Only what a plan asks about: a sender cannot make the evidence grow with names of its own. */
function addTables(evidence: Evidence, seen: Observation, plan: Plan): void {
  for (const { table, fields } of plan.tables) {
    const rows = seen.rows.get(table)
    if (!rows) continue
    const counted = evidence.tables[table] ?? { rows: 0, fields: {} }
    evidence.tables[table] = counted
    counted.rows += rows.length
    for (const field of fields) {
      const filled = rows.filter((values) => values[field]).length
      if (filled > 0) counted.fields[field] = (counted.fields[field] ?? 0) + filled
    }
  }
}
