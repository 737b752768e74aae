/**
 * 64 bits of a key, in two halves that `low` and `high` keep until the next call: a batch holds numbers, not texts. Two
 * lanes of multiply and xor (the mixing steps of MurmurHash3). Equal hashes of different keys make one useless candidate in
 * 10^19; nothing depends on their absence, and they guard no secret.
 */
export const keyHash = { low: 0, high: 0 }

export function hashKey(key: string): void {
  let low = 0x9e3779b9
  let high = 0x85ebca6b
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i)
    low = Math.imul(low ^ unit, 0x9e3779b1)
    low = (low << 13) | (low >>> 19)
    high = Math.imul(high ^ unit, 0x5f356495)
    high = (high << 17) | (high >>> 15)
  }
  keyHash.low = mix(low ^ Math.imul(high, 0x27d4eb2f)) >>> 0
  keyHash.high = mix(high ^ key.length) >>> 0
}

function mix(bits: number): number {
  let h = bits
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
