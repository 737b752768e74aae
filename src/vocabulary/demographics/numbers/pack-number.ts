import type { IdentifierSystem } from './number.types.ts'

/**
 * A canonical value as one whole number: all digits of a phone or a citizen number fit a double exactly, and
 * comparing two is one instruction. Within one system nothing is lost; between systems nothing is compared.
 */
export function packNumber(system: IdentifierSystem, value: string): number {
  switch (system) {
    case 'citizen-id':
    case 'cmnd':
    case 'bhxh':
      return Number(value)
    case 'phone':
      return value[0] === '+' ? Number(value.slice(1)) : Number(`84${value.slice(1)}`)
    case 'birth-certificate':
      // Sequence, facility, year: the facility may hold letters (01A01), the rest are digits.
      return (
        packLetters(value.slice(10, 15)) * 1e7 + Number(value.slice(0, 5)) * 100 + Number(value.slice(16))
      )
    case 'passport':
      return packLetters(value)
  }
}

/** Digits 1 to 36 in base 37, so that `0A` and `A` differ: ten characters stay below 2^53, a facility and 1e7 too. */
function packLetters(text: string): number {
  let packed = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    packed = packed * 37 + (unit < 58 ? unit - 47 : unit - 54)
  }
  return packed
}

/** The birth year in a packed citizen number (digits 4 to 6), without making a text of it. */
export function citizenBirthYear(packed: number): number {
  const head = Math.floor(packed / 1e6)
  return 1900 + 100 * ((Math.floor(head / 100) % 10) >> 1) + (head % 100)
}
