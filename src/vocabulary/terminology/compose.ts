import { fail, ok } from '#foundation/result'
import { bareConcept, type CodeSystemIndex, type Concept, readDesignation } from './code-system.ts'
import { conceptTest } from './concept-filters.ts'
import { type Extent, intersect, type Rule, union, without } from './extent.ts'
import type { Library } from './library.ts'
import { isObject, type Json, objects, textOf, textsOf } from './read-json.ts'
import { systemRules } from './system-rules.ts'
import { problems } from './terminology.problems.ts'
import type { TerminologyResult } from './terminology.types.ts'

/** Codes that may be looked at to answer one request: the catalogues together have some 20,000. */
const mostWork = 1_000_000
const deepestImport = 30

export interface Composer {
  /** What a value set contains, by its canonical; kept for the next time. */
  extentOf(canonical: string): TerminologyResult<Extent>
  /** What a value set given inline contains. */
  extentOfInline(valueSet: unknown): TerminologyResult<Extent>
}

/** One request: how much it may still look at, and through which value sets it came. */
interface Journey {
  left: number
  readonly path: string[]
}

const nothing: Extent = { listed: new Map(), rules: new Map(), open: new Map() }

/**
 * Composes from a library. `beneath` is the composer of the library under it: what that one has worked out is taken over
 * where the caller's resources cannot change it.
 */
export function openComposer(library: Library, beneath?: Composer): Composer {
  const known = new Map<string, Extent>()

  function byCanonical(canonical: string, journey: Journey): TerminologyResult<Extent> {
    const kept = known.get(canonical)
    if (kept) return charged(kept, journey)
    const shared = library.isReplacing ? undefined : settledIn(beneath, canonical)
    if (shared) return charged(shared, journey)
    const resource = library.resource('ValueSet', canonical)
    if (!resource) return fail(problems.notFound('bộ mã', canonical))
    const key = `${textOf(resource.url)}|${textOf(resource.version) ?? ''}`
    if (journey.path.includes(key)) return fail(problems.cycle(canonical))
    if (journey.path.length >= deepestImport) return fail(problems.tooDeep())
    journey.path.push(key)
    const extent = ofResource(resource, journey)
    journey.path.pop()
    if (extent.ok) {
      known.set(key, extent.value)
      // Without a version the newest is meant, and that is the one found.
      if (!canonical.includes('|')) known.set(canonical, extent.value)
    }
    return extent
  }

  function ofResource(resource: Json, journey: Journey): TerminologyResult<Extent> {
    const { compose } = resource
    if (!isObject(compose)) return ok(ofExpansion(resource.expansion))
    const included = each(objects(compose.include), journey)
    if (!included.ok) return included
    let extent = union(included.value.length > 0 ? included.value : [nothing])
    const excludes = objects(compose.exclude)
    if (excludes.length > 0) {
      const excluded = each(excludes, journey)
      if (!excluded.ok) return excluded
      extent = without(extent, union(excluded.value))
    }
    return ok(compose.inactive === false ? activeOnly(extent) : extent)
  }

  function each(includes: readonly Json[], journey: Journey): TerminologyResult<Extent[]> {
    const extents: Extent[] = []
    for (const include of includes) {
      const extent = ofInclude(include, journey)
      if (!extent.ok) return extent
      extents.push(extent.value)
    }
    return ok(extents)
  }

  function ofInclude(include: Json, journey: Journey): TerminologyResult<Extent> {
    const parts: Extent[] = []
    for (const canonical of textsOf(include.valueSet)) {
      const part = byCanonical(canonical, journey)
      if (!part.ok) return part
      parts.push(part.value)
    }
    const system = textOf(include.system)
    if (system !== undefined) {
      const part = ofSystem(system, include, journey)
      if (!part.ok) return part
      parts.push(part.value)
    }
    return parts.length === 0 ? ok(nothing) : charged(parts.reduce(intersect), journey)
  }

  function ofSystem(system: string, include: Json, journey: Journey): TerminologyResult<Extent> {
    const version = textOf(include.version)
    const index = library.codeSystem(version ? `${system}|${version}` : system)
    const concepts = objects(include.concept)
    if (concepts.length > 0) return charged(listedOnly(system, readConcepts(concepts, index)), journey)
    const filters = objects(include.filter)
    if (!index || index.concepts.size === 0) return ofUncarried(system, filters, index, journey)
    if (filters.length === 0) return ok(systemExtent(system, index.concepts, index))
    const found = new Map<string, Concept>()
    const spend = (steps: number) => {
      journey.left -= steps
    }
    const tests: ((concept: Concept) => boolean)[] = []
    for (const filter of filters) {
      const test = conceptTest(filter, index, spend)
      if (!test.ok) return test
      tests.push(test.value)
    }
    for (const concept of index.concepts.values()) {
      journey.left -= 1
      if (journey.left < 0) return fail(problems.tooMuchWork())
      if (tests.every((test) => test(concept))) found.set(concept.code, concept)
    }
    return ok(systemExtent(system, found, index))
  }

  return {
    extentOf(canonical) {
      const kept = known.get(canonical)
      return kept ? ok(kept) : byCanonical(canonical, { left: mostWork, path: [] })
    },
    extentOfInline: (valueSet) =>
      isObject(valueSet)
        ? ofResource(valueSet, { left: mostWork, path: inlinePath(valueSet) })
        : fail(problems.parameterType('valueSet', 'một tài nguyên ValueSet')),
  }
}

