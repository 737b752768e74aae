import type { CodeSystem, ConceptMap, ValueSet } from 'fhir/r4'
import { readSearch } from '#vocabulary/search'
import { openTerminology, type Terminology, type TerminologyResources } from '#vocabulary/terminology'
import type { Caller } from './call.types.ts'

const types = ['CodeSystem', 'ValueSet', 'ConceptMap'] as const
/** Value sets that draw on value sets that draw on code systems: so far and no further. */
const maxRounds = 6
const maxUrls = 200

/**
 * The product's terminology with what the store holds under these canonical URLs, and under those they name in turn.
 * What the product carries itself is not looked for.
 */
export async function terminologyWith(caller: Caller, urls: Iterable<string>): Promise<Terminology> {
  const { terminology } = caller.service
  const asked = new Set<string>()
  const extra = {
    codeSystems: [] as CodeSystem[],
    valueSets: [] as ValueSet[],
    conceptMaps: [] as ConceptMap[],
  }
  let open = unknownTo(terminology, urls, asked)
  for (let round = 0; open.length > 0 && round < maxRounds && asked.size <= maxUrls; round += 1) {
    const found = await Promise.all(types.map((type) => storedUnder(caller, type, open)))
    extra.codeSystems.push(...(found[0] as CodeSystem[]))
    extra.valueSets.push(...(found[1] as ValueSet[]))
    extra.conceptMaps.push(...(found[2] as ConceptMap[]))
    open = unknownTo(terminology, urlsIn(found), asked)
  }
  return isEmpty(extra) ? terminology : openTerminology({ extra })
}

const isEmpty = ({ codeSystems, valueSets, conceptMaps }: Required<TerminologyResources>) =>
  codeSystems.length + valueSets.length + conceptMaps.length === 0

const carried = new WeakMap<Terminology, ReadonlySet<string>>()

function unknownTo(terminology: Terminology, urls: Iterable<string>, asked: Set<string>): string[] {
  let known = carried.get(terminology)
  if (!known) {
    known = new Set(types.flatMap((type) => terminology.urls(type)))
    carried.set(terminology, known)
  }
  const unknown: string[] = []
  for (const url of urls) {
    const bare = url.split('|', 1)[0]!
    if (known.has(bare) || asked.has(bare)) continue
    asked.add(bare)
    unknown.push(bare)
  }
  return unknown.slice(0, maxUrls)
}

async function storedUnder(caller: Caller, type: string, urls: readonly string[]): Promise<unknown[]> {
  const values = urls.map((url) => url.replace(/[\\,$|]/g, '\\$&')).join(',')
  const query = readSearch(type, [['url', values]], {
    terminology: caller.service.terminology,
    base: caller.base,
  })
  if (!query.ok) return []
  const found = await caller.service.gate.search(caller.actor, caller.purpose, query.value, {
    count: maxUrls,
  })
  return found.ok ? found.value.matches.map(({ json }) => JSON.parse(json)) : []
}

const naming: ReadonlySet<string> = new Set([
  'url',
  'system',
  'valueSet',
  'supplements',
  'source',
  'target',
  'sourceCanonical',
  'targetCanonical',
  'sourceUri',
  'targetUri',
  'valueUri',
  'valueUrl',
  'valueCanonical',
  'valueString',
])

/** Everything in a value that may be the canonical URL of a terminology resource. */
export function urlsIn(value: unknown): Set<string> {
  const urls = new Set<string>()
  const open: unknown[] = [value]
  while (open.length > 0 && urls.size <= maxUrls) {
    const at = open.pop()
    if (typeof at !== 'object' || at === null) continue
    for (const [name, inner] of Object.entries(at)) {
      if (typeof inner === 'object') open.push(inner)
      else if (typeof inner === 'string' && (naming.has(name) || Array.isArray(at)) && isUrl(inner))
        urls.add(inner)
    }
  }
  return urls
}

const isUrl = (text: string) => /^(?:https?|urn):\S{1,500}$/.test(text)
