import { isDeepStrictEqual } from 'node:util'
import type { Tx } from '#foundation/db'
import { claimsOf, holdersOf, identifierName } from './claim-identifiers.ts'
import { findClaims, findNextClaims } from './identifiers.queries.ts'
import { sortedHashes } from './key-hash.ts'
import type { LinkContext } from './link-context.ts'
import type { LinkWrites } from './link-writes.ts'
import type { IdentifierRow, RecordRow } from './links.types.ts'
import { lockHashes } from './records.queries.ts'

/** Who had which records, or will. */
export type Memberships = ReadonlyMap<string, readonly RecordRow[]>

export const identifierLock = (kind: string, value: string, context: LinkContext): string =>
  context.hash(`#${kind}|${value}`)

/** What changed persons hold now. `locked`: values this transaction has already locked. */
export async function holdIdentifiers(
  tx: Tx,
  before: Memberships,
  after: Memberships,
  locked: ReadonlySet<string>,
  context: LinkContext,
  writes: Pick<LinkWrites, 'identifiers' | 'identifiersGone'>,
): Promise<void> {
  const changed = [...new Set([...before.keys(), ...after.keys()])].flatMap((person) => {
    const [was, is] = [claimsOf(person, before.get(person) ?? []), claimsOf(person, after.get(person) ?? [])]
    const same = new Set(was.map(claimText))
    const others = new Set(is.map(claimText))
    const [left, come] = [
      was.filter((each) => !others.has(claimText(each))),
      is.filter((each) => !same.has(claimText(each))),
    ]
    return left.length + come.length === 0 ? [] : [{ person, was: left, is: come }]
  })
  if (changed.length === 0) return
  const claims = changed.flatMap((each) => each.is)
  const values = [
    ...new Map(
      changed.flatMap((each) => [...each.was, ...each.is]).map((each) => [identifierName(each), each]),
    ).values(),
  ]
  const hashes = values.map((each) => identifierLock(each.kind, each.value, context))
  const open = hashes.filter((hash) => !locked.has(hash))
  if (open.length > 0) await lockHashes(tx, sortedHashes(open), context.hash('everybody'))
  const persons = new Set(changed.map((each) => each.person))
  const rows = await findClaims(tx, values, [...persons])
  const moving = new Set(changed.flatMap((each) => [...each.was, ...each.is]).map(rowName))
  const ours = rows.filter((row) => moving.has(rowName(row)))
  const others = rows.filter((row) => !moving.has(rowName(row)))
  others.push(...(await nextHolders(tx, ours, claims, [...persons])))

  const wanted = holdersOf(claims, others)
  const known = new Map([...ours, ...others].map((row) => [rowName(row), row]))
  const kept = new Set(wanted.map(rowName))
  writes.identifiersGone.push(...ours.filter((row) => !kept.has(rowName(row))))
  writes.identifiers.push(
    ...wanted.filter((row) => !isDeepStrictEqual({ ...known.get(rowName(row)) }, { ...row })),
  )
}

/** Where one of ours was the active holder and is weaker now, the next in line may be stronger. */
async function nextHolders(
  tx: Tx,
  ours: readonly IdentifierRow[],
  claims: ReturnType<typeof claimsOf>,
  persons: readonly string[],
): Promise<IdentifierRow[]> {
  const now = new Map(claims.map((claim) => [`${claim.person_id}|${identifierName(claim)}`, claim]))
  const weaker = ours.filter((row) => {
    if (row.status !== 'active' || !row.is_exclusive) return false
    const claim = now.get(`${row.person_id}|${identifierName(row)}`)
    return claim?.status !== 'claimed' || claim.level < row.level || claim.mentions < row.mentions
  })
  return weaker.length > 0 ? findNextClaims(tx, weaker, persons) : []
}

const claimText = (claim: object): string => JSON.stringify(claim)

const rowName = (row: { readonly kind: string; readonly value: string; readonly person_id: string }) =>
  `${row.person_id}|${identifierName(row)}`
