import { fail, ok, type Result } from '#foundation/result'
import type { ResourceVersion } from '#gate/access'
import { compartmentParams, extractSearchIndex } from '#vocabulary/search'
import type { Answered } from '../answer.types.ts'
import { bundleText, type Link, searchEntry, showWhole } from '../bundle-text.ts'
import type { OperationCall, OperationRoute } from '../call.types.ts'
import { badParameter, noSuchType } from '../fhir.problems.ts'
import type { FhirProblem } from '../fhir-problem.ts'
import { readDateRange } from '../read-date-range.ts'
import { lastOf, type Pair, writePairs } from '../read-pairs.ts'
import { isResourceType } from './local-references.ts'
import { operationProblems } from './operation.problems.ts'
import { allOf, readInputs } from './read-inputs.ts'

/** FHIR R4, patient-operation-everything: a patient's whole record and what it points to. */
export const everythingOperation: OperationRoute = {
  name: 'everything',
  definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything',
  levels: ['type', 'instance'],
  types: ['Patient'],
  methods: ['GET', 'POST'],
  handle: everything,
}

/** Without `_count` the record comes in one Bundle, as the operation wants it, unless it is larger than any we have seen. */
const wholeRecord = 5_000

interface Asked {
  readonly count: number
  readonly page?: string
  readonly since?: Date
  readonly types?: readonly string[]
  /** Care dates, ISO in UTC: from, and before. */
  readonly from?: string
  readonly before?: string
  /** For links. */
  readonly used: readonly Pair[]
}

const names: ReadonlySet<string> = new Set(['start', 'end', '_since', '_type', '_count', '_page'])

async function everything(call: OperationCall): Promise<Answered> {
  const { service, actor, purpose, base, at } = call.caller
  if (call.id === undefined) return fail(operationProblems.everybody)
  const inputs = readInputs(call, names)
  if (!inputs.ok) return inputs
  const asked = readAsked(inputs.value.pairs, service.limits.maxCount)
  if (!asked.ok) return asked
  const { count, page, since, types, used } = asked.value

  const found = await service.gate.everything(actor, purpose, call.id, {
    count,
    ...(page === undefined ? {} : { page }),
    ...(since ? { since } : {}),
    ...(types ? { types } : {}),
  })
  if (!found.ok) return found
  const { next, resources } = found.value
  const shown = resources.filter((one) => isInCareDates(one, asked.value))
  const url = (token?: string) => {
    const pairs: readonly Pair[] = token === undefined ? used : [...used, ['_page', token]]
    const path = `${base}/Patient/${call.id}/$everything`
    return pairs.length === 0 ? path : `${path}?${writePairs(pairs)}`
  }
  const links: Link[] = [{ relation: 'self', url: url(page) }]
  if (page !== undefined) links.push({ relation: 'first', url: url() })
  if (next !== null) links.push({ relation: 'next', url: url(next) })
  const entries = shown.map((one) =>
    searchEntry(base, one, isOfPatients(one.type) ? 'match' : 'include', showWhole),
  )
  const total =
    page === undefined && next === null ? shown.filter(({ type }) => isOfPatients(type)).length : null
  return ok({ status: 200, body: bundleText('searchset', { at, links, total }, entries) })
}

function readAsked(pairs: readonly Pair[], maxCount: number): Result<Asked, FhirProblem> {
  const asked: { -readonly [K in keyof Asked]: Asked[K] } = { count: wholeRecord, used: [] }
  const count = lastOf(pairs, '_count')
  if (count !== undefined) {
    if (!/^\d{1,15}$/.test(count) || Number(count) === 0) return fail(badParameter('_count'))
    asked.count = Math.min(Number(count), maxCount)
  }
  const page = lastOf(pairs, '_page')
  if (page !== undefined) asked.page = page
  for (const name of ['start', 'end', '_since'] as const) {
    const text = lastOf(pairs, name)
    if (text === undefined) continue
    const range = readDateRange(text)
    if (!range) return fail(badParameter(name))
    if (name === '_since') asked.since = range.from
    else if (name === 'start') asked.from = range.from.toISOString()
    else asked.before = range.to.toISOString()
  }
  if (asked.from !== undefined && asked.before !== undefined && asked.from >= asked.before)
    return fail(operationProblems.emptyRange)
  const types = allOf(pairs, '_type').flatMap((text) => text.split(',', 200))
  if (types.length > 0) {
    if (types.includes('')) return fail(badParameter('_type'))
    const odd = types.find((type) => !isResourceType(type))
    if (odd !== undefined) return fail({ ...noSuchType(odd), kind: 'incorrect' })
    asked.types = [...new Set(types)]
  }
  asked.used = pairs.flatMap(([name, value]): Pair[] =>
    name === '_page' || !names.has(name) ? [] : [[name, name === '_count' ? String(asked.count) : value]],
  )
  return ok(asked)
}

const known = new Map<string, boolean>()

/** May a resource of the type be in a patient's compartment? Others are there because something points to them. */
function isOfPatients(type: string): boolean {
  let answer = known.get(type)
  if (answer === undefined) {
    answer = type === 'Patient' || compartmentParams('Patient', type).length > 0
    known.set(type, answer)
  }
  return answer
}

/** Their main date is somebody's birth. */
const people: ReadonlySet<string> = new Set(['Patient', 'Person', 'RelatedPerson'])

/**
 * `start` and `end` are about when care was given. What has no such date (people, a practitioner, a coverage without
 * period) is never left out. Only these two parameters make us parse what is stored.
 */
function isInCareDates({ type, json }: ResourceVersion, { from, before }: Asked): boolean {
  if ((from === undefined && before === undefined) || people.has(type) || !isOfPatients(type)) return true
  const { start, end } = extractSearchIndex(JSON.parse(json))
  if (before !== undefined && start !== null && start >= before) return false
  return from === undefined || end === null || end >= from
}
