import { type Tx, transient } from '#foundation/db'
import { type Features, hashesOf } from './features.ts'
import { identifierLock } from './hold-identifiers.ts'
import { sortedHashes } from './key-hash.ts'
import type { LinkContext } from './link-context.ts'
import type { IncomingRecord, RecordRow } from './links.types.ts'
import { type Draft, isTurned, type Recognised, recogniseRecords } from './recognise-records.ts'
import {
  type Found,
  findByNaturalKey,
  findHolders,
  lockEverybody,
  lockHashes,
  type NaturalKey,
  type Stand,
} from './records.queries.ts'

/** Beyond this many, one lock for everybody is cheaper than one for each. */
const locksAtMost = 600

/** What arrived, what is stored under its names, and what follows if that has not changed meanwhile. */
export interface Read {
  readonly arrivals: readonly IncomingRecord[]
  readonly names: readonly NaturalKey[]
  readonly stored: readonly RecordRow[]
  readonly said: ReturnType<typeof recogniseRecords>
}

/** Arrivals as they will be stored, locked, and whoever shares a key with them. */
export interface Met {
  readonly drafts: ReadonlyMap<string, Draft>
  readonly answers: readonly Recognised[]
  /** Those that are new or say something else. */
  readonly turned: readonly Draft[]
  readonly found: Found
  /** Locks on the numbers they mention. */
  readonly values: readonly string[]
}

/** How often a stored record may change between being read and being locked. */
const meetingsAtMost = 4

/**
 * Locks everything the arrivals have, and reads again what is stored together with whoever shares a key: if it has changed
 * meanwhile, once more with what it says now.
 */
export async function meetArrivals(
  tx: Tx,
  { arrivals, names, stored, said }: Read,
  features: Features,
  context: LinkContext,
  now: Date,
): Promise<Met> {
  const own = names.map((key) => context.hash(`@${key.facility}|${key.localId}`))
  let [known, recognised] = [stored, said]
  for (let meeting = 0; meeting < meetingsAtMost; meeting += 1) {
    const { drafts, answers } = recognised
    const turned = [...drafts.values()].filter(isTurned)
    for (const draft of turned)
      draft.row = { ...draft.row, ...hashesOf(draft.row, features, context), model: context.modelNumber }
    const values = turned.flatMap(({ row }) =>
      row.card.identifiers.map((each) => identifierLock(each.kind, each.value, context)),
    )
    const hashes = [...new Set(turned.flatMap(({ row }) => [...row.keys, ...row.sure]))]
    await lockOrAll(tx, [...own, ...hashes, ...values], context)
    const found = await findHolders(tx, names, hashes, context.limits.holdersPerKey + 1)
    if (isSameStock(known, found.own)) return { drafts, answers, turned, found, values }
    known = await findByNaturalKey(tx, names)
    recognised = recogniseRecords(arrivals, known, context.modelNumber, now)
  }
  throw transient('links: a record kept changing while it was read')
}

function isSameStock(before: readonly Stand[], now: readonly Stand[]): boolean {
  const stand = (row: Stand) => `${row.record}#${row.version}#${row.seen_at}`
  const stands = new Set(before.map(stand))
  return before.length === now.length && now.every((row) => stands.has(stand(row)))
}

/** In one order for whoever locks several. */
async function lockOrAll(tx: Tx, hashes: readonly string[], context: LinkContext): Promise<void> {
  const sorted = sortedHashes(hashes)
  const everybody = context.hash('everybody')
  if (sorted.length > locksAtMost) await lockEverybody(tx, everybody)
  else await lockHashes(tx, sorted, everybody)
}
