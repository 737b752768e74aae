import type { Queries } from '#foundation/db'
import { shardFor } from '#foundation/ids'
import type { VerificationDeps } from './deps.types.ts'
import { digestSubject } from './digest-subject.ts'
import { declaredLevel } from './levels.ts'
import { type Standing, standingOf } from './standing.ts'
import { type EvidenceRow, findEvidence } from './verification.queries.ts'
import type { PersonToVerify } from './verification.types.ts'

/** A record of a facility with what it says now; null: no citizen number, so nothing to stand on. */
export interface StandingAsk {
  readonly recordId: string
  readonly facility: string
  readonly person: PersonToVerify | null
}

/** Where each of these records stands, one query for all: for whoever keeps the links. */
export async function readStandings(
  {
    db,
    clock,
    digestKey,
    rules,
  }: Pick<VerificationDeps, 'clock' | 'digestKey' | 'rules'> & {
    readonly db: Queries
  },
  asks: readonly StandingAsk[],
): Promise<ReadonlyMap<string, Standing>> {
  const now = clock.now()
  const keys = [...new Set(asks.map(({ recordId }) => recordId))].map((recordId) => ({
    shard: shardFor(recordId),
    recordId,
  }))
  const rows = keys.length === 0 || !digestKey ? [] : await findEvidence(db, keys, now)
  const ofRecord = new Map<string, EvidenceRow[]>()
  for (const row of rows) ofRecord.set(row.recordId, [...(ofRecord.get(row.recordId) ?? []), row])
  return new Map(
    asks.map(({ recordId, facility, person }) => {
      const declared = declaredLevel(person?.citizenNumber ?? null)
      if (!person || !digestKey) return [recordId, standingOf(declared, [], noReader)]
      const reader = { facility, now, reuse: rules.reuse, subjectDigest: digestSubject(digestKey, person) }
      return [recordId, standingOf(declared, ofRecord.get(recordId) ?? [], reader)]
    }),
  )
}

const noReader = {
  facility: '',
  now: new Date(0),
  reuse: 'facility',
  subjectDigest: Buffer.alloc(0),
} as const
