import type { CatalogueEntries } from '#vocabulary/catalogues'
import { type Candidate, findCandidates } from '../similarity/find-candidates.ts'
import { vietnamDay } from '../vietnam-day.ts'
import type { MappingDeps } from './decide.ts'
import { findQueue } from './local-code.queries.ts'
import type { LocalCodeKey } from './local-code.types.ts'
import { keyOfRow } from './read-queue.ts'

/** How far the second proposal must stand behind, for the first to be taken without a person choosing. */
const margin = 0.02
const most = 500

export interface BulkProposal {
  readonly key: LocalCodeKey
  readonly display: string
  readonly count: number
  readonly target: { readonly code: string; readonly name: string }
  readonly score: number
}

/** Open codes with one clear proposal, for a person to look through and accept together. Keeps nothing. */
export async function proposeInBulk(
  { db, clock, catalogues }: MappingDeps,
  filter: { readonly source: string; readonly list: LocalCodeKey['list']; readonly threshold: number },
): Promise<readonly BulkProposal[]> {
  const found = await catalogues.entriesOn(filter.list, vietnamDay(clock.now()))
  if (!found) return []
  const rows = await findQueue(
    db,
    { source: filter.source, list: filter.list, state: 'open', text: null },
    most,
    0,
  )
  const proposals: BulkProposal[] = []
  for (const row of rows) {
    // Five hundred comparisons cost a second or two: others get their turn between them.
    await new Promise((resolve) => setImmediate(resolve))
    const best = clearlyBest(found.entries, row.display, filter.threshold)
    if (best)
      proposals.push({
        key: keyOfRow(row),
        display: row.display,
        count: Number(row.count),
        target: { code: best.entry.code, name: best.entry.name },
        score: best.score,
      })
  }
  return proposals
}

function clearlyBest(entries: CatalogueEntries, display: string, threshold: number): Candidate | null {
  const [first, second] = findCandidates(entries, display, 2)
  if (!first || first.score < threshold) return null
  return second && second.score > first.score - margin ? null : first
}
