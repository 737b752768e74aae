import { randomBytes } from 'node:crypto'
import { type Database, type Tx, transient } from '#foundation/db'
import type { IdentityModel } from '../model/model.types.ts'
import { Contention } from './contention.ts'
import { findCurrentModel, findSecret, insertModel, insertSecret } from './context.queries.ts'
import { keyHasher } from './key-hash.ts'
import type { LinkChange } from './link-changes.ts'
import type { LinkLimits } from './links.types.ts'

/** What every use of the links needs: the model in force, under its number, and how keys are hashed here. */
export interface LinkContext<F = unknown, P = unknown> {
  readonly model: IdentityModel<F, P>
  readonly modelNumber: number
  readonly limits: LinkLimits
  /** The keyed hash of a text as a 64-bit integer, written as text. */
  hash(text: string): string
  /** Of this process: who was in whose way. */
  readonly contention: Contention
  /** Told, in the same transaction, when records changed their person. Absent: nobody wants to know. */
  readonly announce?: AnnounceLinks
}

export type AnnounceLinks = (tx: Tx, changes: readonly LinkChange[]) => Promise<void>

export const usualLimits: LinkLimits = {
  holdersPerKey: 100,
  componentRecords: 400,
  settlingTime: 24 * 3_600_000,
}

/**
 * Opens the links under a model. The first model an installation meets is in force at once; another one is only known, as
 * `coming`, until `reevaluate` has put every record under it.
 */
export async function openLinkContext<F, P>(
  db: Database,
  model: IdentityModel<F, P>,
  options: {
    readonly now: Date
    readonly limits?: Partial<LinkLimits>
    /** What the version is opened from again, kept when it is first met. */
    readonly settings?: string
    readonly announce?: AnnounceLinks
  },
): Promise<LinkContext<F, P>> {
  const at = options.now.toISOString()
  await insertSecret(db, 'keys', randomBytes(32).toString('base64url'))
  const secret = await findSecret(db, 'keys')
  const number = await db.transaction(async (tx) => {
    const known = await findCurrentModel(tx, model.version)
    if (known.number !== null) return known.number
    const state = known.hasCurrent ? 'coming' : 'current'
    return insertModel(tx, { version: model.version, state, at, settings: options.settings ?? null })
  })
  return {
    model,
    modelNumber: number,
    limits: { ...usualLimits, ...options.limits },
    hash: keyHasher(secret),
    contention: new Contention(),
    ...(options.announce ? { announce: options.announce } : {}),
  }
}

const outdated = 'links: another model is in force'

/** To be done again from the start, under a context opened anew. */
export const anotherModelInForce = (): Error => transient(outdated)
export const isAnotherModelInForce = (error: unknown): boolean =>
  error instanceof Error && error.message === outdated
