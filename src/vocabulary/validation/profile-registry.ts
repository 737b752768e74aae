import type { StructureDefinition } from 'fhir/r4'
import { profileByUrl } from '#vocabulary/profiles'
import { compileProfile } from './compile-profile.ts'
import type { CompiledProfile } from './profile.types.ts'
import type { ProfileSource } from './walk.ts'

const registered = new Map<string, StructureDefinition>()
const compiled = new WeakMap<StructureDefinition, CompiledProfile | null>()

/** A later definition with the same URL takes the place of the earlier one. */
export function registerProfile(definition: StructureDefinition): void {
  registered.set(definition.url, definition)
}

function compiledOf(definition: StructureDefinition): CompiledProfile | null {
  let profile = compiled.get(definition)
  if (profile === undefined) {
    profile = read(definition)
    compiled.set(definition, profile)
  }
  return profile
}

/** A definition is somebody's resource: one of another shape than FHIR's is as good as none. */
function read(definition: StructureDefinition): CompiledProfile | null {
  try {
    return compileProfile(definition)
  } catch {
    return null
  }
}

/** `url|1.0`, or a URL alone. */
function splitCanonical(canonical: string): [url: string, version: string | undefined] {
  const bar = canonical.indexOf('|')
  return bar < 0 ? [canonical, undefined] : [canonical.slice(0, bar), canonical.slice(bar + 1)]
}

/** Of the product's own and the registered ones there is one version each, whichever is asked for. */
function knownDefinition(canonical: string): StructureDefinition | undefined {
  const [url] = splitCanonical(canonical)
  return registered.get(url) ?? profileByUrl(url)
}

const sourceOf = (definitionOf: (canonical: string) => StructureDefinition | undefined): ProfileSource => ({
  find: (canonical) => {
    const definition = definitionOf(canonical)
    return definition ? compiledOf(definition) : null
  },
  has: (canonical) => definitionOf(canonical) !== undefined,
})

const known = sourceOf(knownDefinition)

/** The product's profiles and the registered ones; the caller's own first, of several with one URL the first that fits. */
export function profileSource(definitions: readonly StructureDefinition[] | undefined): ProfileSource {
  if (!definitions || definitions.length === 0) return known
  return sourceOf((canonical) => {
    const [url, version] = splitCanonical(canonical)
    const fits = (each: StructureDefinition) =>
      each.url === url && (version === undefined || each.version === undefined || each.version === version)
    return definitions.find(fits) ?? knownDefinition(canonical)
  })
}
