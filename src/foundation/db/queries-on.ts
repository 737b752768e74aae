import { PassThrough, Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFromStream, to as copyToStream } from 'pg-copy-streams'
import { markSpent } from './errors.ts'
import { wireValue } from './pg-array.ts'
import type { Sql } from './sql.ts'
import type { Queries } from './types.ts'

type Borrow = <T>(fn: (client: pg.ClientBase) => Promise<T>) => Promise<T>

const ask = (client: pg.ClientBase, q: Sql): Promise<pg.QueryResult> =>
  client.query({
    text: q.text,
    values: q.values.map(wireValue),
    ...(q.name === undefined ? {} : { name: q.name }),
  })

/** The questions of types.ts, on whatever lends a connection. */
export function queriesOn(borrow: Borrow): Queries {
  const rows = async <T>(q: Sql): Promise<T[]> => (await borrow((client) => ask(client, q))).rows as T[]
  return {
    many: rows,
    async one<T>(q: Sql): Promise<T> {
      const found = await rows<T>(q)
      if (found.length !== 1) throw new Error(`one: ${found.length} rows instead of one`)
      return found[0]!
    },
    async maybe<T>(q: Sql): Promise<T | undefined> {
      const found = await rows<T>(q)
      if (found.length > 1) throw new Error(`maybe: ${found.length} rows instead of one or none`)
      return found[0]
    },
    run: async (q) => (await borrow((client) => ask(client, q))).rowCount ?? 0,
    copyTo: (q, into) => borrow((client) => copyTo(client, q, into)),
    copyFrom: (q, from) => borrow((client) => copyFrom(client, q, from)),
  }
}

function textOnly(q: Sql): string {
  if (q.values.length > 0) throw new Error('copy takes no values')
  return q.text
}

async function copyTo(
  client: pg.ClientBase,
  q: Sql,
  into: Writable | ((stream: Readable) => Promise<void>),
): Promise<number> {
  const stream = client.query(copyToStream(textOnly(q)))
  try {
    if (typeof into !== 'function') await pipeline(stream, into)
    else {
      // A stream of our own between: whoever reads may stop early without leaving the connection in mid-copy unnoticed.
      const between = new PassThrough({ highWaterMark: 256 * 1024 })
      await Promise.all([pipeline(stream, between), into(between)])
    }
  } catch (error) {
    stream.destroy()
    // An answer of the server ends a copy; anything else leaves the connection in the middle of it.
    if (!(error instanceof pg.DatabaseError)) markSpent(error)
    throw error
  }
  return stream.rowCount ?? 0
}

async function copyFrom(
  client: pg.ClientBase,
  q: Sql,
  from: AsyncIterable<string | Buffer>,
): Promise<number> {
  const stream = client.query(copyFromStream(textOnly(q)))
  await pipeline(from instanceof Readable ? from : Readable.from(from), stream)
  return stream.rowCount ?? 0
}
