import { hash } from 'node:crypto'

/**
 * A search token as 64 bits: the first eight bytes of MD5 over `{type}|{token}`, as a signed decimal string that
 * PostgreSQL reads as bigint. A data format with test vectors (store/hash-token.test.ts): never changed in place.
 * Codes repeat without end, so the last tens of thousands are remembered.
 */
export function hashToken(type: string, token: string): string {
  const text = `${type}|${token}`
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

const maxRemembered = 50_000
const remembered = new Map<string, string>()
