import { createHmac } from 'node:crypto'

/** A text as a keyed 64-bit number. Without the secret nobody can ask a copied table whether it knows a number. */
export const keyHasher =
  (secret: string) =>
  (text: string): string =>
    createHmac('sha256', secret).update(text).digest().readBigInt64BE().toString()

/** Sorted as numbers, each once: locks are taken in this order by everybody. */
export const sortedHashes = (hashes: Iterable<string>): string[] =>
  [...new Set(hashes)]
    .map(BigInt)
    .sort((x, y) => (x < y ? -1 : x > y ? 1 : 0))
    .map(String)
