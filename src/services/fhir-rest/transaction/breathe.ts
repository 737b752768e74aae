import { setImmediate } from 'node:timers/promises'

/** Tens of thousands of entries are looked at in slices: other people's requests are answered in between. */
export const sliceOfEntries = 200

export const breathe = (index: number): Promise<void> | undefined =>
  index % sliceOfEntries === sliceOfEntries - 1 ? setImmediate() : undefined

/** Runs the tasks a few at a time, answers in the order given. */
export async function fewAtATime<T, R>(
  items: readonly T[],
  limit: number,
  run: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length)
  let next = 0
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await run(items[index]!, index)
      await breathe(index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane))
  return results
}
