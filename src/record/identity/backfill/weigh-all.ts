import type { StageEnd, Step } from './backfill.types.ts'
import { weighParts } from './pair-records.ts'

/** Every file of pairs, side by side; each that is done is noted. */
export async function weighAll({ load, folders, state, save, progress, isStopped }: Step): Promise<StageEnd> {
  const parts = weighParts(state.records)
  const done = new Set(state.weighed)
  const open = Array.from({ length: parts }, (_, part) => part).filter((part) => !done.has(part))
  const helper = async () => {
    for (let part = open.shift(); part !== undefined && !isStopped(); part = open.shift()) {
      const { pairs, edges } = await load.helpers.weigh(folders, part)
      state.weighed.push(part)
      state.pairs += pairs
      state.edges += edges
      save()
      progress(state.weighed.length, parts)
    }
  }
  await Promise.all(Array.from({ length: load.helpers.count }, helper))
  return state.weighed.length === parts ? 'done' : 'stopped'
}
