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

/** Canonicals may carry a version (`url|1.0`): there is one version of each profile here. */
const withoutVersion = (url: string): string => {
  const bar = url.indexOf('|')
  return bar < 0 ? url : url.slice(0, bar)
}

const known: ProfileSource = (canonical) => {
  const url = withoutVersion(canonical)
  const definition = registered.get(url) ?? profileByUrl(url)
  return definition ? compiledOf(definition) : null
}

/** The product's profiles and the registered ones; the caller's own first. */
export function profileSource(definitions: readonly StructureDefinition[] | undefined): ProfileSource {
  if (!definitions || definitions.length === 0) return known
  return (canonical) => {
    const own = definitions.find((each) => each.url === withoutVersion(canonical))
    return own ? compiledOf(own) : known(canonical)
  }
}
