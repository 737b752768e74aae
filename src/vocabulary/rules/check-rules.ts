import type { FacilityMessage, MessageKind, MessageProblem, Norm, TableId } from '#vocabulary/bhyt'
import { fieldLabel } from '#vocabulary/bhyt'
import { type RowFinder, rowFinder } from './compile/row-checks.ts'
import { type WholeFinder, wholeFinder } from './compile/whole-checks.ts'
import { rules } from './data/index.ts'
import type { Check, Rule, RuleOptions, WholeCheck } from './rule.types.ts'
import { Visit } from './visit.ts'

interface Compiled {
  readonly rule: Rule
  readonly sentences: Map<string, string>
}
interface CompiledRow extends Compiled {
  readonly find: RowFinder
}
interface CompiledWhole extends Compiled {
  readonly find: WholeFinder
  readonly place: { readonly table: TableId; readonly field?: string }
}

/** The rules in force for one kind of message, norm and stretch of days, ready to run. */
interface InForce {
  readonly byTable: readonly (readonly [table: TableId, checks: readonly CompiledRow[]])[]
  readonly whole: readonly CompiledWhole[]
}

/** More of the same about one visit says nothing new. */
const alike = 5

/**
 * Everything the rules have to say about one visit, check-in, death notice or driver's certificate, in the order of the
 * rules. Never throws on what a sender can write. An `error` here means that the insurance gateway would refuse the file
 * or pay wrongly; whether the record goes on is the reader's and the journey's decision.
 */
export function checkRules(message: FacilityMessage, options: RuleOptions = {}): MessageProblem[] {
  const visit = new Visit(message, options)
  const { byTable, whole } = inForce(message.kind, message.norm, visit.day)
  const report = new Report()
  // One callback for the whole run: a closure for each row and rule would cost more than the rules.
  let at: Compiled
  let table: TableId
  let row = 1
  const foundField = (field: string) => report.add(at, table, row, field)
  for (const [id, checks] of byTable) {
    table = id
    for (const { row: number, values } of visit.rows(id)) {
      row = number
      for (const check of checks) {
        at = check
        check.find(values, visit, foundField)
      }
    }
  }
  for (const check of whole)
    check.find(visit, (number) => report.add(check, check.place.table, number, check.place.field))
  return report.problems
}

class Report {
  readonly problems: MessageProblem[] = []
  readonly #counts = new Map<Rule, number>()

  add({ rule, sentences }: Compiled, table: TableId, row: number, field: string | undefined): void {
    const times = (this.#counts.get(rule) ?? 0) + 1
    this.#counts.set(rule, times)
    if (times > alike) return
    const place = { table, row, ...(field !== undefined && { field }) }
    const message = sentenceOf(rule, sentences, table, field)
    this.problems.push({ code: rule.id, severity: rule.severity, ...place, message })
  }
}

function sentenceOf(
  rule: Rule,
  made: Map<string, string>,
  table: TableId,
  field: string | undefined,
): string {
  const key = field ?? ''
  let sentence = made.get(key)
  if (sentence === undefined) {
    const label = field === undefined ? undefined : fieldLabel(field)
    const named = field === undefined ? '' : label ? `, ${field} (${label})` : `, ${field}`
    sentence = rule.sentence.replace('{nơi}', `Bảng ${table}${named}`)
    made.set(key, sentence)
  }
  return sentence
}

const byId = new Map(rules.map((rule) => [rule.id, rule]))

/** The rule with this id; undefined for the codes of a reader. */
export function ruleOf(id: string): Rule | undefined {
  return byId.get(id)
}

const isWhole = (check: Check): check is WholeCheck =>
  check.kind === 'total' || check.kind === 'unique' || check.kind === 'table' || check.kind === 'visit-code'

const norms: readonly Norm[] = ['4210', '4750', '3176', '1931', '1804']
/** The days on which some rule begins or has ended: between two of them the same rules are in force. */
const turns = [
  ...new Set(rules.flatMap(({ from, until }) => [from, until && `${until}~`].filter((day) => day !== null))),
].sort()

const kindOf = (table: TableId): MessageKind =>
  table === 'XML0'
    ? 'check-in'
    : table === 'GBT'
      ? 'death-notice'
      : table === 'GKSKLX'
        ? 'driver-check'
        : 'visit'

const cache = new Map<string, InForce>()

function inForce(kind: MessageKind, norm: Norm, day: string): InForce {
  let stretch = day === '' ? -1 : 0
  while (stretch >= 0 && stretch < turns.length && day >= turns[stretch]!) stretch++
  const key = `${kind} ${norm} ${stretch}`
  let found = cache.get(key)
  if (!found) {
    found = compile(rules.filter((rule) => applies(rule, kind, norm, day)))
    cache.set(key, found)
  }
  return found
}

function applies(rule: Rule, kind: MessageKind, norm: Norm, day: string): boolean {
  if (kindOf(rule.check.table) !== kind || norms.indexOf(norm) < norms.indexOf(rule.since)) return false
  // Without a day nobody can say that a dated rule was in force.
  if (day === '') return rule.from === null && rule.until === null
  return (rule.from === null || day >= rule.from) && (rule.until === null || day <= rule.until)
}

function compile(chosen: readonly Rule[]): InForce {
  const byTable = new Map<TableId, CompiledRow[]>()
  const whole: CompiledWhole[] = []
  for (const rule of chosen) {
    const { check } = rule
    const sentences = new Map<string, string>()
    if (isWhole(check)) {
      const place =
        check.kind === 'table' ? { table: check.table } : { table: check.table, field: check.field }
      whole.push({ rule, sentences, find: wholeFinder(check), place })
    } else {
      const checks = byTable.get(check.table) ?? []
      checks.push({ rule, sentences, find: rowFinder(check) })
      byTable.set(check.table, checks)
    }
  }
  return { byTable: [...byTable], whole }
}
