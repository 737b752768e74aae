import { defaultLimits, type SplitEvent, type SplitLimits } from './bhyt-xml/index.ts'
import { recognise } from './formats.ts'

/** Enough of a file's beginning to tell every format apart. */
const startBytes = 4_096
/** A splitter sees a slice at a time, so that what it holds stays small. */
const slice = 65_536

/**
 * Cuts a file of any format into records while it streams by. What is held is one record, one head and one tail; any
 * chunking of the same bytes gives the same events.
 */
export async function* splitFile(
  source: AsyncIterable<Uint8Array>,
  options: { readonly limits?: Partial<SplitLimits>; readonly fileName?: string | null } = {},
): AsyncGenerator<SplitEvent> {
  const { start, all } = await lookAtStart(source)
  const splitter = recognise(start, options.fileName ?? null).splitter({
    ...defaultLimits,
    ...options.limits,
  })
  for await (const piece of all) {
    for (let at = 0; at < piece.length; at += slice) {
      yield* splitter.push(piece.subarray(at, at + slice))
      if (splitter.done) return
    }
  }
  yield* splitter.finish()
}

async function lookAtStart(source: AsyncIterable<Uint8Array>) {
  const iterator = source[Symbol.asyncIterator]()
  const held: Uint8Array[] = []
  let length = 0
  let isAll = false
  while (length < startBytes && !isAll) {
    const next = await iterator.next()
    if (next.done) isAll = true
    else {
      held.push(next.value)
      length += next.value.length
    }
  }
  async function* all() {
    try {
      yield* held
      while (!isAll) {
        const next = await iterator.next()
        if (next.done) return
        yield next.value
      }
    } finally {
      await iterator.return?.()
    }
  }
  return { start: Buffer.concat(held).subarray(0, startBytes), all: all() }
}
