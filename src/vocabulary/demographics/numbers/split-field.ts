import type { IdentifierFound } from './number.types.ts'

/** Longer fields are cut: no field for a number holds a letter, and a hostile one costs no more than this. */
const LONGEST = 256

/** Reads one candidate, letters and digits only, in capitals; null when it is no number of the field. */
export type ReadOne = (candidate: string) => IdentifierFound | null

/**
 * Every number in a field: `079 190 999 001`, `CCCD: 079190999001`, `079190999001; 024999001 (CMND cũ)`, `079190999001 cấp ngày…`.
 * A part is first taken whole, then without words, then piece by piece, so that spaces inside a number do no harm and spaces
 * between two numbers do no harm either.
 */
export function readField(raw: string | null, readOne: ReadOne): IdentifierFound[] {
  const list: IdentifierFound[] = []
  if (raw === null) return list
  const text = raw.length > LONGEST ? raw.slice(0, LONGEST) : raw
  // The usual field is one number: then nothing needs to be taken apart.
  const whole = isBare(text) ? readOne(text) : null
  if (whole) list.push(whole)
  else
    for (const part of text.normalize('NFKC').toUpperCase().split(separators)) readPart(part, readOne, list)
  return list
}

const separators = /[;,|/():[\]\n\r\t]+/

function readPart(part: string, readOne: ReadOne, list: IdentifierFound[]): void {
  // A number column read as a fraction: 79190999001.0 is not 791909990010.
  const tidy = part.trim().replace(/^(\d+)\.0{1,2}$/, '$1')
  if (tidy === '') return
  const words = tidy.split(/\s+/).filter(mayBelong)
  const one = readOne(compact(tidy)) ?? readOne(compact(words.join('')))
  if (one) add(list, one)
  else
    for (const piece of words.flatMap((word) => word.split('-'))) {
      const short = readOne(compact(piece))
      if (short) add(list, short)
    }
}

const compact = (text: string) => text.replace(/[\s.-]/g, '')

/** `C` of a passport and `GD` of a card belong to their number; `CCCD`, `SỐ`, `CẤP` are words. */
const mayBelong = (word: string) => /^[0-9A-Z.-]+$/.test(word) && (/\d/.test(word) || word.length <= 2)

function isBare(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (!((unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90))) return false
  }
  return text.length > 0
}

/** The same number twice is one; of two readings the one with fewer doubts stays. */
export function add(list: IdentifierFound[], one: IdentifierFound): void {
  const at = list.findIndex((other) => other.system === one.system && other.packed === one.packed)
  if (at < 0) list.push(one)
  else if (bitsOf(one.flags) < bitsOf(list[at]!.flags)) list[at] = one
}

function bitsOf(flags: number): number {
  let count = 0
  for (let rest = flags; rest !== 0; rest &= rest - 1) count += 1
  return count
}
