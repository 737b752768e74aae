interface Asked<T, R> {
  readonly item: T
  readonly resolve: (answer: R) => void
  readonly reject: (error: unknown) => void
}

/**
 * Does at once what was asked singly while the last go was under way, in the order asked and at most `most` at a time.
 * `doAll` answers in the order of its items; when it throws, each item is tried alone, and what throws alone is
 * the error of its own caller only.
 */
export function together<T, R>(
  doAll: (items: readonly T[]) => Promise<readonly R[]>,
  most: number,
): (item: T) => Promise<R> {
  const waiting: Asked<T, R>[] = []
  let isUnderWay = false

  async function go(asked: readonly Asked<T, R>[]): Promise<void> {
    try {
      const answers = await doAll(asked.map(({ item }) => item))
      for (const [n, { resolve }] of asked.entries()) resolve(answers[n]!)
    } catch (error) {
      if (asked.length === 1) asked[0]!.reject(error)
      else for (const one of asked) await go([one])
    }
  }

  async function goOn(): Promise<void> {
    isUnderWay = true
    // What is asked in one breath goes together.
    await null
    while (waiting.length > 0) await go(waiting.splice(0, most))
    isUnderWay = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!isUnderWay) void goOn()
    })
}
