import { list } from '#vocabulary/catalogues'
import { mixed, type Random } from '../../random.ts'
import type { Sex } from '../population.types.ts'

/**
 * The n-th of `size` numbers in an order that looks like chance: no number comes twice before all have come. Three rounds in
 * which each half of the digits is moved by a mixture of the other (a Feistel network), so every step can be undone.
 * `size` is a power of ten.
 */
export function shuffled(n: number, size: number, key: number): number {
  const low = 10 ** Math.floor(Math.log10(size) / 2)
  const high = size / low
  let left = Math.floor((n % size) / low)
  let right = n % low
  for (let round = 0; round < 3; round += 1) {
    left = (left + mixed(key, right, round)) % high
    right = (right + mixed(key, left, round + 7)) % low
  }
  return left * low + right
}

const padded = (n: number, digits: number) => String(n).padStart(digits, '0')

/** Province codes of birth registration: the 63 of before July 2025 with a zero before them, for life. */
export const birthProvinces = (): readonly string[] => Object.keys(list('provincesBefore2025')).sort()

/**
 * Gives citizen numbers of true structure, each once: province of birth, century and sex, year, six digits in no order.
 * One counter for each such beginning, some ten thousand in all, however many people there are.
 */
export class CitizenNumbers {
  private readonly given = new Map<string, number>()
  private readonly seed: number

  constructor(seed: number) {
    this.seed = seed
  }

  next(formerProvince: string, sex: Sex, birthDate: string): string {
    const century = 2 * (Number(birthDate.slice(0, 2)) - 19) + (sex === 'female' ? 1 : 0)
    const beginning = `0${formerProvince}${century}${birthDate.slice(2, 4)}`
    const count = this.given.get(beginning) ?? 0
    this.given.set(beginning, count + 1)
    return beginning + padded(shuffled(count, 1_000_000, mixed(this.seed, Number(beginning))), 6)
  }
}

/** BHXH numbers begin with 99, as in the rest of the pretend province. Two for each person: see `otherInsuranceNumber`. */
export const insuranceNumber = (seed: number, person: number, which: 0 | 1): string =>
  `99${padded(shuffled(person * 2 + which, 100_000_000, seed), 8)}`

/** 099 now; 059 before, which until 2018 was dialled 0199 with eleven digits. */
export const phoneNumber = (seed: number, person: number, when: 'now' | 'before'): string =>
  `${when === 'now' ? '099' : '059'}${padded(shuffled(person, 10_000_000, seed), 7)}`

export const oldIdCard = (seed: number, person: number, random: Random): string =>
  `${random.whole(0, 3)}${padded(shuffled(person, 100_000_000, seed ^ 0x5bd1), 8)}`

export const passport = (seed: number, person: number): string =>
  `P${padded(shuffled(person, 100_000_000, seed ^ 0x2545), 8)}`

/** `XXXXX.GCS.ZZZZZ.YY` (TT 22/2025): sequence, facility, year. Another facility for every 100,000 people. */
export const birthCertificate = (seed: number, person: number, birthDate: string): string =>
  `${padded(shuffled(person, 100_000, seed), 5)}.GCS.${99901 + (Math.floor(person / 100_000) % 12)}.${birthDate.slice(2, 4)}`
