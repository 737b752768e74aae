import { fail, ok, type Result } from '#foundation/result'
import { type Answered, answers } from '../gateway.problems.ts'
import type { Account, GatewayDeps } from '../gateway.types.ts'
import { addressGroup } from './address-list.ts'
import { type EventKind, noteEvent } from './event.queries.ts'
import { digestOf, proofOf, sameBytes, sentPassword } from './password.ts'
import { accountOf, whyStopped } from './sign-in.ts'
import { findToken, revokeToken } from './token.queries.ts'

export interface Claimed {
  readonly token: string | null
  readonly idToken: string | null
  readonly password: string | null
  readonly username: string | null
  readonly address: string
}

interface Stopped {
  readonly kind: EventKind
  readonly answer: Answered
}

/** Whose token it is, when everything said beside it is the same account's and nothing stops it. */
export async function checkToken(
  { db, clock, rules }: Pick<GatewayDeps, 'db' | 'clock' | 'rules'>,
  claimed: Claimed,
): Promise<Result<Account, Answered>> {
  if (claimed.token === null) return fail(answers.noToken)
  const now = clock.now()
  const place = addressGroup(claimed.address)
  const digest = digestOf(claimed.token)
  const known = await findToken(db, digest)
  const note = (kind: EventKind) =>
    noteEvent(db, {
      kind,
      at: now,
      facility: known?.facility,
      username: known?.username,
      address: place,
    })
  const stopped: Stopped | null = !known
    ? { kind: 'unknown-token', answer: answers.badToken }
    : known.revokedAt
      ? { kind: 'revoked-token', answer: answers.badToken }
      : known.tokenExpiresAt <= now
        ? { kind: 'expired-token', answer: answers.badToken }
        : isOfAnother(claimed, known)
          ? { kind: 'token-of-another', answer: answers.badToken }
          : whyStopped(known, claimed.address, now)
  if (stopped) {
    await note(stopped.kind)
    return fail(stopped.answer)
  }
  if (known!.address !== place && rules.twoAddresses !== 'allow') {
    await note('two-addresses')
    if (rules.twoAddresses === 'refuse') {
      // Whoever of the two is the thief, neither goes on with it.
      await revokeToken(db, digest, now)
      return fail(answers.twoAddresses)
    }
  }
  return ok(accountOf(known!))
}

/** What is said is compared; what is left out is not asked: the token alone is proof enough. */
function isOfAnother(
  { token, idToken, username, password }: Claimed,
  known: { readonly idDigest: Buffer; readonly username: string; readonly proof: Buffer },
): boolean {
  if (idToken !== null && !sameBytes(digestOf(idToken), known.idDigest)) return true
  if (username !== null && username.toLowerCase() !== known.username.toLowerCase()) return true
  return password !== null && !sameBytes(proofOf(token!, sentPassword(password)), known.proof)
}
