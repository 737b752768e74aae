import type { CodeSystem, ConceptMap, ValueSet } from 'fhir/r4'
import { type Clock, systemClock } from '#foundation/clock'
import { openBindings } from './bindings.ts'
import { carriedR4 } from './carried-r4.ts'
import { catalogueSystems } from './catalogue-systems.ts'
import type { Concept } from './code-system.ts'
import { openComposer } from './compose.ts'
import { expand } from './expand.ts'
import { extendClosure } from './extend-closure.ts'
import { contains, containsCode, type Decider } from './extent.ts'
import { givenResources } from './given-resources.ts'
import { withAncestors, withDescendants } from './hierarchy.ts'
import { openLibrary } from './library.ts'
import { listingOf } from './listing.ts'
import { lookup, subsumes } from './look-up.ts'
import type { SystemCode, Terminology, TerminologyResources } from './terminology.types.ts'
import { openConceptMaps, translate } from './translate.ts'
import { validateInCodeSystem, validateInValueSet } from './validate-code.ts'

// Read and worked out once in a process, whatever is stacked upon it.
const strongBindings = openBindings()
const ownLibrary = openLibrary([carriedR4(), catalogueSystems()])
const ownComposer = openComposer(ownLibrary)
const ownMaps = openConceptMaps(ownLibrary)

/**
 * The product's terminology with the caller's resources on top. What R4 itself binds as required or extensible is
 * decided by R4's own sets, whatever is stored under the same URL: a stored value set must not open the validator.
 */
export function openTerminology(
  options: { readonly extra?: TerminologyResources; readonly clock?: Clock } = {},
): Terminology {
  const { extra, clock = systemClock } = options
  const library = extra ? openLibrary([givenResources(extra)], ownLibrary) : ownLibrary
  const composer = extra ? openComposer(library, ownComposer) : ownComposer
  const maps = extra ? openConceptMaps(library, ownMaps) : ownMaps
  const parts = { library, composer, clock }

  const deciderOf = (canonical: string): Decider | undefined => {
    const known = strongBindings(canonical)
    if (known) return known
    const bar = canonical.indexOf('|')
    if (bar >= 0) return strongBindings(canonical.slice(0, bar)) ?? composedOf(canonical, bar)
    const extent = composer.extentOf(canonical)
    return extent.ok ? extent.value : undefined
  }
  /** The version asked for; when it is not there, what there is: a definition rarely names the version it means. */
  const composedOf = (canonical: string, bar: number) => {
    const exact = composer.extentOf(canonical)
    if (exact.ok) return exact.value
    const any = composer.extentOf(canonical.slice(0, bar))
    return any.ok ? any.value : undefined
  }
  const around = (system: string, code: string, walk: (concept: Concept) => readonly Concept[]) => {
    const concept = library.codeSystem(system)?.concepts.get(code)
    return concept ? walk(concept).map((other) => other.code) : [code]
  }
  const listed = new WeakMap<object, readonly SystemCode[]>()

  return {
    isMember(valueSet, system, code) {
      const decider = deciderOf(valueSet)
      if (!decider) return undefined
      return system === undefined ? containsCode(decider, code) : contains(decider, system, code)
    },
    expand: (request) => expand(request, parts),
    validateInValueSet: (request) => validateInValueSet(request, parts),
    validateInCodeSystem: (request) => validateInCodeSystem(request, parts),
    lookup: (request) => lookup(request, parts),
    subsumes: (a, b) => subsumes(a, b, parts),
    translate: (request) => translate(request, maps),
    closure: (request) => extendClosure(request, parts),
    codesOf(valueSet) {
      const extent = composer.extentOf(valueSet)
      if (!extent.ok || extent.value.rules.size > 0) return undefined
      for (const why of extent.value.open.values()) if (why === 'unknown') return undefined
      let codes = listed.get(extent.value)
      if (!codes) {
        codes = listingOf(extent.value).members.map(({ system, concept }) => ({ system, code: concept.code }))
        listed.set(extent.value, codes)
      }
      return codes
    },
    descendantsOf: (system, code) => around(system, code, withDescendants),
    ancestorsOf: (system, code) => around(system, code, withAncestors),
    resource: (type, canonical) =>
      library.resource(type, canonical) as CodeSystem | ValueSet | ConceptMap | undefined,
    urls: (type) => library.urls(type),
  }
}
