import type { Observation } from 'fhir/r4'
import { fail, ok, type Result } from '#foundation/result'
import type { ResourceVersion } from '#gate/access'
import { paramOf } from '#vocabulary/search'
import type { Answered } from '../answer.types.ts'
import { bundleText, searchEntry, showWhole } from '../bundle-text.ts'
import type { OperationCall, OperationRoute } from '../call.types.ts'
import { badParameter, notUnderstood } from '../fhir.problems.ts'
import type { FhirProblem } from '../fhir-problem.ts'
import { readQuery } from '../interactions/read-criteria.ts'
import { lastOf, type Pair, writePairs } from '../read-pairs.ts'
import { newestOfEachCode } from './newest-of-each-code.ts'
import { operationProblems } from './operation.problems.ts'

/** FHIR R4, observation-operation-lastn: a patient's newest observations of each code. */
export const lastnOperation: OperationRoute = {
  name: 'lastn',
  definition: 'http://hl7.org/fhir/OperationDefinition/Observation-lastn',
  levels: ['type'],
  types: ['Observation'],
  methods: ['GET'],
  handle: lastn,
}

/** So many observations of one patient are looked at. */
const pageSize = 1_000
const mostPages = 10

/** Parameters that say how a search is answered; here the operation itself decides that. */
const ofTheAnswer = /^_(count|sort|total|summary|elements|include|revinclude|contained|containedType)(:|$)/

async function lastn({ caller, pairs }: OperationCall): Promise<Answered> {
  const asked = readAsked(pairs)
  if (!asked.ok) return asked
  const { criteria, max } = asked.value
  const found = await matches(caller, criteria)
  if (!found.ok) return found
  const observations = found.value.map((stored) => ({
    stored,
    observation: JSON.parse(stored.json) as Observation,
  }))
  const newest = newestOfEachCode(observations, max)
  const { base, at } = caller
  const links = [{ relation: 'self', url: `${base}/Observation/$lastn?${writePairs(pairs)}` }] as const
  const entries = newest.map(({ stored }) => searchEntry(base, stored, 'match', showWhole))
  return ok({ status: 200, body: bundleText('searchset', { at, links, total: newest.length }, entries) })
}

function readAsked(
  pairs: readonly Pair[],
): Result<{ readonly criteria: readonly Pair[]; readonly max: number }, FhirProblem> {
  const max = lastOf(pairs, 'max') ?? '1'
  if (!/^[1-9]\d{0,5}$/.test(max)) return fail(badParameter('max'))
  const odd = pairs.find(([name]) => ofTheAnswer.test(name))
  if (odd) return fail(notUnderstood([{ name: odd[0], reason: 'không dùng với $lastn.' }]))
  const criteria = pairs.filter(([name]) => name !== 'max')
  const isOf = (test: (code: string) => boolean) =>
    criteria.some(([name, value]) => value !== '' && test(name.split(/[:.]/, 1)[0]!))
  const hasSubject = isOf((code) => code === 'patient' || code === 'subject')
  const hasCode = isOf(
    (code) => code === 'category' || (code.includes('code') && !!paramOf('Observation', code)),
  )
  return hasSubject && hasCode ? ok({ criteria, max: Number(max) }) : fail(operationProblems.lastnOfWhat)
}

/** Everything the criteria hold of, however it is ordered. */
async function matches(
  caller: OperationCall['caller'],
  criteria: readonly Pair[],
): Promise<Result<ResourceVersion[], FhirProblem>> {
  const { service, actor, purpose } = caller
  const query = readQuery(caller, 'Observation', criteria)
  if (!query.ok) return query
  if (query.value.ignored.length > 0) return fail(notUnderstood(query.value.ignored))
  const found: ResourceVersion[] = []
  let page: string | undefined
  for (let pages = 0; pages < mostPages; pages += 1) {
    const options = { count: pageSize, ...(page === undefined ? {} : { page }) }
    const read = await service.gate.search(actor, purpose, query.value, options)
    if (!read.ok) return read
    found.push(...read.value.matches)
    if (read.value.next === null) return ok(found)
    page = read.value.next
  }
  return fail(operationProblems.lastnTooMany)
}