/** A set of the library beneath that leaves nothing open: resources about systems unknown there do not change it. */
function settledIn(beneath: Composer | undefined, canonical: string): Extent | undefined {
  const extent = beneath?.extentOf(canonical)
  return extent?.ok && extent.value.open.size === 0 && extent.value.rules.size === 0
    ? extent.value
    : undefined
}

/** An inline value set that imports its own URL would import the stored one of that name: a loop all the same. */
const inlinePath = (valueSet: Json): string[] =>
  textOf(valueSet.url) ? [`${textOf(valueSet.url)}|${textOf(valueSet.version) ?? ''}`] : []

function charged(extent: Extent, journey: Journey): TerminologyResult<Extent> {
  for (const codes of extent.listed.values()) journey.left -= codes.size
  return journey.left < 0 ? fail(problems.tooMuchWork()) : ok(extent)
}

const listedOnly = (system: string, codes: ReadonlyMap<string, Concept>): Extent => ({
  ...nothing,
  listed: new Map([[system, codes]]),
})

const systemExtent = (system: string, codes: ReadonlyMap<string, Concept>, index: CodeSystemIndex): Extent =>
  index.isComplete
    ? listedOnly(system, codes)
    : { ...listedOnly(system, codes), open: new Map([[system, 'fragment']]) }

/** Codes written out in the value set; its own names for them go before the system's. */
function readConcepts(given: readonly Json[], index: CodeSystemIndex | undefined): Map<string, Concept> {
  const concepts = new Map<string, Concept>()
  for (const row of given) {
    const code = textOf(row.code)
    if (code === undefined || concepts.has(code)) continue
    const display = textOf(row.display)
    const own = index?.concepts.get(code) ?? bareConcept(code)
    const designations = row.designation ? objects(row.designation).flatMap(readDesignation) : []
    const isSame = designations.length === 0 && (display === undefined || display === own.display)
    concepts.set(
      code,
      isSame
        ? own
        : { ...own, display: display ?? own.display, designations: [...designations, ...own.designations] },
    )
  }
  return concepts
}

/** Systems that nobody here lists: by rule, if there is one and the filters are about the code itself. */
function ofUncarried(
  system: string,
  filters: readonly Json[],
  index: CodeSystemIndex | undefined,
  journey: Journey,
): TerminologyResult<Extent> {
  if (index?.isComplete) return ok(nothing)
  const open: Extent = { ...nothing, open: new Map([[system, 'unknown']]) }
  const rule = systemRules.get(system)
  if (!rule || filters.some((filter) => filter.property !== 'code')) return ok(open)
  const tests: ((concept: Concept) => boolean)[] = []
  for (const filter of filters) {
    if (!['=', 'in', 'not-in', 'regex'].includes(String(filter.op))) return ok(open)
    const test = conceptTest(filter, { concepts: new Map() }, () => {})
    if (!test.ok) return test
    tests.push(test.value)
  }
  journey.left -= 1
  const filtered: Rule = (code) => rule(code) && tests.every((test) => test(bareConcept(code)))
  return ok({ ...nothing, rules: new Map([[system, tests.length > 0 ? filtered : rule]]) })
}

/** A value set that comes without its definition is what its expansion says. */
function ofExpansion(expansion: unknown): Extent {
  if (!isObject(expansion)) return nothing
  const listed = new Map<string, Map<string, Concept>>()
  const open = [objects(expansion.contains)[Symbol.iterator]()]
  while (open.length > 0) {
    const { value: row, done } = open[open.length - 1]!.next()
    if (done) {
      open.pop()
      continue
    }
    const system = textOf(row.system)
    const code = textOf(row.code)
    if (system !== undefined && code !== undefined) {
      const codes = listed.get(system) ?? new Map<string, Concept>()
      listed.set(system, codes)
      const concept = { ...bareConcept(code, textOf(row.display)), isAbstract: row.abstract === true }
      if (!codes.has(code)) codes.set(code, { ...concept, isInactive: row.inactive === true })
    }
    open.push(objects(row.contains)[Symbol.iterator]())
  }
  return { ...nothing, listed }
}

/** `compose.inactive = false`: codes that are no longer used are left out. */
function activeOnly(extent: Extent): Extent {
  const listed = new Map<string, ReadonlyMap<string, Concept>>()
  for (const [system, codes] of extent.listed) {
    listed.set(system, new Map([...codes].filter(([, concept]) => !concept.isInactive)))
  }
  return { ...extent, listed }
}
