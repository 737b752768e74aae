import type { Database } from '#foundation/db'
import type { DemographicRecord } from '#vocabulary/demographics'
import type { LinkContext } from './link-context.ts'
import { findHolders, type Holder } from './records.queries.ts'

export interface MatchOptions {
  readonly limit: number
  /** Only whom the index would have joined by itself. */
  readonly onlyCertain: boolean
}

export interface Match {
  readonly personId: string
  /** The record of that person that agrees best. */
  readonly patientId: string
  readonly weight: number
  readonly chance: number
  readonly isCertain: boolean
}

/** Nobody is given more, whatever they ask for. */
const matchesAtMost = 100

/**
 * Who may these words be about? Candidates share a key; a key whose words are missing, or that too many share, is skipped and
 * never widened, so words that say too little find nobody. Persons in the order of their best record.
 */
export async function matchWords(
  db: Database,
  words: DemographicRecord,
  options: MatchOptions,
  context: LinkContext,
): Promise<Match[]> {
  const { model, limits } = context
  const asked = model.featuresOf(words)
  const hashes = [...new Set(model.keysOf(asked).map(context.hash))]
  if (hashes.length === 0) return []
  const { holders } = await findHolders(db, [], hashes, limits.holdersPerKey + 1)
  const counts = new Map<string, number>()
  for (const row of holders) for (const hash of row.found) counts.set(hash, (counts.get(hash) ?? 0) + 1)
  const isRare = (hash: string) => counts.get(hash)! <= limits.holdersPerKey
  const best = new Map<string, { row: Holder; weight: number; isCertain: boolean }>()
  for (const row of holders) {
    if (!row.found.some(isRare)) continue
    const weighed = model.weigh(asked, model.featuresOf(row.words))
    if (!weighed || weighed.outcome === 'apart') continue
    const known = best.get(row.person_id)
    if (known && known.weight >= weighed.weight) continue
    best.set(row.person_id, { row, weight: weighed.weight, isCertain: weighed.outcome === 'auto' })
  }
  return [...best.values()]
    .filter((each) => each.isCertain || !options.onlyCertain)
    .sort((x, y) => y.weight - x.weight || (x.row.person_id < y.row.person_id ? -1 : 1))
    .slice(0, Math.max(0, Math.min(options.limit, matchesAtMost)))
    .map(({ row, weight, isCertain }) => ({
      ...{ personId: row.person_id, patientId: row.patient_id, weight, isCertain },
      chance: model.explain(asked, model.featuresOf(row.words)).chance,
    }))
}
