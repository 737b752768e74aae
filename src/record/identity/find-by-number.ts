import type { Database } from '#foundation/db'
import { shardFor, shardOf } from '#foundation/ids'
import { keyText } from './key-text.ts'
import { findNumbers, findPersons, type PersonRow } from './person.queries.ts'

/** 12 digits: citizen number. 15 characters: insurance card, whose last ten are the insurance number. 10: that number. */
export function numbersAsked(text: string): { kind: string; value: string; shard: number }[] {
  const compact = text.replace(/[\s.-]/g, '').toUpperCase()
  return [
    ...(/^\d{12}$/.test(compact) ? [{ kind: 'citizen-id', value: compact }] : []),
    ...(/^[A-Z]{2}\d{13}$/.test(compact) ? [{ kind: 'insurance-number', value: compact.slice(-10) }] : []),
    ...(/^\d{10}$/.test(compact) ? [{ kind: 'insurance-number', value: compact }] : []),
  ].map((key) => ({ ...key, shard: shardFor(keyText(key.kind, key.value)) }))
}

export async function personByNumber(db: Database, text: string): Promise<PersonRow[]> {
  const keys = numbersAsked(text)
  if (keys.length === 0) return []
  const holders = await findNumbers(db, keys)
  return livingPersons(db, [...new Set(holders.map((h) => h.person_id))])
}

/** Whoever these persons are now, each once: a number stays with a person who was joined into another. */
export async function livingPersons(db: Database, ids: readonly string[]): Promise<PersonRow[]> {
  const living = new Map<string, PersonRow>()
  for (let steps = 0; ids.length > 0 && steps < 8; steps += 1) {
    const rows = await findPersons(
      db,
      ids.map((personId) => ({ shard: shardOf(personId), personId })),
    )
    for (const row of rows) if (!row.retired_into) living.set(row.person_id, row)
    ids = rows.flatMap((row) => row.retired_into ?? [])
  }
  return [...living.values()]
}
