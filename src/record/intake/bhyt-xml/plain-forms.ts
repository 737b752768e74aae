import { isDay } from '#vocabulary/bhyt'

/**
 * Quick looks at the forms nearly every date and amount has. `true` is certain; `false` only says that a longer look
 * (`parseBhytDate`, `parseDecimal`) must decide. `plain-forms.test.ts` holds them together.
 */

/** An existing `yyyyMMdd` or `yyyyMMddHHmm` that `parseBhytDate` reads, its day known. */
export function isMoment(text: string): boolean {
  const { length } = text
  if (length !== 12 && length !== 8) return false
  for (let at = 0; at < length; at++) if (!isDigit(text.charCodeAt(at))) return false
  const year = twoAt(text, 0) * 100 + twoAt(text, 2)
  if (!isDay(year, twoAt(text, 4), twoAt(text, 6))) return false
  return length === 8 || (twoAt(text, 8) <= 23 && twoAt(text, 10) <= 59)
}

/** Digits, perhaps a point and digits, without a zero in front: what `parseDecimal` gives back as it is. */
export function isPlainDecimal(text: string): boolean {
  const { length } = text
  if (length === 0 || length > 30) return false
  let point = -1
  for (let at = 0; at < length; at++) {
    const sign = text.charCodeAt(at)
    if (sign === 0x2e && point < 0) point = at
    else if (!isDigit(sign)) return false
  }
  const whole = point < 0 ? length : point
  if (whole === 0 || (whole > 1 && text.charCodeAt(0) === 0x30)) return false
  return point < 0 || (length - point > 1 && length - point <= 13)
}

const isDigit = (sign: number) => sign >= 0x30 && sign <= 0x39
const twoAt = (text: string, at: number) => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 0x30 * 11
