import type { Readable, Writable } from 'node:stream'
import type { Sql } from './sql.ts'

/** What can be asked of a database or of a transaction. `int8` and `numeric` arrive as strings, `date` as 'YYYY-MM-DD'. */
export interface Queries {
  /** All rows. */
  many<T>(q: Sql): Promise<T[]>
  /** Exactly one row; anything else is a bug and throws. */
  one<T>(q: Sql): Promise<T>
  /** One row or undefined; two are a bug and throw. */
  maybe<T>(q: Sql): Promise<T | undefined>
  /** How many rows were touched. */
  run(q: Sql): Promise<number>
  /** `copy (…) to stdout`: pipes into a stream, or hands the stream to a function. Gives the number of rows. */
  copyTo(q: Sql, into: Writable | ((stream: Readable) => Promise<void>)): Promise<number>
  /** `copy … from stdin`: reads lines or chunks from a stream. Gives the number of rows. */
  copyFrom(q: Sql, from: AsyncIterable<string | Buffer>): Promise<number>
}

/** Queries of one transaction. */
export interface Tx extends Queries {
  /** The transaction's number as PostgreSQL counts them; null unless it began `numbered`. */
  readonly number: string | null
  /** Part of the work that may be undone alone: rolled back when `fn` throws. */
  savepoint<T>(fn: () => Promise<T>): Promise<T>
  /** Several statements without values, for migrations. */
  script(text: string): Promise<void>
  /** Runs after the commit has succeeded, never after a rollback. For hints only: its failure is not the work's failure. */
  afterCommit(fn: () => void): void
}

export interface TransactionOptions {
  /** Asks for the transaction's number (xid8) together with its beginning. */
  readonly numbered?: boolean
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable'
  readonly readOnly?: boolean
}

export interface Listening {
  stop(): Promise<void>
}

/** A pool of connections. */
export interface Database extends Queries {
  /** Commits when `fn` returns (whatever it returns), rolls back when it throws. */
  transaction<T>(fn: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>
  /**
   * Hears NOTIFY on a channel. A hint only: also called with '' after a lost connection came back, since hints may have been
   * missed. All channels share one extra connection.
   */
  listen(channel: string, fn: (payload: string) => void): Promise<Listening>
  /** Waits for borrowed connections and closes all. */
  close(): Promise<void>
}
