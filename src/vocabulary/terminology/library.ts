import { type CodeSystemIndex, indexCodeSystem } from './code-system.ts'
import { isObject, type Json, textOf } from './read-json.ts'

export type TerminologyType = 'CodeSystem' | 'ValueSet' | 'ConceptMap'

/** Somewhere resources come from. */
export interface ResourceSource {
  /** Every version of a URL. */
  find(type: TerminologyType, url: string): readonly unknown[]
  urls(type: TerminologyType): readonly string[]
  /** Supplements of code systems, by the URL of the system they add to. */
  readonly supplements?: ReadonlyMap<string, readonly unknown[]>
}

/** Resources by canonical URL, indexed when first asked for. */
export interface Library {
  resource(type: TerminologyType, canonical: string): Json | undefined
  codeSystem(canonical: string): CodeSystemIndex | undefined
  urls(type: TerminologyType): readonly string[]
  has(type: TerminologyType, url: string): boolean
  /** Does it say anything else than the library beneath it about what that one has? */
  readonly isReplacing: boolean
}

export function splitCanonical(canonical: string): [url: string, version: string | undefined] {
  const bar = canonical.indexOf('|')
  return bar < 0 ? [canonical, undefined] : [canonical.slice(0, bar), canonical.slice(bar + 1) || undefined]
}

/**
 * The first source that has a URL answers for it. A library beneath keeps what it has indexed, so that a caller's few
 * resources can be stacked upon the product's for one request.
 */
export function openLibrary(sources: readonly ResourceSource[], beneath?: Library): Library {
  const systems = new Map<string, CodeSystemIndex>()
  const ownUrls: Record<TerminologyType, ReadonlySet<string>> = {
    CodeSystem: new Set(beneath ? sources.flatMap((source) => source.urls('CodeSystem')) : []),
    ValueSet: new Set(beneath ? sources.flatMap((source) => source.urls('ValueSet')) : []),
    ConceptMap: new Set(beneath ? sources.flatMap((source) => source.urls('ConceptMap')) : []),
  }
  const supplemented = new Set(sources.flatMap((source) => [...(source.supplements?.keys() ?? [])]))

  const resource = (type: TerminologyType, canonical: string): Json | undefined => {
    const [url, version] = splitCanonical(canonical)
    for (const source of sources) {
      const found = pick(source.find(type, url), version)
      if (found) return found
      // HL7's table v2-0360 of version 2.3.1 has a bar in its very URL.
      const literal = version === undefined ? undefined : pick(source.find(type, canonical), undefined)
      if (literal) return literal
    }
    return beneath?.resource(type, canonical)
  }

  const codeSystem = (canonical: string): CodeSystemIndex | undefined => {
    const known = systems.get(canonical)
    if (known) return known
    const [url] = splitCanonical(canonical)
    if (beneath && !ownUrls.CodeSystem.has(url) && !supplemented.has(url))
      return beneath.codeSystem(canonical)
    const found = resource('CodeSystem', canonical)
    if (!found || found.content === 'supplement') return undefined
    // Versions are in the key as the resource has them, so that a caller's inventions do not fill the map.
    const key = canonical === url ? url : `${textOf(found.url)}|${textOf(found.version)}`
    let index = systems.get(key)
    if (!index) {
      index = indexCodeSystem(
        found,
        sources.flatMap((source) => source.supplements?.get(url) ?? []),
      )
      systems.set(key, index)
    }
    return index
  }

  const has = (type: TerminologyType, url: string): boolean =>
    sources.some((source) => source.find(type, url).length > 0) || beneath?.has(type, url) === true

  return {
    resource,
    codeSystem,
    urls: (type) => [
      ...new Set([...sources.flatMap((source) => source.urls(type)), ...(beneath?.urls(type) ?? [])]),
    ],
    has,
    isReplacing:
      beneath !== undefined &&
      ([...ownUrls.CodeSystem, ...supplemented].some((url) => beneath.has('CodeSystem', url)) ||
        [...ownUrls.ValueSet].some((url) => beneath.has('ValueSet', url))),
  }
}

/** The version asked for, otherwise the newest; retired ones only when there is nothing else. */
function pick(found: readonly unknown[], version: string | undefined): Json | undefined {
  let best: Json | undefined
  for (const resource of found) {
    if (!isObject(resource)) continue
    if (version !== undefined && resource.version !== version) continue
    if (!best || isNewer(resource, best)) best = resource
  }
  return best
}

function isNewer(a: Json, b: Json): boolean {
  if ((a.status === 'retired') !== (b.status === 'retired')) return b.status === 'retired'
  return (textOf(a.version) ?? '').localeCompare(textOf(b.version) ?? '', 'en', { numeric: true }) > 0
}
