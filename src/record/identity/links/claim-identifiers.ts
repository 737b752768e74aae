import { shardFor, shardOf } from '#foundation/ids'
import { keyText } from './key-text.ts'
import type { IdentifierRow, RecordRow } from './links.types.ts'
import { naturalKey } from './record-keys.ts'

type Claim = Omit<IdentifierRow, 'status'> & { readonly status: 'claimed' | 'historic' | 'rejected' }

export const identifierName = (row: { readonly kind: string; readonly value: string }) =>
  `${row.kind}|${row.value}`

/** What the records of one person mention, each value once. A value that any record still claims is claimed. */
export function claimsOf(personId: string, records: readonly RecordRow[]): Claim[] {
  const claims = new Map<string, Claim>()
  for (const row of records) {
    for (const each of row.card.identifiers) {
      const name = identifierName(each)
      const known = claims.get(name)
      const key = naturalKey(row)
      claims.set(name, {
        shard: shardFor(keyText(each.kind, each.value)),
        kind: each.kind,
        value: each.value,
        person_shard: shardOf(personId),
        person_id: personId,
        is_exclusive: each.isExclusive || (known?.is_exclusive ?? false),
        mentions: (known?.mentions ?? 0) + 1,
        level: Math.max(known?.level ?? 0, each.level),
        status: stronger(known?.status, each.standing),
        first_at: earlier(known?.first_at ?? null, row.said_at),
        last_at: later(known?.last_at ?? null, row.said_at),
        first_key: known && known.first_key < key ? known.first_key : key,
        replaced_by: smaller(known?.replaced_by ?? null, each.replacedBy),
      })
    }
  }
  return [...claims.values()]
}

/**
 * Who holds each value: of an exclusive one the best checked claimant, then the one with most records, then the smallest
 * natural key. The others are disputed. `others`: claimants that did not change, as they stand.
 */
export function holdersOf(claims: readonly Claim[], others: readonly IdentifierRow[]): IdentifierRow[] {
  const byValue = new Map<string, { ours: Claim[]; theirs: IdentifierRow[] }>()
  for (const claim of claims) {
    const name = identifierName(claim)
    const value = byValue.get(name) ?? { ours: [], theirs: [] }
    byValue.set(name, value)
    value.ours.push(claim)
  }
  for (const row of others) {
    const name = identifierName(row)
    const value = byValue.get(name) ?? { ours: [], theirs: [] }
    byValue.set(name, value)
    value.theirs.push(row)
  }
  return [...byValue.values()].flatMap(({ ours, theirs }) => {
    const isClaimant = (row: Claim | IdentifierRow) =>
      row.is_exclusive && row.status !== 'historic' && row.status !== 'rejected'
    const [best] = [...ours, ...theirs].filter(isClaimant).sort(byStrength)
    return [...ours, ...theirs].map(
      (row): IdentifierRow => ({
        ...row,
        status:
          row.status === 'historic' || row.status === 'rejected'
            ? row.status
            : !row.is_exclusive || row === best
              ? 'active'
              : 'disputed',
      }),
    )
  })
}

const byStrength = (x: Claim | IdentifierRow, y: Claim | IdentifierRow) =>
  y.level - x.level || y.mentions - x.mentions || (x.first_key < y.first_key ? -1 : 1)

const standings = ['rejected', 'historic', 'claimed'] as const
const stronger = (a: Claim['status'] | undefined, b: Claim['status']) =>
  a !== undefined && standings.indexOf(a) > standings.indexOf(b) ? a : b

const earlier = (a: string | null, b: string | null) => (a === null || (b !== null && b < a) ? b : a)
const later = (a: string | null, b: string | null) => (a === null || (b !== null && b > a) ? b : a)
const smaller = (a: string | null, b: string | null) => (a === null ? b : b === null || a < b ? a : b)
