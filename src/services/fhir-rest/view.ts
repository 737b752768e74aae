import { parseExact } from '#foundation/json'
import { fail, ok, type Result } from '#foundation/result'
import { propertiesOf, typeDef } from '#vocabulary/definitions'
import { badParameter } from './fhir.problems.ts'
import type { FhirProblem } from './fhir-problem.ts'
import { lastOf, type Pair } from './read-pairs.ts'

/** How much of a resource is shown (FHIR R4, search 3.1.1.5.8 and 3.1.1.5.9). */
export type View =
  | { readonly kind: 'summary' | 'text' | 'data' }
  | { readonly kind: 'elements'; readonly names: ReadonlySet<string> }

export interface Shown {
  /** null: the whole resource, as it is stored. */
  readonly view: View | null
  /** `_summary=count` */
  readonly countOnly: boolean
}

const whole: Shown = { view: null, countOnly: false }

export function readView(pairs: readonly Pair[]): Result<Shown, FhirProblem> {
  if (pairs.length === 0) return ok(whole)
  const elements = lastOf(pairs, '_elements')
  switch (lastOf(pairs, '_summary')) {
    case undefined:
    case 'false':
      break
    case 'true':
      return ok({ view: { kind: 'summary' }, countOnly: false })
    case 'text':
      return ok({ view: { kind: 'text' }, countOnly: false })
    case 'data':
      return ok({ view: { kind: 'data' }, countOnly: false })
    case 'count':
      return ok({ view: null, countOnly: true })
    default:
      return fail(badParameter('_summary'))
  }
  if (elements === undefined) return ok(whole)
  // `Patient.name` is how a system-wide search would say it; the type in front changes nothing here.
  const names = elements.split(',', 200).map((name) => name.trim().replace(/^[A-Z]\w*\./, ''))
  if (!names.every((name) => /^[a-z]\w{0,63}$/.test(name))) return fail(badParameter('_elements'))
  return ok({ view: { kind: 'elements', names: new Set(names) }, countOnly: false })
}

type Members = Record<string, unknown>

/** The part of a stored resource that a view shows, marked SUBSETTED so that nobody writes it back by mistake. */
export function showPart(json: string, view: View): string {
  const parsed = parseExact(json, { maxDepth: 1_000 })
  if (!parsed.ok) throw new Error('a stored resource is not JSON')
  const resource = parsed.value.value as Members
  const type = resource.resourceType as string
  const keeps = keeperOf(type, view)
  for (const name of Object.keys(resource)) if (!keeps(bare(name))) delete resource[name]
  if (view.kind === 'summary') for (const name of Object.keys(resource)) summarise(resource, name, type)
  markSubsetted(resource)
  return parsed.value.write(resource)
}

/** `_birthDate` goes with `birthDate`. */
const bare = (name: string) => (name.charCodeAt(0) === 95 ? name.slice(1) : name)

function keeperOf(type: string, view: View): (name: string) => boolean {
  if (view.kind === 'data') return (name) => name !== 'text'
  const always = alwaysShown(type)
  if (view.kind === 'text') return (name) => name === 'text' || always.has(name)
  if (view.kind === 'elements') {
    const choices = propertiesOf(type)
    return (name) =>
      always.has(name) || view.names.has(name) || view.names.has(choices.get(name)?.element.name ?? name)
  }
  const properties = propertiesOf(type)
  return (name) => always.has(name) || properties.get(name)?.element.isSummary === true
}

const shownByType = new Map<string, ReadonlySet<string>>()

/** What no view may leave out: the key, what changes the meaning, and what the type requires. */
function alwaysShown(type: string): ReadonlySet<string> {
  const known = shownByType.get(type)
  if (known) return known
  const names = new Set(['resourceType', 'id', 'meta'])
  for (const [name, { element }] of propertiesOf(type))
    if (element.min > 0 || element.isModifier) names.add(name)
  shownByType.set(type, names)
  return names
}

/** Inside an element that is in the summary, what is not leaves too: `Patient.link` stays, an attachment's data goes. */
function summarise(holder: Members, name: string, type: string): void {
  const property = propertiesOf(type).get(name)
  const def = property && typeDef(property.type)
  if (!def || def.kind === 'primitive' || def.kind === 'resource' || property.type === 'Narrative') return
  const inner = propertiesOf(def.name)
  const value = holder[name]
  for (const part of (Array.isArray(value) ? value : [value]) as Members[]) {
    if (part === null || typeof part !== 'object') continue
    for (const key of Object.keys(part)) {
      const element = inner.get(bare(key))?.element
      if (element && !element.isSummary && !element.isModifier && element.min === 0) delete part[key]
      else summarise(part, key, def.name)
    }
  }
}

const subsetted = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }

function markSubsetted(resource: Members): void {
  const meta = (resource.meta ?? {}) as Members
  const tags = Array.isArray(meta.tag) ? meta.tag : []
  resource.meta = { ...meta, tag: [...tags, subsetted] }
}
