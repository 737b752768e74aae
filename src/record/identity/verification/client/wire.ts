import { z } from 'zod'
import { fail, ok, type Result } from '#foundation/result'
import {
  type Answer,
  askedOf,
  outcomes,
  type PersonToVerify,
  type VerifiedField,
  verifiedFields,
} from '../verification.types.ts'

/*
 * The contract with a licensed provider's gateway, ours until a provider shows his own: then this file changes and no other.
 * README.md describes it with examples.
 */

/** Beside the base address. */
export const paths = { verify: 'v1/verifications', token: 'oauth2/token' } as const

/** The question. What the record does not know is not asked. */
export function writeQuestion(person: PersonToVerify, requestId: string): string {
  const { citizenNumber, fullName, birthDate, sex } = person
  return JSON.stringify({
    requestId,
    citizenNumber,
    fullName,
    ...(birthDate === null ? {} : { birthDate }),
    ...(sex === null ? {} : { sex }),
  })
}

const field = z.enum(verifiedFields)
const body = z.object({
  requestId: z.string(),
  result: z.enum(outcomes),
  reference: z.unknown().optional(),
  compared: z.array(field).max(8).default(['citizenNumber']),
  differs: z.array(field).max(8).default([]),
  newNumber: z
    .string()
    .regex(/^\d{12}$/)
    .nullish(),
})

/**
 * The answer, or null: not one of this contract, not to this question, or one that contradicts itself. Whatever else stands in
 * it is not looked at, and so cannot be kept.
 */
export function readAnswer(
  text: string,
  person: PersonToVerify,
  requestId: string,
): Result<Answer, 'bad-answer'> {
  const parsed = body.safeParse(parseJson(text))
  if (!parsed.success || parsed.data.requestId !== requestId) return fail('bad-answer')
  const { result, newNumber = null } = parsed.data
  const compared = inOrder(parsed.data.compared)
  const differs = inOrder(parsed.data.differs)
  const asked = askedOf(person)
  const isOfQuestion = compared.every((one) => asked.includes(one)) && compared.includes('citizenNumber')
  // A number that differs is another number: that is `not-found` or `replaced`, never a field beside others.
  const isPossible = differs.every((one) => one !== 'citizenNumber' && compared.includes(one))
  if (!isOfQuestion || !isPossible || (result === 'differs') !== differs.length > 0) return fail('bad-answer')
  if (newNumber !== null && (result !== 'replaced' || newNumber === person.citizenNumber))
    return fail('bad-answer')
  const answered = { compared, reference: readReference(parsed.data.reference, person, newNumber) }
  if (result === 'differs') return ok({ ...answered, outcome: result, fields: differs })
  if (result === 'replaced') return ok({ ...answered, outcome: result, newNumber })
  return ok({ ...answered, outcome: result })
}

const inOrder = (fields: readonly VerifiedField[]) => verifiedFields.filter((one) => fields.includes(one))

/**
 * A reference is kept for years, so only what cannot be read as a person is taken: a short mark and hexadecimal digits, none of
 * the numbers or dates of this question in it.
 */
function readReference(
  given: unknown,
  { citizenNumber, birthDate }: PersonToVerify,
  newNumber: string | null,
): string | null {
  if (typeof given !== 'string' || !/^[A-Z]{0,8}[0-9a-f-]{6,56}$/.test(given)) return null
  const digits = given.replaceAll('-', '')
  const date = birthDate?.replaceAll('-', '') ?? ''
  const told = [citizenNumber, newNumber ?? '', date.length === 8 ? date : '']
  return told.some((one) => one !== '' && digits.includes(one)) ? null : given
}

export interface TokenAnswer {
  readonly token: string
  readonly seconds: number
}

const tokenBody = z.object({
  // What cannot stand in a header is no token.
  access_token: z.string().regex(/^[\x21-\x7e]{1,8192}$/),
  expires_in: z.unknown().optional(),
})

/** RFC 6749, section 5.1. Five minutes when nothing readable is said of its end. */
export function readToken(text: string): TokenAnswer | null {
  const parsed = tokenBody.safeParse(parseJson(text))
  if (!parsed.success) return null
  const said = Number(parsed.data.expires_in)
  return { token: parsed.data.access_token, seconds: said > 0 ? Math.min(said, 86_400) : 300 }
}

/** Seconds or a date (RFC 9110, section 10.2.3), at most an hour: a gateway cannot put us to sleep for good. */
export function readRetryAfter(text: string | null, now: number): number | null {
  if (text === null) return null
  const ms = /^\d{1,9}$/.test(text.trim()) ? Number(text) * 1_000 : Date.parse(text) - now
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), 3_600_000)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}
