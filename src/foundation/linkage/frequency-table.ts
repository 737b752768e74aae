/** How often each value was seen, for weights that follow the frequency of the agreeing value. */
export interface FrequencyTable {
  readonly total: number
  readonly counts: ReadonlyMap<string, number>
}

/** Counts values; undefined is no value. */
export function countFrequencies(values: Iterable<string | undefined>): FrequencyTable {
  const counts = new Map<string, number>()
  let total = 0
  for (const value of values) {
    if (value === undefined) continue
    counts.set(value, (counts.get(value) ?? 0) + 1)
    total += 1
  }
  return { total, counts }
}

/**
 * Share of one value. With a prior share (from a national table, say) the observed one is drawn towards it as if the prior had
 * been seen in `strength` records: (count + strength · prior) / (total + strength).
 */
export function shareOf(table: FrequencyTable, value: string, prior = 0, strength = 0): number {
  const seen = table.total + strength
  return seen === 0 ? prior : ((table.counts.get(value) ?? 0) + strength * prior) / seen
}
