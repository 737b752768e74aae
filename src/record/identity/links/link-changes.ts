import { movesOf } from './event-body.ts'
import type { EventRow, LinkWrites } from './link-writes.ts'
import type { RecordRow } from './links.types.ts'
import type { Outcome } from './take-event.ts'

/** Records that changed their person, or found others: what is announced of one event of the index's history. */
export interface LinkChange {
  readonly kind: 'linked' | 'unlinked' | 'merged' | 'unmerged'
  readonly eventId: string
  /** ISO instant. */
  readonly at: string
  /** The persons as they are now. */
  readonly personIds: readonly string[]
  /** Records that belong to another person than before, or are with others for the first time. */
  readonly patientIds: readonly string[]
}

interface Moved {
  readonly row: RecordRow
  readonly from: string | null
}

/**
 * What these events came to, for whoever keeps something by person. Somebody new who shares nothing with anybody is no news.
 * A person who is gone was merged; a person made of another's records was unmerged, or unlinked when it is one record.
 */
export function changesOf(
  writes: Pick<LinkWrites, 'events'>,
  before: ReadonlyMap<string, RecordRow>,
  outcome: Outcome,
): LinkChange[] {
  const moved = [...outcome.values()]
    .map((row): Moved => ({ row, from: before.get(row.record)?.person_id ?? null }))
    .filter(({ row, from }) => row.person_id !== from)
  if (moved.length === 0) return []
  const then = sizesOf(before.values())
  const now = sizesOf(outcome.values())
  const news = moved.filter(({ row, from }) => from !== null || (now.get(row.person_id) ?? 0) > 1)
  return writes.events.flatMap((event) => {
    const persons = new Set(personsOf(event, news))
    const mine = news.filter(({ row }) => persons.has(row.person_id))
    return mine.length === 0 ? [] : [changeOf(event, mine, then, now)]
  })
}

/** The persons that an event moved records to: of one batch many events may speak. */
function personsOf(event: EventRow, news: readonly Moved[]): string[] {
  const all = news.map(({ row }) => row.person_id)
  if ('undoes' in event.body) return all
  const went = new Set(movesOf(event.body).map(({ to }) => to))
  return all.filter((person) => went.has(person))
}

function changeOf(
  event: EventRow,
  mine: readonly Moved[],
  then: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): LinkChange {
  const left = mine.filter(({ row, from }) => from !== null && !then.has(row.person_id))
  const isMerge = mine.some(({ from }) => from !== null && !now.has(from))
  return {
    kind: left.length > 1 ? 'unmerged' : left.length === 1 ? 'unlinked' : isMerge ? 'merged' : 'linked',
    ...{ eventId: event.event_id, at: event.at },
    personIds: [...new Set(mine.map(({ row }) => row.person_id))],
    patientIds: mine.map(({ row }) => row.patient_id),
  }
}

function sizesOf(rows: Iterable<RecordRow>): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const { person_id } of rows) sizes.set(person_id, (sizes.get(person_id) ?? 0) + 1)
  return sizes
}
