import type { StructureDefinition } from 'fhir/r4'
import type { Clock } from '#foundation/clock'
import type { Actor, FhirGate, ResourceVersion } from '#gate/access'
import { profileByUrl } from '#vocabulary/profiles'
import { readSearch } from '#vocabulary/search'
import { type Definitions, namedProfiles, type ProfileShelf } from '#vocabulary/validation'

export interface ShelfDeps {
  readonly gate: Pick<FhirGate, 'search'>
  readonly actor: Actor
  readonly clock: Clock
}

/** Milliseconds for which what was read counts as what is stored. */
const trusted = 2_000
/** URLs remembered, found or not, and the text of their definitions. */
const mostKept = 500
const mostBytes = 32 * 1_048_576
/** Of one question; what it names beyond is as if unknown, and the validator says so. */
const mostAsked = 1_000
const urlsAtOnce = 20
const mostPages = 10

interface Stored {
  /** `id/version`: the same is not parsed again, and stays compiled. */
  readonly key: string
  readonly definition: StructureDefinition
  readonly names: readonly string[]
  readonly bytes: number
  readonly rank: number
}
interface Kept {
  readonly found: readonly Stored[]
  readonly until: number
  readonly generation: number
}

export interface Shelf extends ProfileShelf {
  /** A StructureDefinition was written here: nothing that was read before counts any more. */
  forget(): void
}

/** Stored profiles by URL, read when asked for and kept for a moment. */
export function openProfileShelf({ gate, actor, clock }: ShelfDeps): Shelf {
  const kept = new Map<string, Kept>()
  const underway = new Map<string, { readonly generation: number; readonly kept: Promise<Kept> }>()
  let bytes = 0
  let generation = 0

  const freshOf = (url: string): Kept | undefined => {
    const known = kept.get(url)
    return known?.generation === generation && known.until > clock.now().getTime() ? known : undefined
  }
  const drop = (url: string) => {
    for (const each of kept.get(url)?.found ?? []) bytes -= each.bytes
    kept.delete(url)
  }
  const keep = (url: string, entry: Kept) => {
    drop(url)
    kept.set(url, entry)
    for (const each of entry.found) bytes += each.bytes
    // The oldest go first; what is asked for often was read again a moment ago.
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept && bytes <= mostBytes) return
      drop(oldest)
    }
  }

  /** Everybody who asks for a URL while it is being read waits for the same reading, unless it began before a write. */
  const read = (urls: readonly string[], into: Map<string, Kept>): Promise<unknown> => {
    const fresh = urls.filter((url) => underway.get(url)?.generation !== generation)
    for (let from = 0; from < fresh.length; from += urlsAtOnce) {
      const chunk = fresh.slice(from, from + urlsAtOnce)
      const reading = readChunk(chunk)
      for (const url of chunk) {
        const own = { generation, kept: reading.then((found) => found.get(url)!) }
        underway.set(url, own)
        const end = () => {
          if (underway.get(url) === own) underway.delete(url)
        }
        own.kept.then(end, end)
      }
    }
    return Promise.all(urls.map(async (url) => into.set(url, await underway.get(url)!.kept)))
  }

  const readChunk = async (urls: readonly string[]): Promise<Map<string, Kept>> => {
    const since = generation
    const until = clock.now().getTime() + trusted
    const rows = await storedUnder({ gate, actor }, urls)
    const former = new Map(urls.flatMap((url) => kept.get(url)?.found ?? []).map((each) => [each.key, each]))
    const all = rows.map((row) => former.get(keyOf(row)) ?? storedOf(row)).sort((a, b) => b.rank - a.rank)
    const entries = new Map<string, Kept>()
    for (const url of urls) {
      const found = all.filter((each) => each.definition.url === url)
      const entry = { found, until, generation: since }
      entries.set(url, entry)
      keep(url, entry)
    }
    return entries
  }

  const definitionsOf = (canonicals: readonly string[]): Definitions | Promise<Definitions> => {
    const roots = urlsOf(canonicals)
    if (roots.length === 0) return none
    const { found, missing } = follow(roots, freshOf)
    if (missing.length === 0) return found
    return completed(roots)
  }

  const completed = async (roots: readonly string[]): Promise<Definitions> => {
    const atHand = new Map<string, Kept>()
    for (;;) {
      const { found, missing } = follow(roots, (url) => atHand.get(url) ?? freshOf(url))
      if (missing.length === 0) return found
      await read(missing, atHand)
    }
  }

  return {
    definitionsOf,
    forget() {
      generation += 1
    },
  }
}

const none: Definitions = []

/** From the URLs asked to those that their definitions name, and so on; what is not at hand is missing. */
function follow(roots: readonly string[], at: (url: string) => Kept | undefined) {
  const found: StructureDefinition[] = []
  const missing: string[] = []
  const seen = new Set(roots)
  for (const url of seen) {
    const entry = at(url)
    if (!entry) missing.push(url)
    for (const { definition, names } of entry?.found ?? []) {
      found.push(definition)
      for (const name of names) if (seen.size < mostAsked) seen.add(name)
    }
  }
  return { found, missing }
}

const isUrl = (text: string) => /^(?:https?|urn):[^\s|]{1,500}$/.test(text)

/** Bare URLs, each once, of what somebody may have stored: the product's own profiles are known. */
function urlsOf(canonicals: readonly string[]): string[] {
  const urls = new Set<string>()
  for (const canonical of canonicals) {
    const [url] = canonical.split('|', 1) as [string]
    if (isUrl(url) && profileByUrl(url) === undefined && urls.size < mostAsked) urls.add(url)
  }
  return [...urls]
}

const keyOf = ({ id, version }: ResourceVersion) => `${id}/${version}`

function storedOf(row: ResourceVersion): Stored {
  const definition = JSON.parse(row.json) as StructureDefinition
  const rank = (definition.status === 'active' ? 1e15 : 0) + row.lastUpdated.getTime()
  return {
    key: keyOf(row),
    definition,
    names: urlsOf(namedProfiles(definition)),
    bytes: row.json.length,
    rank,
  }
}

async function storedUnder(
  { gate, actor }: Pick<ShelfDeps, 'gate' | 'actor'>,
  urls: readonly string[],
): Promise<ResourceVersion[]> {
  const values = urls.map((url) => url.replace(/[\\,$|]/g, '\\$&')).join(',')
  const pairs = [
    ['url', values],
    ['derivation', 'constraint'],
  ] as const
  const query = readSearch('StructureDefinition', pairs, { base: '' })
  if (!query.ok) throw new Error(query.problem.code)
  const rows: ResourceVersion[] = []
  let page: string | undefined
  for (let pages = 0; pages < mostPages; pages += 1) {
    const found = await gate.search(actor, 'management', query.value, {
      count: 100,
      ...(page ? { page } : {}),
    })
    if (!found.ok) throw new Error(found.problem.code)
    rows.push(...found.value.matches)
    if (found.value.next === null) return rows
    page = found.value.next
  }
  return rows
}
