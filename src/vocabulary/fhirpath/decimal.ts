/**
 * Decimals as JavaScript numbers, with the arithmetic done on their written digits: 0.1 + 0.2 is 0.3. Exact up to the
 * 15 digits that a number can hold, which is what JSON.parse left of the sender's text anyway.
 */
interface Scaled {
  readonly digits: bigint
  /** value = digits / 10^scale */
  readonly scale: number
}

const plain = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/

function scaled(text: string): Scaled | undefined {
  const found = plain.exec(text)
  if (!found) return undefined
  const [, sign, whole, fraction = '', exponent = '0'] = found
  const scale = fraction.length - Number(exponent)
  // A number of hundreds of digits is nobody's measurement: not worth the memory.
  if (scale > 60 || scale < -60) return undefined
  const digits = BigInt(sign! + whole! + fraction)
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 }
}

function textOf({ digits, scale }: Scaled): string {
  if (scale === 0) return String(digits)
  const sign = digits < 0n ? '-' : ''
  const all = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0')
  return `${sign}${all.slice(0, -scale)}.${all.slice(-scale)}`
}

const numberOf = (value: Scaled): number => Number(textOf(value))
const isSafe = (n: number) => Number.isSafeInteger(n)

export function add(a: number, b: number): number {
  const sum = a + b
  if (isSafe(a) && isSafe(b)) return sum
  const x = scaled(String(a))
  const y = scaled(String(b))
  if (!x || !y) return sum
  const scale = Math.max(x.scale, y.scale)
  return numberOf({ digits: raise(x, scale) + raise(y, scale), scale })
}

const raise = (x: Scaled, scale: number): bigint => x.digits * 10n ** BigInt(scale - x.scale)

export function multiply(a: number, b: number): number {
  const product = a * b
  if (isSafe(a) && isSafe(b) && isSafe(product)) return product
  const x = scaled(String(a))
  const y = scaled(String(b))
  return x && y ? numberOf({ digits: x.digits * y.digits, scale: x.scale + y.scale }) : product
}

/** undefined: division by zero, which FHIRPath answers with nothing. */
export function divide(a: number, b: number): number | undefined {
  if (b === 0) return undefined
  const quotient = a / b
  // 15 digits: the sixteenth is the rounding of binary fractions.
  return Number.isInteger(quotient) ? quotient : Number(quotient.toPrecision(15))
}

export function quotient(a: number, b: number): number | undefined {
  if (b === 0) return undefined
  return Math.trunc(divide(a, b)!)
}

export function remainder(a: number, b: number): number | undefined {
  if (b === 0) return undefined
  if (isSafe(a) && isSafe(b)) return a % b
  const x = scaled(String(a))
  const y = scaled(String(b))
  if (!x || !y) return a % b
  const scale = Math.max(x.scale, y.scale)
  return numberOf({ digits: raise(x, scale) % raise(y, scale), scale })
}

/** Half away from zero, on the written digits. */
export function round(value: number, places: number): number {
  const x = scaled(String(value))
  if (!x || places >= x.scale) return value
  const step = 10n ** BigInt(x.scale - places)
  const half = x.digits < 0n ? -step / 2n : step / 2n
  return numberOf({ digits: (x.digits + half) / step, scale: places })
}

/** Digits after the point. */
export const placesOf = (text: string): number => scaled(text)?.scale ?? 0

/**
 * The least (-1) or greatest (1) value that rounds to the written one, cut outwards to `places`. undefined when the
 * text is no decimal.
 */
export function boundary(text: string, direction: -1 | 1, places: number): string | undefined {
  const x = scaled(text)
  if (!x) return undefined
  const edge: Scaled = { digits: x.digits * 10n + (direction < 0 ? -5n : 5n), scale: x.scale + 1 }
  if (places >= edge.scale) return textOf({ digits: raise(edge, places), scale: places })
  const step = 10n ** BigInt(edge.scale - places)
  const rest = edge.digits % step
  let digits = edge.digits / step
  if (rest !== 0n && direction < 0 && edge.digits < 0n) digits -= 1n
  if (rest !== 0n && direction > 0 && edge.digits > 0n) digits += 1n
  return textOf({ digits, scale: places })
}
