import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { ok, type Result } from '#foundation/result'
import { type Simulation, simulate } from '../links/index.ts'
import type { VietnameseModel } from '../model/index.ts'
import { type ExplainedChange, explainChange } from './explain-change.ts'
import { type OpenedVersion, openVersion, type Which } from './open-version.ts'
import type { Watch } from './watch.types.ts'

export interface SimulateAsked {
  readonly model: Which
  /** Records to begin with. */
  readonly sample: number
  readonly examplesPerKind: number
}

/** What a version would change, and for whom. */
export interface SimulatedVersion
  extends Omit<Simulation, 'examples' | 'rows' | 'decisions' | 'arrived' | 'gone'> {
  readonly inForce: { readonly number: number; readonly version: string }
  readonly proposed: { readonly number: number; readonly version: string }
  readonly examples: readonly ExplainedChange[]
  /** What the new version alone makes of pairs that people answered. */
  readonly answered: Readonly<Record<'same' | 'different', Answered>>
}

/** Pairs by outcome; `none`: nothing would be kept of them. */
export type Answered = Readonly<Record<'auto' | 'review' | 'apart' | 'none', number>>

/** Says what a version would change if it were applied; changes nothing. */
export async function simulateVersion(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  asked: SimulateAsked,
  watch: Watch = {},
): Promise<Result<SimulatedVersion>> {
  const now = clock.now()
  const inForce = await openVersion(db, 'in-force', { now })
  if (!inForce.ok) return inForce
  const proposed = await openVersion(db, asked.model, { now })
  if (!proposed.ok) return proposed
  const [from, to] = [inForce.value, proposed.value]
  const {
    examples,
    rows,
    decisions,
    arrived: _,
    gone: __,
    ...diff
  } = await simulate(db, from.context, watched(to.model, watch), {
    records: asked.sample,
    fromShard: 0,
    examplesPerKind: asked.examplesPerKind,
  })
  return ok({
    ...diff,
    ...{ inForce: nameOf(from), proposed: nameOf(to) },
    examples: examples.map((change) => explainChange(change, rows, from.model, to.model)),
    answered: answeredBy(to.model, rows, decisions),
  })
}

const nameOf = ({ row }: OpenedVersion) => ({ number: row.number, version: row.version })

/** Reads words one by one: here whoever waits is told, and may stop it. */
const watched = (model: VietnameseModel, { signal, onProgress }: Watch): VietnameseModel => {
  let read = 0
  return {
    ...model,
    featuresOf: (words) => {
      read += 1
      if ((read & 1_023) === 0) {
        signal?.throwIfAborted()
        onProgress?.('settle', read, read)
      }
      return model.featuresOf(words)
    },
  }
}

function answeredBy(
  model: VietnameseModel,
  rows: Simulation['rows'],
  decisions: Simulation['decisions'],
): SimulatedVersion['answered'] {
  const nothing = { auto: 0, review: 0, apart: 0, none: 0 }
  const answered = { same: { ...nothing }, different: { ...nothing } }
  for (const { a, b, says } of decisions) {
    const [one, other] = [a, b].map((key) => model.featuresOf(rows.get(key)!.words))
    answered[says][model.weigh(one!, other!)?.outcome ?? 'none'] += 1
  }
  return answered
}
