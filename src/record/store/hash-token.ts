import { hash } from 'node:crypto'

/**
 * A search token as 64 bits: the first eight bytes of MD5 over `{type}|{token}`, as a signed decimal string that
 * PostgreSQL reads as bigint. A data format with test vectors (store/hash-token.test.ts): never changed in place.
 * Codes repeat without end, so tens of thousands are remembered; references and identifiers belong to one visit or one
 * human: they are remembered only in `scratch`, for the length of one batch.
 */
export function hashToken(type: string, token: string, scratch?: Map<string, string>): string {
  const text = `${type}|${token}`
  if (isOneVisits(token)) {
    const value = scratch?.get(text) ?? hash64(text)
    scratch?.set(text, value)
    return value
  }
  const known = remembered.get(text)
  if (known !== undefined) return known
  const value = hash64(text)
  if (remembered.size >= maxRemembered) remembered.clear()
  remembered.set(text, value)
  return value
}

/** First eight bytes of MD5 as a signed 64-bit decimal. */
export function hash64(text: string): string {
  return hash('md5', text, 'buffer').readBigInt64BE(0).toString()
}

/** Ends in `/{uuid}`, or names a human. */
const isOneVisits = (token: string) =>
  token.charCodeAt(token.length - 37) === 47 || token.startsWith('identifier|')

const maxRemembered = 50_000
const remembered = new Map<string, string>()
