import { type Queries, sql, type Tx } from '#foundation/db'

const name = 'ledger'

/** Whoever held it, or found it free, reads the ledger until then. Undefined: somebody else does. */
export const holdCursor = (db: Queries, holder: string, now: Date, until: Date) =>
  db.maybe<{ mark: string }>(sql`
    insert into subscriptions.cursor as c (name, mark, holder, lease_until)
    values (${name}, '', ${holder}::uuid, ${until})
    on conflict (name) do update set holder = excluded.holder, lease_until = excluded.lease_until
    where c.holder = excluded.holder or c.lease_until < ${now}
    returning mark`)

/** False: another process reads the ledger now, and nothing of this reading may count. */
export const moveCursor = async (tx: Tx, holder: string, mark: string): Promise<boolean> =>
  (await tx.run(sql`
    update subscriptions.cursor set mark = ${mark} where name = ${name} and holder = ${holder}::uuid`)) === 1

export const leaveCursor = (db: Queries, holder: string, now: Date) =>
  db.run(sql`
    update subscriptions.cursor set holder = null, lease_until = ${now}
    where name = ${name} and holder = ${holder}::uuid`)
