import { fail, ok } from '#foundation/result'
import {
  type ConceptMapIndex,
  type Dependency,
  indexConceptMap,
  type Mapping,
  mapKey,
} from './concept-map.ts'
import { type Library, splitCanonical } from './library.ts'
import { isObject } from './read-json.ts'
import { problems } from './terminology.problems.ts'
import type {
  CodingInput,
  TerminologyResult,
  TranslateMatch,
  TranslateOutcome,
  TranslateRequest,
} from './terminology.types.ts'

/** Maps that send what they do not know to one another, and back. */
const longestChain = 5

/** What a mapping means read from the other end (FHIR R4 concept-map-equivalence). */
const reversed: Record<string, string> = {
  wider: 'narrower',
  narrower: 'wider',
  subsumes: 'specializes',
  specializes: 'subsumes',
}

export interface ConceptMaps {
  byUrl(canonical: string): ConceptMapIndex | undefined
  all(): readonly ConceptMapIndex[]
}

/** Maps of a library, over those of the library beneath it, which keep their indexes. */
export function openConceptMaps(library: Library, beneath?: ConceptMaps): ConceptMaps {
  const known = new Map<string, ConceptMapIndex>()
  const byUrl = (canonical: string) => {
    const kept = known.get(canonical) ?? beneath?.byUrl(canonical)
    if (kept) return kept
    const resource = library.resource('ConceptMap', canonical)
    if (!resource) return undefined
    const index = indexConceptMap(resource)
    // A version that was asked for is not a name to keep: there is no end of them.
    if (!canonical.includes('|')) known.set(canonical, index)
    return index
  }
  let everything: readonly ConceptMapIndex[] | undefined
  return {
    byUrl,
    all() {
      everything ??= library.urls('ConceptMap').flatMap((url) => byUrl(url) ?? [])
      return everything
    },
  }
}

/** ConceptMap/$translate (FHIR R4 conceptmap-operation-translate.html). */
export function translate(request: TranslateRequest, maps: ConceptMaps): TerminologyResult<TranslateOutcome> {
  const codings = request.codings.filter((coding) => coding.code !== undefined)
  if (codings.length === 0) return fail(problems.missing('code, coding hoặc codeableConcept'))
  const chosen = chooseMaps(request, maps)
  if (!chosen.ok) return chosen
  const matches = chosen.value.flatMap((map) =>
    codings.flatMap((coding) => matchesIn(map, coding, request, maps, longestChain)),
  )
  const result = matches.some(({ equivalence }) => equivalence !== 'unmatched' && equivalence !== 'disjoint')
  if (result) return ok({ result, matches })
  return ok({ result, message: 'Không có mã tương ứng trong bảng ánh xạ.', matches })
}

function chooseMaps(
  request: TranslateRequest,
  maps: ConceptMaps,
): TerminologyResult<readonly ConceptMapIndex[]> {
  if (isObject(request.conceptMap)) return ok([indexConceptMap(request.conceptMap)])
  if (request.url) {
    const map = maps.byUrl(request.url)
    return map ? ok([map]) : fail(problems.notFound('bảng ánh xạ mã', request.url))
  }
  const [source, target] = request.reverse
    ? [request.target, request.source]
    : [request.source, request.target]
  const fits = (asked: string | undefined, own: string | undefined) =>
    asked === undefined || (own !== undefined && splitCanonical(own)[0] === splitCanonical(asked)[0])
  return ok(maps.all().filter((map) => fits(source, map.source) && fits(target, map.target)))
}

function matchesIn(
  map: ConceptMapIndex,
  coding: CodingInput,
  request: TranslateRequest,
  maps: ConceptMaps,
  chain: number,
): TranslateMatch[] {
  const { reverse, targetSystem, dependencies = [] } = request
  const code = coding.code!
  const table = reverse ? map.byTarget : map.bySource
  const found = [...(table.get(mapKey(coding.system, code)) ?? [])]
  if (coding.system !== undefined) found.push(...(table.get(mapKey(undefined, code)) ?? []))
  const matches = found
    .filter((mapping) => isSatisfied(mapping, dependencies))
    .map((mapping) => matchOf(mapping, map, reverse === true))
    .filter(({ concept }) => targetSystem === undefined || concept.system === targetSystem)
  return reverse ? matches : [...matches, ...unmappedMatches(map, coding, request, maps, chain)]
}

const matchOf = (mapping: Mapping, map: ConceptMapIndex, isReverse: boolean): TranslateMatch => ({
  equivalence: isReverse ? (reversed[mapping.equivalence] ?? mapping.equivalence) : mapping.equivalence,
  concept: isReverse ? mapping.source : mapping.target,
  ...(map.url && { source: map.url }),
  products: mapping.products,
})

/** A mapping that depends on something holds only when the caller says that it is so. */
const isSatisfied = ({ dependsOn }: Mapping, given: readonly Dependency[]) =>
  dependsOn.every((needed) =>
    given.some(
      ({ element, concept }) =>
        element === needed.element &&
        concept.code === needed.concept.code &&
        (needed.concept.system === undefined || needed.concept.system === concept.system),
    ),
  )

function unmappedMatches(
  map: ConceptMapIndex,
  coding: CodingInput,
  request: TranslateRequest,
  maps: ConceptMaps,
  chain: number,
): TranslateMatch[] {
  const matches: TranslateMatch[] = []
  for (const { source, target, mode, code, url, mapped } of map.unmapped) {
    if (source !== (coding.system ?? '') || mapped.has(coding.code!)) continue
    if (request.targetSystem !== undefined && target !== request.targetSystem) continue
    const from = map.url ? { source: map.url } : {}
    if (mode === 'provided') {
      const concept = { ...(target && { system: target }), code: coding.code! }
      matches.push({ equivalence: 'equal', concept, ...from, products: [] })
    } else if (mode === 'fixed' && code.code !== undefined) {
      matches.push({ equivalence: 'inexact', concept: code, ...from, products: [] })
    } else if (mode === 'other-map' && url && chain > 0) {
      const other = maps.byUrl(url)
      if (other) matches.push(...matchesIn(other, coding, request, maps, chain - 1))
    }
  }
  return matches
}
