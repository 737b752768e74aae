/** Builders for tests: a store of one's own and short ways to write into it. */
import { withDatabase } from '#foundation/testkit'
import { readSearch, type SearchQuery } from '#vocabulary/search'
import { openFhirStore, storeMigrations } from './index.ts'
import type { Change, ChangeOutcome, ResourceInput, ResourceVersion, SearchOptions } from './store.types.ts'

export type Json = Record<string, unknown> & { resourceType: string }

export const given = (value: Json): ResourceInput => ({
  value: structuredClone(value),
  write: JSON.stringify,
})

export const queryOf = (type: string, text: string): SearchQuery => {
  const query = readSearch(type, [...new URLSearchParams(text)], { base: 'http://127.0.0.1/fhir/R4' })
  if (!query.ok) throw new Error(`${query.problem.code}: ${query.problem.message}`)
  return query.value
}

export async function aStore() {
  const t = await withDatabase([storeMigrations], { max: 24 })
  const store = openFhirStore(t.db)
  const write = async (...changes: Change[]): Promise<ChangeOutcome[]> => {
    const written = await store.write(changes, { at: new Date(), origin: 'test' })
    if (!written.ok) throw new Error(`${written.problem.code}: ${written.problem.message}`)
    return written.value
  }
  return {
    ...t,
    store,
    write,
    async create(value: Json): Promise<ResourceVersion> {
      const [outcome] = await write({ op: 'create', resource: given(value) })
      return outcome!.resource!
    },
    async put(value: Json): Promise<ResourceVersion> {
      const id = String(value.id)
      const change = { op: 'update' as const, type: value.resourceType, at: id, resource: given(value) }
      const [outcome] = await write(change)
      return outcome!.resource!
    },
    async find(type: string, text = '', options: Partial<SearchOptions> = {}): Promise<string[]> {
      const page = await store.search(queryOf(type, text), { count: 1_000, ...options })
      if (!page.ok) throw new Error(`${page.problem.code}: ${page.problem.message}`)
      return page.value.matches.map((match) => match.id)
    },
  }
}
