import type { Database } from '#foundation/db'
import { fail, ok } from '#foundation/result'
import type { SearchQuery } from '#vocabulary/search'
import { besideColumn } from './compartment.ts'
import { copyTexts } from './export.queries.ts'
import { loadNew } from './load-new.ts'
import { locate, type Ref } from './locate.ts'
import { isLogicalId, knownType, placeOf } from './place.ts'
import { readEach, readMany, readVersion } from './read.queries.ts'
import { readEverything } from './read-everything.ts'
import { readFeed } from './read-feed.ts'
import { readHistory } from './read-history.ts'
import { typeNumber } from './resource-type.ts'
import { versionOf } from './search/found.ts'
import { findIncluded } from './search/includes.ts'
import { countMatches, runSearch, type SearchDeps } from './search/run-search.ts'
import { pageKey } from './search/select.queries.ts'
import { openTokenStats } from './search/token-stats.ts'
import type { FhirStore, SearchPage } from './store.types.ts'
import { together } from './together.ts'
import { findCurrentEach } from './write.queries.ts'
import { writeAlone } from './write-alone.ts'
import { writeChanges } from './write-changes.ts'

/** The FHIR core over a database. The gate holds one. */
export function openFhirStore(db: Database): FhirStore {
  const stats = openTokenStats(db)
  const readOne = together((places) => readEach(db, places))
  const currentAt = together((places) => findCurrentEach(db, places))
  let key: Promise<string> | undefined
  const deps = async ({ base }: SearchQuery): Promise<SearchDeps> => {
    key ??= pageKey(db)
    return { db, base, stats: await stats.now(), pageKey: await key, now: Date.now() }
  }
  const isPossible = ({ type, id }: Ref) => typeNumber(type) !== undefined && isLogicalId(id)
  const place = async (ref: Ref) => {
    const direct = placeOf(ref.type, ref.id)
    return direct.extId === null ? direct : (await locate(db, [ref])).get(`${ref.type}/${ref.id}`)!
  }
  return {
    async read(type, id) {
      if (!isPossible({ type, id })) return null
      const row = await readOne(await place({ type, id }))
      return row ? versionOf(row) : null
    },
    async readVersion(type, id, version) {
      if (!isPossible({ type, id }) || version > 2_147_483_647) return null
      const row = await readVersion(db, await place({ type, id }), version)
      return row ? versionOf(row) : null
    },
    async readMany(refs) {
      const places = await locate(db, refs.filter(isPossible))
      return places.size === 0 ? [] : (await readMany(db, [...places.values()])).map(versionOf)
    },
    history: (options) => readHistory(db, options),
    async search(query, options) {
      const at = await deps(query)
      if (query.summary === 'count' || options.count === 0) {
        const total = await countMatches(at, query)
        return total.ok ? ok({ ...emptyPage, total: total.value }) : total
      }
      const matches = await runSearch(at, query, options)
      if (!matches.ok) return fail(matches.problem)
      const { found, next, isAll } = matches.value
      const { included, isCut } = await findIncluded(at, found, query.include, query.revinclude)
      let total: number | null = isAll ? found.length : null
      const notes: string[] = isCut ? [cutNote] : []
      if (total === null && (query.total === 'accurate' || query.total === 'estimate')) {
        const counted = await countMatches(at, query)
        if (counted.ok) total = counted.value
        else notes.push('Không đếm được tổng số: câu tìm kiếm quá rộng.')
      }
      return ok({ matches: found, included, next, previous: null, total, notes })
    },
    async count(query) {
      return countMatches(await deps(query), query)
    },
    async write(changes, context) {
      const [only, ...others] = changes
      const alone = only && others.length === 0 ? await writeAlone(db, only, context, currentAt) : null
      if (alone) return alone
      const loaded = await loadNew(db, changes, context)
      return loaded ? ok(loaded) : writeChanges(db, changes, context)
    },
    feed: (after, limit) => readFeed(db, after, limit),
    export: ({ type, since, until, patientIds }, into) =>
      copyTexts(
        db,
        {
          type: knownType(type),
          since: since ?? null,
          until: until ?? null,
          patients: patientIds
            ? {
                places: patientIds.map((id) => placeOf('Patient', id)),
                beside: besideColumn(patientIds, [type]),
              }
            : null,
        },
        into,
      ),
    everything: (patientId, options) => readEverything(db, patientId, options),
  }
}

const emptyPage: SearchPage = {
  matches: [],
  included: [],
  next: null,
  previous: null,
  total: null,
  notes: [],
}
const cutNote =
  'Chưa trả hết tài nguyên kèm theo (_include/_revinclude): nhiều hơn 1.000, hoặc :iterate quá 10 vòng.'
