import { setTimeout as sleep } from 'node:timers/promises'
import { isTransient } from './errors.ts'

/** Does the whole work again after a deadlock or a serialization failure, a few times, with growing random pauses. */
export async function retryTransient<T>(
  work: () => Promise<T>,
  options: { attempts?: number } = {},
): Promise<T> {
  const attempts = options.attempts ?? 5
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!isTransient(error) || attempt >= attempts) throw error
      await sleep(Math.random() * 10 * 2 ** attempt)
    }
  }
}
