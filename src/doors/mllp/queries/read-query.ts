import { createHash } from 'node:crypto'
import { fail, ok, type Result } from '#foundation/result'
import type { DemographicRecord } from '#vocabulary/demographics'
import type { NumberOf } from '#vocabulary/demographics/answers'
import { type FacilityAliases, type Hl7Message, type Hl7Segment, segmentNamed } from '#vocabulary/hl7v2'
import { systemIn, systemOfValue } from './domains.ts'
import { type QueryFault, queryFaults, unknownTarget } from './query-faults.ts'
import { readCriteria } from './read-criteria.ts'

export interface Own {
  readonly facility: string | null
  readonly aliases: FacilityAliases
}

/** IHE PDQ, ITI-21. */
export interface FindCandidates {
  readonly kind: 'candidates'
  readonly words: DemographicRecord
  /** A local number of the asking facility. */
  readonly localNumber: NumberOf | null
  readonly targets: readonly string[]
  readonly count: number
  readonly offset: number
  /** What a pointer of this question begins with. */
  readonly digest: string
}

/** IHE PIX, ITI-9. */
export interface FindNumbers {
  readonly kind: 'numbers'
  readonly asked: NumberOf
  readonly targets: readonly string[]
}

export type Query = FindCandidates | FindNumbers

const usualCount = 20
const mostCount = 100
const mostTargets = 50

/** What a QBP asks, or what is wrong with it. */
export function readQuery(hl7: Hl7Message, own: Own): Result<Query, QueryFault> {
  const processing = hl7.segments[0]!.get(11).toUpperCase()
  if (processing !== '' && processing !== 'P') return fail(queryFaults.notProduction)
  if (hl7.trigger !== 'Q22' && hl7.trigger !== 'Q23') return fail(queryFaults.unsupported)
  const qpd = segmentNamed(hl7, 'QPD')
  if (!qpd) return fail(queryFaults.noQuery)
  if (qpd.get(2) === '') return fail(queryFaults.noTag)
  return hl7.trigger === 'Q23' ? readNumbersQuery(qpd, own) : readCandidatesQuery(hl7, qpd, own)
}

function readNumbersQuery(qpd: Hl7Segment, own: Own): Result<FindNumbers, QueryFault> {
  const value = qpd.get(3, 1, 1, 1)
  if (value === '') return fail(queryFaults.noNumber)
  const system = systemIn(qpd, 3, 1, own)
  if (system === null) return fail(queryFaults.unknownSystem)
  const targets = targetsIn(qpd, 4, own)
  if (!targets.ok) return targets
  return ok({
    kind: 'numbers',
    asked: { system: systemOfValue(system, value), value },
    targets: targets.value,
  })
}

function readCandidatesQuery(hl7: Hl7Message, qpd: Hl7Segment, own: Own): Result<FindCandidates, QueryFault> {
  const criteria = readCriteria(qpd, own)
  if (!criteria.ok) return criteria
  const targets = targetsIn(qpd, 8, own)
  if (!targets.ok) return targets
  const limited = segmentNamed(hl7, 'RCP')?.get(2) ?? ''
  const count = /^[1-9]\d{0,5}$/.test(limited) ? Math.min(Number(limited), mostCount) : usualCount
  const digest = digestOf(criteria.value, targets.value)
  const pointer = segmentNamed(hl7, 'DSC')?.get(1) ?? ''
  const offset = pointer === '' ? 0 : offsetIn(pointer, digest)
  if (offset === null) return fail(queryFaults.pointer)
  return ok({ kind: 'candidates', ...criteria.value, targets: targets.value, count, offset, digest })
}

/** QPD-4, QPD-8: domains whose numbers are wanted; none: all. */
function targetsIn(qpd: Hl7Segment, field: 4 | 8, own: Own): Result<readonly string[], QueryFault> {
  const targets = new Set<string>()
  for (let repetition = 1; repetition <= Math.min(qpd.count(field), mostTargets); repetition++) {
    if (qpd.whole(field, repetition) === '') continue
    const system = qpd.get(field, 4, repetition) === '' ? null : systemIn(qpd, field, repetition, own)
    if (system === null) return fail(unknownTarget(field, repetition))
    targets.add(system)
  }
  return ok([...targets])
}

/** A pointer leads on within its own question only; nothing is kept between the two. */
const digestOf = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)

export const pointerAt = ({ digest }: FindCandidates, offset: number): string => `${digest}.${offset}`

function offsetIn(pointer: string, digest: string): number | null {
  const [of, at] = pointer.split('.')
  return of === digest && at !== undefined && /^\d{1,6}$/.test(at) ? Number(at) : null
}
