import type { Database } from '#foundation/db'
import { shardFor } from '#foundation/ids'
import { keyText } from './key-text.ts'
import { findNumbers, findPersons, type PersonRow } from './person.queries.ts'

/** 12 digits: citizen number. 15 characters: insurance card, whose last ten are the insurance number. 10: that number. */
export async function personByNumber(db: Database, text: string): Promise<PersonRow[]> {
  const compact = text.replace(/[\s.-]/g, '').toUpperCase()
  const keys = [
    ...(/^\d{12}$/.test(compact) ? [{ kind: 'citizen-id', value: compact }] : []),
    ...(/^[A-Z]{2}\d{13}$/.test(compact) ? [{ kind: 'insurance-number', value: compact.slice(-10) }] : []),
    ...(/^\d{10}$/.test(compact) ? [{ kind: 'insurance-number', value: compact }] : []),
  ].map((key) => ({ ...key, shard: shardFor(keyText(key.kind, key.value)) }))
  if (keys.length === 0) return []
  const holders = await findNumbers(db, keys)
  return findPersons(
    db,
    holders.map((h) => ({ shard: h.person_shard, personId: h.person_id })),
  )
}
