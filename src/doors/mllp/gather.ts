import type { Logger } from '#foundation/log'
import { fail, type Result } from '#foundation/result'
import type { MessageToKeep, ReceiptAnswer, Refusal } from '#record/intake'
import { refusals } from './mllp.problems.ts'

export type Keep = (batch: readonly MessageToKeep[]) => Promise<readonly Result<ReceiptAnswer, Refusal>[]>

interface Waiting {
  readonly message: MessageToKeep
  readonly answer: (result: Result<ReceiptAnswer, Refusal>) => void
}

const mostMessages = 64
const mostBytes = 8_000_000

/**
 * Group commit: while one batch is being kept, what arrives meanwhile on all connections gathers into the next. An idle
 * door keeps a single message at once; a busy one pays one commit for up to 64. One batch at a time, so that messages of a
 * connection are kept in the order they came.
 */
export class Gatherer {
  readonly #keep: Keep
  readonly #log: Logger
  readonly #waiting: Waiting[] = []
  #running = false

  constructor(keep: Keep, log: Logger) {
    this.#keep = keep
    this.#log = log
  }

  add(message: MessageToKeep): Promise<Result<ReceiptAnswer, Refusal>> {
    return new Promise((answer) => {
      this.#waiting.push({ message, answer })
      if (this.#running) return
      this.#running = true
      // After the other connections' data of this turn of the loop.
      setImmediate(() => void this.#run())
    })
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) await this.#keepSome(this.#next())
    this.#running = false
  }

  #next(): Waiting[] {
    let bytes = 0
    let count = 0
    for (const { message } of this.#waiting) {
      bytes += message.bytes.length
      if (count > 0 && (bytes > mostBytes || count === mostMessages)) break
      count++
    }
    return this.#waiting.splice(0, count)
  }

  async #keepSome(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await this.#keep(batch.map((each) => each.message))
      for (const [n, each] of batch.entries()) each.answer(results[n] ?? notKept)
    } catch (error) {
      this.#log.error({ err: error, messages: batch.length }, 'a batch of HL7 messages could not be kept')
      // One message that breaks must not take its neighbours down; each is tried by itself.
      if (batch.length > 1) for (const each of batch) await this.#keepSome([each])
      else batch[0]!.answer(notKept)
    }
  }
}

const notKept = fail<Refusal>({ problems: [refusals.unavailable], size: null })
