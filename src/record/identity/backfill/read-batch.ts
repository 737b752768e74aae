import { hash } from 'node:crypto'
import { dayOf, monthOf, noBirthDate, readBirthDate, yearOf } from '#vocabulary/demographics/dates'
import { cleanArrival } from '../links/clean-arrival.ts'
import { Features, hashesOf } from '../links/features.ts'
import type { LinkContext } from '../links/link-context.ts'
import type { IncomingRecord, RecordRow } from '../links/links.types.ts'
import { newRecord } from '../links/recognise-records.ts'
import { naturalKey } from '../links/record-keys.ts'
import { spoolLine } from './spooled-rows.ts'

/** Lines by the file they go to. */
export type ReadBatch = readonly (readonly [file: string, lines: string])[]

/**
 * Words to features to keys: what one record costs most. Lines go to a file for each year of birth: most who are compared were
 * born on one day, and lie side by side afterwards. That is for speed only.
 */
export function readBatch(
  arrivals: readonly IncomingRecord[],
  first: number,
  context: LinkContext,
  now: Date,
): ReadBatch {
  const files = new Map<string, string>()
  const features = new Features(context.model)
  for (const [at, says] of arrivals.entries()) {
    const arrival = cleanArrival(says)
    const draft = newRecord(arrival, arrival.localId, 'active', context.modelNumber, now)
    const row = { ...draft, ...hashesOf(draft, features, context) }
    const day = dayOfBirth(row)
    const head = [day, first + at, nameOf(row), row.card.identifiers.map(mentionHash).join(',')]
    const file = `born-${String(Math.floor(day / 10_000)).padStart(4, '0')}.txt`
    files.set(file, `${files.get(file) ?? ''}${head.join('\t')}\t${spoolLine(row, arrival)}\n`)
  }
  return [...files]
}

/** yyyymmdd, with zeros for what is not known. */
function dayOfBirth({ words }: RecordRow): number {
  const birth = readBirthDate(words.birthDate, words.recordedOn)
  return birth === noBirthDate ? 0 : yearOf(birth) * 10_000 + monthOf(birth) * 100 + dayOf(birth)
}

const digest64 = (text: string): string => hash('md5', text).slice(0, 16)

/** Under which records of one facility number meet. Among local numbers with this mark stand those of numbers used twice (local-ids.ts). */
const nameOf = (row: Pick<RecordRow, 'facility' | 'local_id'>): string =>
  row.local_id.includes('#') ? '' : nameHash(row)

export const nameHash = (row: Pick<RecordRow, 'facility' | 'local_id'>): string => digest64(naturalKey(row))

export const mentionHash = (each: { readonly kind: string; readonly value: string }): string =>
  digest64(`${each.kind}|${each.value}`)
