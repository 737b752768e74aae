import type { Logger } from '#foundation/log'
import { fail, type Result } from '#foundation/result'
import { together } from '#foundation/together'
import type { ReceiptAnswer, Refusal, SmallArrival } from '#record/intake'
import { refusals } from './mllp.problems.ts'

export type Keep = (batch: readonly SmallArrival[]) => Promise<readonly Result<ReceiptAnswer, Refusal>[]>

/** Keeps one message; what cannot be kept for the moment is answered, too. */
export type KeepOne = (message: SmallArrival) => Promise<Result<ReceiptAnswer, Refusal>>

const most = 64

/**
 * What arrives on all connections while one batch is being kept gathers into the next: messages of a connection are read
 * and kept in the order they came.
 */
export function gather(keep: Keep, log: Logger): KeepOne {
  const ask = together(keep, most)
  return async (message) => {
    try {
      return await ask(message)
    } catch (err) {
      log.error({ err }, 'an HL7 message could not be kept')
      return fail({ problems: [refusals.unavailable], size: null })
    }
  }
}
