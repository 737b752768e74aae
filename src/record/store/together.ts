import type { Place } from './place.ts'

/** Statements under way at once; a read that comes meanwhile goes with the next one. */
const mostUnderWay = 2
const mostTogether = 64

interface Waiting<Row> {
  readonly place: Place
  readonly resolve: (row: Row | undefined) => void
  readonly reject: (error: unknown) => void
}

/**
 * Reads of single resources, asked together when they come together: a reader alone is answered as before, and of a
 * hundred at once a few statements instead of a hundred are sent. Each statement sees what was committed before it began.
 * @param each rows of several places; `nth` counts from 1 in the order asked
 */
export function together<Row>(
  each: (places: readonly Place[]) => Promise<(Row & { readonly nth: number })[]>,
): (place: Place) => Promise<Row | undefined> {
  let waiting: Waiting<Row>[] = []
  let underWay = 0

  const send = async () => {
    underWay += 1
    const batch = waiting.slice(0, mostTogether)
    waiting = waiting.slice(mostTogether)
    try {
      const rows = await each(batch.map(({ place }) => place))
      const byNth = new Map(rows.map((row) => [row.nth, row]))
      for (const [i, { resolve }] of batch.entries()) resolve(byNth.get(i + 1))
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      underWay -= 1
      if (waiting.length > 0) void send()
    }
  }

  return (place) =>
    new Promise((resolve, reject) => {
      waiting.push({ place, resolve, reject })
      // After what came in with this request: they go together.
      if (underWay < mostUnderWay && waiting.length === 1)
        setImmediate(() => {
          if (waiting.length > 0 && underWay < mostUnderWay) void send()
        })
    })
}
