import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { newId, shardFor } from '#foundation/ids'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import {
  type AccountChange,
  type AccountRow,
  findAccount,
  insertAccount,
  updateAccount,
  updatePassword,
  updateUpstream,
} from './account.queries.ts'
import { noteEvent } from './event.queries.ts'
import { hashPassword, md5Of, newPassword } from './password.ts'
import { revokeTokensOf } from './token.queries.ts'

interface Deps {
  readonly db: Database
  readonly clock: Clock
}

export const accountProblems = {
  taken: {
    code: 'GATEWAY_USERNAME_TAKEN',
    kind: 'conflict',
    message: 'Đã có tài khoản mang tên này. Đặt tên khác, ví dụ thêm tên phần mềm.',
  },
  notFound: {
    code: 'GATEWAY_ACCOUNT_NOT_FOUND',
    kind: 'not-found',
    message: 'Không có tài khoản này.',
  },
  noKey: {
    code: 'GATEWAY_NO_UPSTREAM_KEY',
    kind: 'unavailable',
    message:
      'Chưa cấu hình khóa mã hóa (MACH_GATEWAY_UPSTREAM_KEY) nên không giữ được mật khẩu của Cổng giám định.',
  },
} as const satisfies Record<string, Problem>

export interface NewAccount extends Omit<AccountChange, 'state'> {
  readonly facility: string
  readonly username: string
}

/** The password is given once, here; nobody can read it again. */
export async function createAccount(
  { db, clock }: Deps,
  wanted: NewAccount,
): Promise<Result<{ readonly account: AccountRow; readonly password: string }>> {
  const now = clock.now()
  const password = newPassword()
  const hash = await hashPassword(md5Of(password))
  const accountId = newId(shardFor(wanted.facility), now.getTime())
  if (!(await insertAccount(db, { ...wanted, accountId }, hash, now))) return fail(accountProblems.taken)
  await noteEvent(db, { kind: 'account-created', at: now, ...namesOf(wanted) })
  return ok({ account: (await findAccount(db, accountId))!, password })
}

/** Open sessions end when the account is locked, or may do less than before. */
export async function changeAccount(
  { db, clock }: Deps,
  accountId: string,
  change: AccountChange,
): Promise<Result<AccountRow>> {
  const now = clock.now()
  return db.transaction(async (tx) => {
    if ((await updateAccount(tx, accountId, change)) === 0) return fail(accountProblems.notFound)
    if (change.state === 'locked') await revokeTokensOf(tx, accountId, now)
    const account = (await findAccount(tx, accountId))!
    await noteEvent(tx, { kind: 'account-changed', at: now, ...namesOf(account) })
    return ok(account)
  })
}

/** With an overlap the former password and open sessions go on until then; without, they end now. */
export async function changePassword(
  { db, clock }: Deps,
  accountId: string,
  overlapHours: number,
): Promise<Result<{ readonly account: AccountRow; readonly password: string }>> {
  const now = clock.now()
  const password = newPassword()
  const hash = await hashPassword(md5Of(password))
  const until = overlapHours > 0 ? new Date(now.getTime() + overlapHours * 3_600_000) : null
  return db.transaction(async (tx) => {
    if ((await updatePassword(tx, accountId, hash, now, until)) === 0) return fail(accountProblems.notFound)
    if (until === null) await revokeTokensOf(tx, accountId, now)
    const account = (await findAccount(tx, accountId))!
    await noteEvent(tx, { kind: 'password-changed', at: now, ...namesOf(account) })
    return ok({ account, password })
  })
}

/** The facility's own credential at the real gateway, sealed; null takes it away. */
export async function setUpstream(
  { db, clock }: Deps,
  accountId: string,
  upstream: { readonly username: string; readonly secret: Buffer } | null,
): Promise<Result<AccountRow>> {
  const touched = await updateUpstream(db, accountId, upstream?.username ?? null, upstream?.secret ?? null)
  if (touched === 0) return fail(accountProblems.notFound)
  const account = (await findAccount(db, accountId))!
  await noteEvent(db, { kind: 'account-changed', at: clock.now(), ...namesOf(account) })
  return ok(account)
}

const namesOf = ({ facility, username }: { readonly facility: string; readonly username: string }) => ({
  facility,
  username,
})
