import { NumberFlag, type PackedNumbers } from './number.types.ts'

/** How far two records agree in the numbers of one system: the higher, the nearer. */
export const NumberLevel = { missing: 0, different: 1, near: 2, restored: 3, equal: 4 } as const

export type NumberLevel = (typeof NumberLevel)[keyof typeof NumberLevel]

/**
 * Citizen numbers, or BHXH numbers: the best pair counts, so a number that has been replaced still finds its owner when both
 * stand in the list. `restored`: equal, but zeros had to be put back. `near`: one digit off, or two neighbours swapped.
 */
export function compareNumbers(a: PackedNumbers, b: PackedNumbers): NumberLevel {
  if (a.values.length === 0 || b.values.length === 0) return NumberLevel.missing
  let best: NumberLevel = NumberLevel.different
  for (let i = 0; i < a.values.length; i++)
    for (let j = 0; j < b.values.length; j++) {
      const level = comparePair(a.values[i]!, b.values[j]!, (a.flags[i]! | b.flags[j]!) & NumberFlag.restored)
      if (level === NumberLevel.equal) return level
      if (level > best) best = level
    }
  return best
}

function comparePair(a: number, b: number, restored: number): NumberLevel {
  if (a === b) return restored === 0 ? NumberLevel.equal : NumberLevel.restored
  return isOneEditApart(a, b) ? NumberLevel.near : NumberLevel.different
}

/** CMND, passport, birth certificate, phone: equal or not. A renewed passport or a second phone says nothing. */
export function compareExactly(a: PackedNumbers, b: PackedNumbers): NumberLevel {
  if (a.values.length === 0 || b.values.length === 0) return NumberLevel.missing
  for (let i = 0; i < a.values.length; i++)
    for (let j = 0; j < b.values.length; j++) if (a.values[i] === b.values[j]) return NumberLevel.equal
  return NumberLevel.different
}

/**
 * Two humans by their citizen numbers: both hold one that nothing speaks against, and no number of the one is within one edit
 * of a number of the other. A number that disagrees with its own record contradicts nobody.
 */
export function contradicts(a: PackedNumbers, b: PackedNumbers): boolean {
  return holdsSolid(a) && holdsSolid(b) && compareNumbers(a, b) === NumberLevel.different
}

function holdsSolid(numbers: PackedNumbers): boolean {
  for (let i = 0; i < numbers.flags.length; i++) if (numbers.flags[i] === 0) return true
  return false
}

/**
 * Whether one digit replaced, or two neighbours swapped, makes one number of the other; both have the same count of digits,
 * leading zeros included. Below 10^15: halves of six and nine digits stay small integers. Strangers part after three digits.
 */
export function isOneEditApart(a: number, b: number): boolean {
  if (a === b) return false
  const highA = Math.floor(a / 1e6)
  const highB = Math.floor(b / 1e6)
  let restA = a - highA * 1e6
  let restB = b - highB * 1e6
  let differ = 0
  let firstA = 0
  let firstB = 0
  let firstAt = 0
  for (let at = 0; at < 15; at++) {
    if (at === 6) {
      restA = highA
      restB = highB
    }
    const digitA = restA % 10
    const digitB = restB % 10
    restA = (restA - digitA) / 10
    restB = (restB - digitB) / 10
    if (digitA === digitB) continue
    differ += 1
    if (differ === 1) {
      firstA = digitA
      firstB = digitB
      firstAt = at
    } else if (differ > 2 || at !== firstAt + 1 || digitA !== firstB || digitB !== firstA) return false
  }
  return true
}
