import { hash } from 'node:crypto'

/** SHA-256 reads so many bytes at a time; a secret is filled up to one such piece. */
const block = 64

const filled = (secret: string, mask: number): Buffer => {
  const bytes = Buffer.from(secret)
  const key = bytes.length > block ? hash('sha256', bytes, 'buffer') : bytes
  return Buffer.alloc(block).map((_, at) => (key[at] ?? 0) ^ mask) as Buffer
}

/**
 * A text as a keyed 64-bit number: the first 8 bytes of its HMAC-SHA-256. Without the secret nobody can ask a copied table
 * whether it knows a number. Written out (RFC 2104): a record has a dozen keys, and `createHmac` makes objects of each, which
 * took a fifth of all that admitting a record takes here.
 */
export function keyHasher(secret: string): (text: string) => string {
  let inner = Buffer.concat([filled(secret, 0x36)], 1_024)
  const outer = Buffer.concat([filled(secret, 0x5c)], block + 32)
  return (text) => {
    const longest = block + 3 * text.length
    if (longest > inner.length) inner = Buffer.concat([inner.subarray(0, block)], 2 * longest)
    const end = block + inner.write(text, block)
    outer.write(hash('sha256', inner.subarray(0, end), 'hex'), block, 'hex')
    return BigInt.asIntN(64, BigInt(`0x${hash('sha256', outer, 'hex').slice(0, 16)}`)).toString()
  }
}

/** Sorted as numbers, each once: locks are taken in this order by everybody. */
export const sortedHashes = (hashes: Iterable<string>): string[] =>
  Array.from(BigInt64Array.from(new Set(hashes), BigInt).sort(), String)
