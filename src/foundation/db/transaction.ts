import type pg from 'pg'
import { isLost } from './errors.ts'
import { queriesOn } from './queries-on.ts'
import type { TransactionOptions, Tx } from './types.ts'

/** Begin, work, commit; roll back when the work throws. */
export async function runTransaction<T>(
  client: pg.ClientBase,
  fn: (tx: Tx) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const hints: (() => void)[] = []
  let open = true
  const tx = txOn(client, hints, () => open)
  await client.query(begin(options))
  let value: T
  try {
    value = await fn(tx)
    open = false
    const done = await client.query('commit')
    // A failed statement whose error was swallowed turns commit into rollback without an error (manual, COMMIT).
    if (done.command !== 'COMMIT')
      throw new Error('transaction was rolled back: an error inside it was swallowed')
  } catch (error) {
    open = false
    if (!isLost(error)) await client.query('rollback').catch(() => markSpent(error))
    throw error
  }
  for (const hint of hints) hint()
  return value
}

function begin(options: TransactionOptions): string {
  const words = ['begin']
  if (options.isolation) words.push(`isolation level ${options.isolation}`)
  if (options.readOnly) words.push('read only')
  return words.join(' ')
}

function markSpent(error: unknown): void {
  if (typeof error === 'object' && error !== null)
    Object.defineProperty(error, 'connectionIsSpent', { value: true })
}

function txOn(client: pg.ClientBase, hints: (() => void)[], isOpen: () => boolean): Tx {
  let depth = 0
  const borrow = <R>(fn: (c: pg.ClientBase) => Promise<R>): Promise<R> => {
    // A forgotten await would otherwise run outside the transaction, on a connection somebody else has borrowed.
    if (!isOpen()) return Promise.reject(new Error('this transaction has ended: an await is missing'))
    return fn(client)
  }
  return {
    ...queriesOn(borrow),
    script: async (text) => void (await borrow((c) => c.query(text))),
    afterCommit: (fn) => void hints.push(fn),
    async savepoint(fn) {
      const name = `s${++depth}`
      const kept = hints.length
      await borrow((c) => c.query(`savepoint ${name}`))
      try {
        const value = await fn()
        await borrow((c) => c.query(`release savepoint ${name}`))
        return value
      } catch (error) {
        hints.length = kept
        if (!isLost(error))
          await borrow((c) => c.query(`rollback to savepoint ${name}; release savepoint ${name}`))
        throw error
      } finally {
        depth--
      }
    },
  }
}
