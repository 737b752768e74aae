import { fail, ok } from '#foundation/result'
import {
  type Condition,
  compartmentCondition,
  compartmentMembers,
  compartmentParams,
  type SearchQuery,
} from '#vocabulary/search'
import type { Answered } from '../answer.types.ts'
import { bundleText, type Link, outcomeEntry, searchEntry, showWhole } from '../bundle-text.ts'
import type { Call } from '../call.types.ts'
import { fhirProblems, notUnderstood } from '../fhir.problems.ts'
import { type Issue, outcomeText } from '../fhir-problem.ts'
import { lastOf, type Pair, writePairs } from '../read-pairs.ts'
import type { Compartment } from '../read-target.ts'
import { terminologyWith } from '../stored-terminology.ts'
import { readView, showPart } from '../view.ts'
import { readQuery } from './read-criteria.ts'

/** Where a search is asked: of one type, of all, or within the compartment of one resource. */
export interface Where {
  readonly type: string | null
  readonly compartment?: Compartment
}

/** FHIR R4, http 3.1.0.7. The Bundle is joined from stored text. */
export async function search(call: Call, where: Where, pairs: readonly Pair[]): Promise<Answered> {
  const { service, actor, purpose, prefer, base, at } = call.caller
  const shown = readView(pairs)
  if (!shown.ok) return shown
  const sets = pairs.filter(([name]) => asksValueSet.test(name)).map(([, value]) => value)
  const terminology = sets.length > 0 ? await terminologyWith(call.caller, sets) : service.terminology
  const read = readQuery(call.caller, where.type, pairs, terminology)
  if (!read.ok) return read
  if (prefer.isStrict && read.value.ignored.length > 0) return fail(notUnderstood(read.value.ignored))
  const query = within(read.value, where)
  if (!query) return fail(fhirProblems.notInCompartment)
  const { view, countOnly } = shown.value
  if (view?.kind === 'text' && query.include.length + query.revinclude.length > 0)
    return fail(fhirProblems.summaryWithIncludes)

  const { maxCount, defaultCount } = service.limits
  const count = Math.min(query.count ?? defaultCount, maxCount)
  const path = `${base}/${pathOf(where)}`
  const notes = query.ignored.map(({ name, reason }) =>
    warning(`Tham số “${name.slice(0, 80)}” bị bỏ qua: ${reason}.`),
  )
  if (countOnly || count === 0) {
    const counted = await service.gate.count(actor, purpose, query)
    if (!counted.ok) return counted
    const links = [{ relation: 'self', url: urlOf(path, usedOf(query, null)) }] as const
    return bundle(bundleText('searchset', { at, total: counted.value, links }, entriesOf(notes)))
  }

  const page = lastOf(pairs, '_page')
  const options = page === undefined ? { count } : { count, page }
  const found = await service.gate.search(actor, purpose, query, options)
  if (!found.ok) return found
  const { matches, included, next, previous, total } = found.value
  const used = usedOf(query, count)
  const link = (relation: Link['relation'], token?: string): Link => ({
    relation,
    url: urlOf(path, token === undefined ? used : [...used, ['_page', token]]),
  })
  const links = [link('self', page)]
  if (page !== undefined) links.push(link('first'))
  if (previous !== null) links.push(link('previous', previous))
  if (next !== null) links.push(link('next', next))

  const show = view ? (json: string) => showPart(json, view) : showWhole
  // "The list of elements does not apply to included resources" (FHIR R4, search 3.1.1.5.9).
  const showIncluded = view?.kind === 'elements' ? showWhole : show
  const entries: string[] = []
  for (const one of matches) entries.push(searchEntry(base, one, 'match', show))
  for (const one of included) entries.push(searchEntry(base, one, 'include', showIncluded))
  entries.push(...entriesOf([...notes, ...found.value.notes.map(warning)]))
  return bundle(bundleText('searchset', { at, total, links }, entries))
}

/** `code:in=http://…`: a value set that somebody may have stored here. */
const asksValueSet = /:(?:in|not-in)$/

const bundle = (body: string): Answered => ok({ status: 200, body })

const warning = (message: string): Issue => ({ severity: 'warning', code: 'not-supported', message })

const entriesOf = (notes: readonly Issue[]) => (notes.length > 0 ? [outcomeEntry(outcomeText(notes))] : [])

/** A search within a compartment is the search with one condition more; null: nothing of the kind is ever in there. */
function within(query: SearchQuery, { type, compartment }: Where): SearchQuery | null {
  if (!compartment) return query
  const { type: of, id } = compartment
  if (type !== null) {
    const condition = compartmentCondition(of, id, type)
    return condition && { ...query, where: [...query.where, condition] }
  }
  // `/Patient/1/*` asks every type that can be in the compartment; the others have nothing there.
  const members = new Set(compartmentMembers(of))
  const types = query.types.filter((each) => members.has(each))
  const params = types.flatMap((each) => compartmentParams(of, each))
  const condition: Condition = { kind: 'compartment', type: of, id, params }
  return types.length > 0 ? { ...query, types, where: [...query.where, condition] } : null
}

const pathOf = ({ type, compartment }: Where): string =>
  compartment ? `${compartment.type}/${compartment.id}/${type ?? '*'}` : (type ?? '')

/** The parameters that were used; `_count` as it was carried out. */
function usedOf(query: SearchQuery, count: number | null): readonly Pair[] {
  if (count === null || query.count === null || query.count === count) return query.used
  return query.used.map(([name, value]) => (name === '_count' ? [name, String(count)] : [name, value]))
}

const urlOf = (path: string, pairs: readonly Pair[]): string => {
  const bare = path.endsWith('/') ? path.slice(0, -1) : path
  return pairs.length === 0 ? bare : `${bare}?${writePairs(pairs)}`
}
