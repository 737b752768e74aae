import type { Database } from '#foundation/db'
import { shardFor, shardOf } from '#foundation/ids'
import { readBirthCertificateField, readPassportField } from '#vocabulary/demographics/numbers'
import { keyText } from './key-text.ts'
import { findPersons, type PersonRow } from './person.queries.ts'

/**
 * What a typed number may be: citizen number (12 digits), insurance card (15 characters, whose last ten are the insurance number)
 * or that number (10), old identity card (9), passport, birth certificate.
 */
export function numbersAsked(text: string): { kind: string; value: string; shard: number }[] {
  const compact = text.replace(/[\s.-]/g, '').toUpperCase()
  const others = [...readPassportField(compact), ...readBirthCertificateField(text)]
  return [
    ...(/^\d{12}$/.test(compact) ? [{ kind: 'citizen-id', value: compact }] : []),
    ...(/^[A-Z]{2}\d{13}$/.test(compact) ? [{ kind: 'insurance-number', value: compact.slice(-10) }] : []),
    ...(/^\d{10}$/.test(compact) ? [{ kind: 'insurance-number', value: compact }] : []),
    ...(/^\d{9}$/.test(compact) ? [{ kind: 'cmnd', value: compact }] : []),
    ...others
      .filter(({ system }) => system === 'passport' || system === 'birth-certificate')
      .map(({ system, value }) => ({ kind: system as string, value })),
  ].map((key) => ({ ...key, shard: shardFor(keyText(key.kind, key.value)) }))
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
