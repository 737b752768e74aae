import type { FastifyRequest } from 'fastify'
import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import type { LinkContext } from '../links/index.ts'

export interface ReviewDeps {
  readonly db: Database
  readonly clock: Clock
  readonly links: LinkContext
  readonly rules: ReviewRules
  /** Which of these persons are flagged as sensitive: joining them needs two readers. */
  readonly sensitiveAmong: (personIds: readonly string[]) => Promise<ReadonlySet<string>>
  /** Names of facilities by code; whoever is not in it is shown by the code alone. */
  readonly facilityNames: () => Promise<ReadonlyMap<string, string>>
}

/** Does something with the links in force (`IdentityIndex.under`): the model may change while the desk is open. */
export type UnderLinks = <T>(work: (links: LinkContext) => Promise<T>) => Promise<T>

export interface ReviewRoutesDeps extends Omit<ReviewDeps, 'links'> {
  readonly underLinks: UnderLinks
  /** Who sits there; null: unknown, and then nothing is shown. `typedClerk` until there is sign-in. */
  readonly clerkOf: (request: FastifyRequest) => string | null
}

export interface ReviewRules {
  /** How long an item is one clerk's without a sign of life. */
  readonly leaseMs: number
  /** A join of more records than this needs two readers. */
  readonly manyRecords: number
  /** One answer in so many is asked again of somebody who does not know it. 0: none. */
  readonly sampleOneIn: number
  /** The same clerk may be asked again after so long. */
  readonly forgetMs: number
}

/** Design note, section 10: two readers above 20 records, 2 % asked again. */
export const usualReviewRules: ReviewRules = {
  leaseMs: 10 * 60_000,
  manyRecords: 20,
  sampleOneIn: 50,
  forgetMs: 7 * 24 * 3_600_000,
}
