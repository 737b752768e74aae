import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StructureDefinition } from 'fhir/r4'
import { projectRoot } from '#foundation/project'

const base = 'https://mach.vn/fhir/StructureDefinition/'
let profiles: ReadonlyMap<string, StructureDefinition> | null = null

function load(): ReadonlyMap<string, StructureDefinition> {
  if (profiles) return profiles
  const file = join(projectRoot(), 'src/vocabulary/profiles/data/vietnam.generated.json')
  const list = JSON.parse(readFileSync(file, 'utf8')) as StructureDefinition[]
  profiles = new Map(list.map((each) => [each.url, each]))
  return profiles
}

/** All of them, those of resources first, then those of extensions. */
export const vnProfiles = (): StructureDefinition[] => [...load().values()]

/** By canonical URL without version. Only our own URLs open the file: others cannot be in it. */
export const profileByUrl = (url: string): StructureDefinition | undefined =>
  url.startsWith(base) ? load().get(url) : undefined
