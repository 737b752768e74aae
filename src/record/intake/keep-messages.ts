import type { Result } from '#foundation/result'
import type { KeepDeps, ReceiptAnswer, Refusal, SmallArrival } from './keep.types.ts'
import { keepFile } from './keep-file.ts'
import { keepRead } from './keep-read.ts'
import { oneChunk, readArrival, smallAtMost } from './read-arrival.ts'

/**
 * Keeps many messages and answers each, in their order; one beyond a megabyte is kept by itself. The same promise as `keepFile`: what is answered ok is
 * committed, what is refused left nothing. A message whose bytes came before, alone or earlier in the batch, gets the
 * first receipt.
 */
export async function keepMessages(
  deps: KeepDeps,
  messages: readonly SmallArrival[],
): Promise<Result<ReceiptAnswer, Refusal>[]> {
  const read: (Awaited<ReturnType<typeof readArrival>> | null)[] = []
  for (const message of messages)
    read.push(message.bytes.length > smallAtMost ? null : await readArrival(deps, message))
  // Asked for in one go, so that they are written in their order.
  return Promise.all(
    messages.map((message, n) => {
      const each = read[n]
      return each
        ? keepRead(deps, message, each)
        : keepFile(deps, { ...message, source: oneChunk(message.bytes) })
    }),
  )
}
