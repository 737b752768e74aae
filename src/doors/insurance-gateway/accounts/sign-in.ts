import { createHash } from 'node:crypto'
import { fail, ok, type Result } from '#foundation/result'
import { type Answered, answers } from '../gateway.problems.ts'
import type { Account, GatewayDeps } from '../gateway.types.ts'
import { findByUsername } from './account.queries.ts'
import { addressGroup, isAllowed } from './address-list.ts'
import { type EventKind, noteEvent } from './event.queries.ts'
import { countFailure, findLocks, forgiveFailures } from './failure.queries.ts'
import { digestOf, isPassword, newToken, proofOf, sentPassword } from './password.ts'
import { insertToken } from './token.queries.ts'

export interface SignIn {
  readonly username: string
  readonly password: string
  readonly address: string
}

export interface Session {
  readonly account: Account
  readonly accessToken: string
  readonly idToken: string
  readonly expiresAt: Date
}

type Deps = Pick<GatewayDeps, 'db' | 'clock' | 'rules'>

const hour = 3_600_000

/** Five tries of one name from one place; fifty of a name from everywhere, or from one place for all names. */
const guards = ({ username, address }: SignIn) => {
  const name = username.toLowerCase()
  const place = addressGroup(address)
  return [
    { who: keyOf('both', name, place), allowed: 5 },
    { who: keyOf('name', name), allowed: 50 },
    { who: keyOf('place', place), allowed: 50 },
  ]
}
// A digest: people type passwords into the field for the name.
const keyOf = (...parts: readonly string[]) => createHash('sha256').update(parts.join('\n')).digest()

/**
 * Who proves to hold an account. A name that does not exist fails like a wrong password: the same answer, the same work,
 * the same lock, so that nobody learns which names exist.
 */
export async function proveAccount(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  signIn: SignIn,
): Promise<Result<Account, Answered>> {
  const now = clock.now()
  const watched = guards(signIn)
  const refuse = async (kind: EventKind, answer: Answered, account?: Account) => {
    await noteEvent(db, {
      kind,
      at: now,
      facility: account?.facility,
      username: account?.username,
      address: addressGroup(signIn.address),
    })
    return fail(answer)
  }
  const whos = watched.map(({ who }) => who)
  if (await findLocks(db, whos, now)) return refuse('locked-out', answers.lockedOut)
  const found = await findByUsername(db, signIn.username)
  const sent = sentPassword(signIn.password)
  const current = found ? { hash: found.password_hash, salt: found.password_salt } : null
  let isRight = await isPassword(sent, current)
  if (!isRight && found?.former_hash && found.former_salt && found.former_until! > now)
    isRight = await isPassword(sent, { hash: found.former_hash, salt: found.former_salt })
  if (!found || !isRight) {
    for (const { who, allowed } of watched)
      await countFailure(db, who, { now, forget: new Date(now.getTime() - hour), allowed })
    return refuse(found ? 'wrong-password' : 'unknown-user', answers.wrongCredential, found)
  }
  const account = accountOf(found)
  const stopped = whyStopped(account, signIn.address, now)
  if (stopped) return refuse(stopped.kind, stopped.answer, account)
  await forgiveFailures(db, [whos[0]!])
  return ok(account)
}

/** What stops an account however well it is proved. */
export function whyStopped(
  account: Account,
  address: string,
  now: Date,
): { readonly kind: EventKind; readonly answer: Answered } | null {
  if (account.state === 'locked') return { kind: 'account-locked', answer: answers.accountLocked }
  if (account.expiresAt && account.expiresAt <= now)
    return { kind: 'account-expired', answer: answers.accountExpired }
  if (!isAllowed(address, account.addresses))
    return { kind: 'address-refused', answer: answers.addressRefused }
  return null
}

export const accountOf = (row: Account): Account => ({
  accountId: row.accountId,
  facility: row.facility,
  username: row.username,
  vendor: row.vendor,
  channels: row.channels,
  addresses: row.addresses,
  mayReadHistory: row.mayReadHistory,
  state: row.state,
  expiresAt: row.expiresAt,
})

/** `token/take`: a session of its own each time; software signs in before every file and from several machines at once. */
export async function openSession(deps: Deps, signIn: SignIn): Promise<Result<Session, Answered>> {
  const proved = await proveAccount(deps, signIn)
  if (!proved.ok) return proved
  const { db, clock, rules } = deps
  const now = clock.now()
  const session: Session = {
    account: proved.value,
    accessToken: newToken(),
    idToken: newToken(),
    expiresAt: new Date(now.getTime() + rules.tokenMinutes * 60_000),
  }
  await insertToken(db, {
    digest: digestOf(session.accessToken),
    idDigest: digestOf(session.idToken),
    proof: proofOf(session.accessToken, sentPassword(signIn.password)),
    accountId: session.account.accountId,
    issuedAt: now,
    expiresAt: session.expiresAt,
    address: addressGroup(signIn.address),
  })
  await noteEvent(db, {
    kind: 'signed-in',
    at: now,
    facility: session.account.facility,
    username: session.account.username,
    address: addressGroup(signIn.address),
  })
  return ok(session)
}
