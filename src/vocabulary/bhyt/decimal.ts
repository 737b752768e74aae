/** Money and quantities are exact decimals kept as text: a JavaScript number loses cents (bhyt-xml.md §4). */
export type ParsedDecimal =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly reason: 'empty' | 'comma' | 'not-a-number' }

const pattern = /^([+-]?)(\d{1,30})(?:\.(\d{1,12}))?$/

/** Reads a dot decimal. Keeps the sender's scale (`52.00` stays `52.00`), drops leading zeros and a plus sign. */
export function parseDecimal(text: string): ParsedDecimal {
  const trimmed = text.trim()
  if (trimmed === '') return { ok: false, reason: 'empty' }
  const m = pattern.exec(trimmed.startsWith('.') ? `0${trimmed}` : trimmed)
  if (!m)
    return {
      ok: false,
      reason: /^[+-]?[\d.,\s]+$/.test(trimmed) && trimmed.includes(',') ? 'comma' : 'not-a-number',
    }
  const whole = m[2]!.replace(/^0+(?=\d)/, '')
  const sign = m[1] === '-' && /[1-9]/.test(whole + (m[3] ?? '')) ? '-' : ''
  return { ok: true, value: m[3] === undefined ? sign + whole : `${sign}${whole}.${m[3]}` }
}

/**
 * Reads a measured value, where a comma is a decimal sign in Vietnam (`86,2`). Three digits after the only comma could be
 * thousands (`1,234`) and are refused, unless the whole part is 0. Never for money.
 */
export function parseMeasure(text: string): ParsedDecimal {
  const plain = parseDecimal(text)
  if (plain.ok || plain.reason !== 'comma') return plain
  const m = /^([+-]?\d{1,30}),(\d{1,12})$/.exec(text.trim())
  if (!m || (m[2]!.length === 3 && !/^[+-]?0+$/.test(m[1]!))) return plain
  return parseDecimal(`${m[1]}.${m[2]}`)
}

interface Scaled {
  readonly digits: bigint
  readonly scale: number
}

function scaled(value: string): Scaled {
  const parsed = parseDecimal(value)
  if (!parsed.ok) throw new Error('not a decimal: parse before adding or comparing')
  const dot = parsed.value.indexOf('.')
  if (dot < 0) return { digits: BigInt(parsed.value), scale: 0 }
  return { digits: BigInt(parsed.value.replace('.', '')), scale: parsed.value.length - dot - 1 }
}

const raise = (x: Scaled, scale: number) => x.digits * 10n ** BigInt(scale - x.scale)

/** Exact sum of decimals already parsed; no trailing zeros. The sum of nothing is `0`. */
export function addDecimals(...values: readonly string[]): string {
  let sum: Scaled = { digits: 0n, scale: 0 }
  for (const value of values) {
    const x = scaled(value)
    const scale = Math.max(sum.scale, x.scale)
    sum = { digits: raise(sum, scale) + raise(x, scale), scale }
  }
  const negative = sum.digits < 0n
  const digits = (negative ? -sum.digits : sum.digits).toString().padStart(sum.scale + 1, '0')
  const text =
    sum.scale === 0
      ? digits
      : `${digits.slice(0, -sum.scale)}.${digits.slice(-sum.scale)}`.replace(/\.?0+$/, '')
  return negative ? `-${text}` : text
}

/** -1, 0 or 1, by value: `52.00` equals `52`. */
export function compareDecimals(a: string, b: string): -1 | 0 | 1 {
  const x = scaled(a)
  const y = scaled(b)
  const scale = Math.max(x.scale, y.scale)
  const [left, right] = [raise(x, scale), raise(y, scale)]
  return left < right ? -1 : left > right ? 1 : 0
}
