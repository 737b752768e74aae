import { derivedId, shardOf } from '#foundation/ids'
import type { HeldSplit, Settled } from '#foundation/linkage/settle'
import type { ReviewRow } from './link-writes.ts'
import type { RecordRow } from './links.types.ts'

/** What a settled part asks people: pairs of groups, splits that wait, numbers used for two, too much to join by rule. */
export function reviewRows(
  settled: Settled,
  held: readonly HeldSplit[],
  byKey: ReadonlyMap<string, RecordRow>,
  isCore: (record: string) => boolean,
): ReviewRow[] {
  const groupOf = new Map(settled.groups.flatMap((group) => group.map((key) => [key, group] as const)))
  const sizeOf = (key: string) => groupOf.get(key)?.length ?? 1
  const touches = (key: string) => (groupOf.get(key) ?? [key]).some((each) => isCore(byKey.get(each)!.record))
  const items = settled.reviewItems
    .filter((item) => touches(item.left) || touches(item.right))
    .map((item) =>
      row(byKey, item.left, item.right, item.pair, {
        ...{ reason: item.reason, guard: item.guard, weight: item.weight, score: finite(item.score) },
        isUrgent: item.reason === 'decisions' || item.reason === 'sure',
        pairs: sizeOf(item.left) * sizeOf(item.right),
      }),
    )
  const waiting = held.map(({ parts: [one, other] }) =>
    row(byKey, one![0]!, other![0]!, [one![0]!, other![0]!], {
      ...{ reason: 'held-split', guard: null, weight: null, score: null },
      ...{ isUrgent: true, pairs: one!.length * other!.length },
    }),
  )
  return [...new Map([...items, ...waiting].map((each) => [each.item_id, each])).values()]
}

/** A facility used one local number for two humans, or seems to have. */
export const overlayRow = (byKey: ReadonlyMap<string, RecordRow>, first: string, second: string): ReviewRow =>
  row(byKey, first, second, [first, second], {
    ...{ reason: 'overlay', guard: null, weight: null, score: null },
    ...{ isUrgent: false, pairs: 1 },
  })

/** A facility says that two of its numbers are one human, or two, and a person must see to it. */
export const facilityWordRow = (
  byKey: ReadonlyMap<string, RecordRow>,
  first: string,
  second: string,
): ReviewRow =>
  row(byKey, first, second, [first, second], {
    ...{ reason: 'facility-word', guard: null, weight: null, score: null },
    ...{ isUrgent: false, pairs: 1 },
  })

/** Asked for a reason of its own, beside what settling asks: it stays until somebody answers it. */
export const standsAlone = (reason: string): boolean => reason === 'overlay' || reason === 'facility-word'

interface Asked {
  readonly reason: string
  readonly guard: string | null
  readonly weight: number | null
  readonly score: number | null
  readonly isUrgent: boolean
  readonly pairs: number
}

/** Named by the two groups' first records, so that the same question keeps its id, its lease and its answer. */
function row(
  byKey: ReadonlyMap<string, RecordRow>,
  left: string,
  right: string,
  pair: readonly [string, string],
  asked: Asked,
): ReviewRow {
  const [one, other] = [byKey.get(left)!, byKey.get(right)!]
  const item = derivedId(one.patient_id, `${standsAlone(asked.reason) ? asked.reason : 'review'}|${right}`)
  return {
    ...{ shard: shardOf(item), item_id: item, left_record: one.record, right_record: other.record },
    ...{ pair_a: byKey.get(pair[0])!.record, pair_b: byKey.get(pair[1])!.record },
    ...{ reason: asked.reason, guard: asked.guard, weight: finite(asked.weight), score: asked.score },
    rank: rankOf(asked),
  }
}

/** Urgent ones first; then by what an answer teaches (most where the chance is even) and by how many pairs it is about. */
function rankOf({ weight, isUrgent, pairs }: Asked): number {
  const chance = weight === null ? 0.5 : 1 / (1 + 2 ** -weight)
  const unsure = [chance, 1 - chance].reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0)
  return (isUrgent ? 1_000 : 0) + (0.1 + unsure) * Math.log2(1 + pairs)
}

const finite = (bits: number | null) => (bits !== null && Number.isFinite(bits) ? bits : null)
