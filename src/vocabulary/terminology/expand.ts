import type { ValueSet, ValueSetExpansionContains } from 'fhir/r4'
import type { Clock } from '#foundation/clock'
import { fail, ok } from '#foundation/result'
import type { Composer } from './compose.ts'
import type { Extent } from './extent.ts'
import { displayOf, isInForce } from './hierarchy.ts'
import { type Library, splitCanonical } from './library.ts'
import { listingOf, type Member } from './listing.ts'
import { isObject, type Json } from './read-json.ts'
import { problems } from './terminology.problems.ts'
import type { ExpandRequest, TerminologyResult } from './terminology.types.ts'

/** Members of one answer. More are had page by page; without `count` a larger set is refused as too costly. */
export const mostInOneAnswer = 10_000

/** $expand (FHIR R4 valueset-operation-expand.html): a flat list, in the order of the definition. */
export function expand(
  request: ExpandRequest,
  { library, composer, clock }: { library: Library; composer: Composer; clock: Clock },
): TerminologyResult<ValueSet> {
  const extent = extentOf(request, composer)
  if (!extent.ok) return extent
  const endless = endlessSystems(extent.value)
  if (endless) return fail(problems.cannotList(endless))
  const members = membersOf(extent.value, request)
  if (request.count === undefined && members.length > mostInOneAnswer) {
    return fail(problems.tooCostly(mostInOneAnswer))
  }
  const offset = Math.min(Math.max(0, request.offset ?? 0), members.length)
  const count = Math.min(Math.max(0, request.count ?? mostInOneAnswer), mostInOneAnswer)
  const isPaged = request.offset !== undefined || request.count !== undefined
  const page = members.slice(offset, offset + count)
  return ok({
    ...headOf(request, library),
    expansion: {
      timestamp: clock.now().toISOString(),
      total: members.length,
      ...(isPaged && { offset }),
      parameter: parametersOf(request, extent.value),
      contains: page.map((member) => entryOf(member, request)),
    },
  })
}

function extentOf({ url, valueSet }: ExpandRequest, composer: Composer): TerminologyResult<Extent> {
  if (valueSet !== undefined) return composer.extentOfInline(valueSet)
  return url ? composer.extentOf(url) : fail(problems.missing('url hoặc valueSet'))
}

function endlessSystems({ rules, open }: Extent): string {
  const unknown = [...open].filter(([, why]) => why === 'unknown').map(([system]) => system)
  return [...rules.keys(), ...unknown].join(', ')
}

/** Whoever asks for everything gets the list itself; only what is asked to be left out costs a walk. */
function membersOf(extent: Extent, request: ExpandRequest): readonly Member[] {
  const listing = listingOf(extent)
  const { filter, date, activeOnly, excludeAbstract, excludeSystem } = request
  let members = listing.members
  if (filter?.trim()) members = listing.search(filter)
  if (date === undefined && !activeOnly && !excludeAbstract && !excludeSystem?.length) return members
  const left = new Set(excludeSystem?.map((canonical) => splitCanonical(canonical)[0]))
  return members.filter(
    ({ system, concept }) =>
      isInForce(concept, date) &&
      !(activeOnly && concept.isInactive) &&
      !(excludeAbstract && concept.isAbstract) &&
      !left.has(system),
  )
}

function headOf(
  { url, valueSet, includeDefinition }: ExpandRequest,
  library: Library,
): Omit<ValueSet, 'expansion'> {
  const given: Json = isObject(valueSet) ? valueSet : (library.resource('ValueSet', url ?? '') ?? {})
  const text = (name: string) => (typeof given[name] === 'string' ? { [name]: given[name] } : {})
  return {
    resourceType: 'ValueSet',
    ...text('id'),
    ...text('url'),
    ...text('version'),
    ...text('name'),
    ...text('title'),
    status: (typeof given.status === 'string' ? given.status : 'active') as ValueSet['status'],
    ...(includeDefinition && isObject(given.compose) && { compose: given.compose as never }),
  }
}

function entryOf({ system, concept }: Member, request: ExpandRequest): ValueSetExpansionContains {
  const { date, displayLanguage, includeDesignations } = request
  const display = displayOf(concept, date, displayLanguage)
  return {
    system,
    ...(concept.isAbstract && { abstract: true }),
    ...(concept.isInactive && { inactive: true }),
    code: concept.code,
    ...(display !== undefined && { display }),
    ...(includeDesignations &&
      concept.designations.length > 0 && {
        designation: concept.designations.map(({ language, use, value }) => ({ language, use, value })),
      }),
  }
}

/** What the answer was made with, and the systems of which only a part is carried. */
function parametersOf(request: ExpandRequest, extent: Extent) {
  const { filter, date, activeOnly, displayLanguage, count } = request
  return [
    ...(filter ? [{ name: 'filter', valueString: filter.slice(0, 200) }] : []),
    ...(date ? [{ name: 'date', valueDateTime: date }] : []),
    ...(activeOnly ? [{ name: 'activeOnly', valueBoolean: true }] : []),
    ...(displayLanguage ? [{ name: 'displayLanguage', valueCode: displayLanguage }] : []),
    ...(count === undefined ? [] : [{ name: 'count', valueInteger: count }]),
    ...[...extent.open.keys()].map((system) => ({ name: 'fragment', valueUri: system })),
  ]
}
