import { type Queries, type Sql, sql } from '#foundation/db'
import type { Account } from '../gateway.types.ts'
import type { PasswordHash } from './password.ts'

const columns = sql`account_id as "accountId", facility, username, vendor, channels, addresses,
  may_read_history as "mayReadHistory", state, expires_at as "expiresAt"`

interface Secrets {
  readonly password_hash: Buffer
  readonly password_salt: Buffer
  readonly former_hash: Buffer | null
  readonly former_salt: Buffer | null
  readonly former_until: Date | null
}

export const findByUsername = (db: Queries, username: string) =>
  db.maybe<Account & Secrets>(sql`
    select ${columns}, password_hash, password_salt, former_hash, former_salt, former_until
    from gateway.account where username_key = ${username.toLowerCase()}`)

export interface AccountRow extends Account {
  readonly createdAt: Date
  readonly passwordAt: Date
  readonly formerUntil: Date | null
  readonly upstreamUsername: string | null
  readonly lastSignInAt: Date | null
}

const rowColumns = sql`${columns}, created_at as "createdAt", password_at as "passwordAt",
  former_until as "formerUntil", upstream_username as "upstreamUsername",
  (select max(issued_at) from gateway.token t where t.account_id = a.account_id) as "lastSignInAt"`

const findRows = (db: Queries, where: Sql) =>
  db.many<AccountRow>(sql`
    select ${rowColumns} from gateway.account a where ${where} order by facility, username_key`)

export const findAccounts = (db: Queries, facility: string | null) =>
  findRows(db, facility === null ? sql`true` : sql`facility = ${facility}`)

export const findAccount = async (db: Queries, accountId: string) =>
  (await findRows(db, sql`account_id = ${accountId}::uuid`))[0]

export interface AccountToWrite {
  readonly accountId: string
  readonly facility: string
  readonly username: string
  readonly vendor: string | null
  readonly channels: readonly string[]
  readonly addresses: readonly string[]
  readonly mayReadHistory: boolean
  readonly expiresAt: Date | null
}

/** False: somebody has that name. */
export const insertAccount = async (db: Queries, a: AccountToWrite, password: PasswordHash, now: Date) =>
  (await db.run(sql`
    insert into gateway.account (account_id, facility, username, username_key, vendor, channels, addresses,
      may_read_history, state, expires_at, created_at, password_hash, password_salt, password_at)
    values (${a.accountId}::uuid, ${a.facility}, ${a.username}, ${a.username.toLowerCase()}, ${a.vendor},
      ${a.channels}, ${a.addresses}, ${a.mayReadHistory}, 'open', ${a.expiresAt}, ${now},
      ${password.hash}, ${password.salt}, ${now})
    on conflict (username_key) do nothing`)) === 1

export interface AccountChange {
  readonly vendor: string | null
  readonly channels: readonly string[]
  readonly addresses: readonly string[]
  readonly mayReadHistory: boolean
  readonly state: 'open' | 'locked'
  readonly expiresAt: Date | null
}

export const updateAccount = (db: Queries, accountId: string, c: AccountChange) =>
  db.run(sql`
    update gateway.account set vendor = ${c.vendor}, channels = ${c.channels}, addresses = ${c.addresses},
      may_read_history = ${c.mayReadHistory}, state = ${c.state}, expires_at = ${c.expiresAt}
    where account_id = ${accountId}::uuid`)

/** The password before it counts until `formerUntil`. */
export const updatePassword = (
  db: Queries,
  accountId: string,
  password: PasswordHash,
  now: Date,
  formerUntil: Date | null,
) =>
  db.run(sql`
    update gateway.account set
      former_hash = ${formerUntil ? sql`password_hash` : sql`null`},
      former_salt = ${formerUntil ? sql`password_salt` : sql`null`},
      former_until = ${formerUntil},
      password_hash = ${password.hash}, password_salt = ${password.salt}, password_at = ${now}
    where account_id = ${accountId}::uuid`)

export const updateUpstream = (
  db: Queries,
  accountId: string,
  username: string | null,
  secret: Buffer | null,
) =>
  db.run(sql`
    update gateway.account set upstream_username = ${username}, upstream_secret = ${secret}
    where account_id = ${accountId}::uuid`)

/** The facility's credential at the real gateway: its own account's first, else any of the facility's. */
export const findUpstream = (db: Queries, facility: string, accountId: string | null) =>
  db.maybe<{ account_id: string; username: string; secret: Buffer }>(sql`
    select account_id, upstream_username as username, upstream_secret as secret from gateway.account
    where facility = ${facility} and upstream_secret is not null
    order by (account_id = ${accountId}::uuid) desc nulls last, created_at limit 1`)
