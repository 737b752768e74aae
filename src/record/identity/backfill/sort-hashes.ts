/** Rows of a 64-bit hash in two halves and a number, as `NumberFiles` keeps them. */
export const hashRow = 3

const digitBits = 11
const digits = 1 << digitBits
/** Of the low half, then of the high half: 33 and 33 bits. */
const shifts = [0, 11, 22] as const

/**
 * Sorts rows (high, low, number) by hash, unsigned; rows of one hash stay in their order. By digits, least first: a comparison
 * of 64-bit numbers costs JavaScript as much as all six passes.
 */
export function sortHashes(rows: Uint32Array): Uint32Array {
  let from: Uint32Array = rows
  let to: Uint32Array = new Uint32Array(rows.length)
  for (const half of [1, 0])
    for (const shift of shifts) {
      const starts = startsOf(from, half, shift)
      if (!starts) continue
      for (let at = 0; at < from.length; at += hashRow) {
        const digit = (from[at + half]! >>> shift) & (digits - 1)
        const place = starts[digit]!
        starts[digit] = place + hashRow
        to[place] = from[at]!
        to[place + 1] = from[at + 1]!
        to[place + 2] = from[at + 2]!
      }
      ;[from, to] = [to, from]
    }
  return from
}

/** Where the rows of each digit begin; null when all rows have the same digit. */
function startsOf(rows: Uint32Array, half: number, shift: number): Uint32Array | null {
  const counts = new Uint32Array(digits)
  for (let at = half; at < rows.length; at += hashRow)
    counts[(rows[at]! >>> shift) & (digits - 1)]! += hashRow
  let start = 0
  for (let digit = 0; digit < digits; digit += 1) {
    const count = counts[digit]!
    if (count === rows.length && count > 0) return null
    counts[digit] = start
    start += count
  }
  return counts
}

/** Calls back for every hash once, with the place of its first row and the place after its last. */
export function eachHash(rows: Uint32Array, visit: (from: number, to: number) => void): void {
  for (let from = 0; from < rows.length; ) {
    let to = from + hashRow
    while (to < rows.length && rows[to] === rows[from] && rows[to + 1] === rows[from + 1]) to += hashRow
    visit(from, to)
    from = to
  }
}

const halfway = 1n << 63n

/** A signed 64-bit integer as two halves that sort as it does. */
export function halvesOf(hash: string): readonly [number, number] {
  const unsigned = BigInt(hash) + halfway
  return [Number(unsigned >> 32n), Number(unsigned & 0xffffffffn)]
}

export const hashOf = (high: number, low: number): string =>
  (((BigInt(high) << 32n) | BigInt(low)) - halfway).toString()
