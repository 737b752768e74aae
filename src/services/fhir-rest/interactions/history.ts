import { fail, ok, type Result } from '#foundation/result'
import type { HistoryOptions } from '#gate/access'
import type { Answered } from '../answer.types.ts'
import { bundleText, historyEntry, type Link, showWhole } from '../bundle-text.ts'
import type { Call } from '../call.types.ts'
import { badParameter, notUnderstood } from '../fhir.problems.ts'
import type { FhirProblem } from '../fhir-problem.ts'
import { readDateRange } from '../read-date-range.ts'
import { type Pair, writePairs } from '../read-pairs.ts'
import type { Target } from '../read-target.ts'
import { readView, showPart } from '../view.ts'

/** FHIR R4, http 3.1.0.12: of one resource, of a type, of everything; newest first. */
export async function history(
  call: Call,
  { type, id }: Extract<Target, { kind: 'history' }>,
): Promise<Answered> {
  const { service, actor, purpose, prefer, base, at } = call.caller
  const asked = readOptions(call.pairs, service.limits)
  if (!asked.ok) return asked
  const { options, used, ignored } = asked.value
  if (prefer.isStrict && ignored.length > 0) return fail(notUnderstood(ignored))
  const shown = readView(call.pairs)
  if (!shown.ok) return shown

  const of = { ...(type === undefined ? {} : { type }), ...(id === undefined ? {} : { id }) }
  const countOnly = options.count === 0 || shown.value.countOnly
  const found = await service.gate.history(actor, purpose, {
    ...of,
    ...options,
    count: countOnly ? 1 : options.count,
  })
  if (!found.ok) return found
  const { versions, next, total } = found.value
  if (versions.length === 0 && type !== undefined && id !== undefined) {
    // No version in the time asked about is an empty answer; no version at all is no resource.
    const exists = await service.gate.read(actor, purpose, type, id)
    if (!exists.ok) return exists
  }

  const path = [base, type, id, '_history'].filter((part) => part !== undefined).join('/')
  const url = (token?: string) => {
    const pairs: readonly Pair[] = token === undefined ? used : [...used, ['_page', token]]
    return pairs.length === 0 ? path : `${path}?${writePairs(pairs)}`
  }
  const links: Link[] = [{ relation: 'self', url: url(options.page) }]
  if (options.page !== undefined) links.push({ relation: 'first', url: url() })
  if (next !== null && !countOnly) links.push({ relation: 'next', url: url(next) })
  const { view } = shown.value
  const show = view ? (json: string) => showPart(json, view) : showWhole
  const entries = countOnly ? [] : versions.map((version) => historyEntry(base, version, show))
  return ok({ status: 200, body: bundleText('history', { at, total, links }, entries) })
}

interface Asked {
  readonly options: Pick<HistoryOptions, 'count' | 'since' | 'at' | 'page'>
  readonly used: readonly Pair[]
  readonly ignored: readonly { name: string; reason: string }[]
}

/** Those of every request, handled elsewhere. */
const general: ReadonlySet<string> = new Set(['_format', '_pretty'])

function readOptions(
  pairs: readonly Pair[],
  limits: { readonly maxCount: number; readonly defaultCount: number },
): Result<Asked, FhirProblem> {
  const options: { -readonly [K in keyof Asked['options']]: Asked['options'][K] } = {
    count: limits.defaultCount,
  }
  const used: Pair[] = []
  const ignored: { name: string; reason: string }[] = []
  for (const pair of pairs) {
    const [name, value] = pair
    if (name === '_count') {
      if (!/^\d{1,15}$/.test(value)) return fail(badParameter(name))
      options.count = Math.min(Number(value), limits.maxCount)
      used.push([name, String(options.count)])
    } else if (name === '_since' || name === '_at') {
      const range = readDateRange(value)
      if (!range) return fail(badParameter(name))
      if (name === '_since') options.since = range.from
      else options.at = range
      used.push(pair)
    } else if (name === '_page') options.page = value
    else if (name === '_summary' || name === '_elements') used.push(pair)
    else if (!general.has(name)) ignored.push({ name, reason: 'không dùng được với lịch sử' })
  }
  return ok({ options, used, ignored })
}
