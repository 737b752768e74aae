import { type Queries, sql } from '#foundation/db'
import type { Account } from '../gateway.types.ts'

export interface TokenToWrite {
  readonly digest: Buffer
  readonly idDigest: Buffer
  readonly proof: Buffer
  readonly accountId: string
  readonly issuedAt: Date
  readonly expiresAt: Date
  readonly address: string
}

export const insertToken = (db: Queries, t: TokenToWrite) =>
  db.run(sql`
    insert into gateway.token (digest, id_digest, proof, account_id, issued_at, expires_at, address)
    values (${t.digest}, ${t.idDigest}, ${t.proof}, ${t.accountId}::uuid, ${t.issuedAt}, ${t.expiresAt}, ${t.address})`)

export interface KnownToken extends Account {
  readonly idDigest: Buffer
  readonly proof: Buffer
  readonly tokenExpiresAt: Date
  readonly revokedAt: Date | null
  readonly address: string
}

/** With the account as it is now: locked a moment ago is locked. */
export const findToken = (db: Queries, digest: Buffer) =>
  db.maybe<KnownToken>(sql.named('gateway.find_token')`
    select t.id_digest as "idDigest", t.proof, t.expires_at as "tokenExpiresAt", t.revoked_at as "revokedAt", t.address,
      a.account_id as "accountId", a.facility, a.username, a.vendor, a.channels, a.addresses,
      a.may_read_history as "mayReadHistory", a.state, a.expires_at as "expiresAt"
    from gateway.token t join gateway.account a on a.account_id = t.account_id where t.digest = ${digest}`)

export const revokeToken = (db: Queries, digest: Buffer, now: Date) =>
  db.run(sql`update gateway.token set revoked_at = ${now} where digest = ${digest} and revoked_at is null`)

export const revokeTokensOf = (db: Queries, accountId: string, now: Date) =>
  db.run(sql`
    update gateway.token set revoked_at = ${now}
    where account_id = ${accountId}::uuid and revoked_at is null and expires_at > ${now}`)

/** A week is kept, so that a token used again is told from one that never was; an account's last one for good: its last sign-in. */
export const forgetTokens = (db: Queries, before: Date) =>
  db.run(sql`
    delete from gateway.token t where expires_at < ${before}
      and exists (select from gateway.token n where n.account_id = t.account_id and n.issued_at > t.issued_at)`)
