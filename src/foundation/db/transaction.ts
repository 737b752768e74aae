import type pg from 'pg'
import { isLost, isSpent, markSpent } from './errors.ts'
import { queriesOn } from './queries-on.ts'
import type { TransactionOptions, Tx } from './types.ts'

interface State {
  open: boolean
  /** The error that left the connection unusable, even if the work swallowed it. */
  spentBy: unknown
}

/** Begin, work, commit; roll back when the work throws. */
export async function runTransaction<T>(
  client: pg.ClientBase,
  fn: (tx: Tx) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const hints: (() => void)[] = []
  const state: State = { open: true, spentBy: undefined }
  const number = await begin(client, options)
  const tx = txOn(client, hints, state, number)
  let value: T
  try {
    value = await fn(tx)
    state.open = false
    if (state.spentBy !== undefined) throw state.spentBy
    const done = await client.query('commit')
    // A failed statement whose error was swallowed turns commit into rollback without an error (manual, COMMIT).
    if (done.command !== 'COMMIT')
      throw new Error('transaction was rolled back: an error inside it was swallowed')
  } catch (error) {
    state.open = false
    // A connection left in the middle of a copy answers nothing any more: a rollback would wait for ever.
    if (!isLost(error) && !isSpent(error)) await client.query('rollback').catch(() => markSpent(error))
    throw error
  }
  for (const hint of hints) hint()
  return value
}

/** Answers the transaction's number when it was asked for, in the same round trip. */
async function begin(client: pg.ClientBase, options: TransactionOptions): Promise<string | null> {
  const words = ['begin']
  if (options.isolation) words.push(`isolation level ${options.isolation}`)
  if (options.readOnly) words.push('read only')
  if (!options.numbered) {
    await client.query(words.join(' '))
    return null
  }
  const answers = (await client.query(
    `${words.join(' ')}; select pg_current_xact_id()::text as number`,
  )) as unknown as [pg.QueryResult, pg.QueryResult<{ number: string }>]
  return answers[1].rows[0]!.number
}

function txOn(client: pg.ClientBase, hints: (() => void)[], state: State, number: string | null): Tx {
  let depth = 0
  const borrow = async <R>(fn: (c: pg.ClientBase) => Promise<R>): Promise<R> => {
    // A forgotten await would otherwise run outside the transaction, on a connection somebody else has borrowed.
    if (!state.open) throw new Error('this transaction has ended: an await is missing')
    if (state.spentBy !== undefined) throw state.spentBy
    try {
      return await fn(client)
    } catch (error) {
      if (isSpent(error)) state.spentBy = error
      throw error
    }
  }
  return {
    ...queriesOn(borrow),
    number,
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
        if (!isLost(error) && !isSpent(error))
          await borrow((c) => c.query(`rollback to savepoint ${name}; release savepoint ${name}`))
        throw error
      } finally {
        depth--
      }
    },
  }
}
