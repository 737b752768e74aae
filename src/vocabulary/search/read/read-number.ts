import type { Prefix } from '../search.types.ts'

export interface AskedNumber {
  readonly value: number
  /** What the written precision covers: lo inclusive, hi exclusive. */
  readonly lo: number
  readonly hi: number
}

const prefixes: ReadonlySet<string> = new Set(['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'])

/** `ge5` as `ge` and `5`; without a prefix `eq` is meant (FHIR R4 3.1.1.4.3). */
export function readPrefix(text: string): readonly [prefix: Prefix, rest: string] {
  const start = text.slice(0, 2)
  return prefixes.has(start) ? [start as Prefix, text.slice(2)] : ['eq', text]
}

const decimal = /^([+-]?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/

/**
 * FHIR R4 3.1.1.4.4: `100` covers [99.5, 100.5), `5.40` [5.395, 5.405). With an exponent one place more counts: the
 * specification reads `1e2` as [95, 105). The limits are made from the digits, for 5.4 - 0.05 is not 5.35 in binary.
 */
export function readNumber(text: string, prefix: Prefix): AskedNumber | null {
  const match = decimal.exec(text)
  if (!match) return null
  const [, sign = '', whole = '', fraction = '', exponent] = match
  const value = Number(text)
  if (!Number.isFinite(value) || Math.abs(value) > 1e300) return null
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`)
  const place = Number(exponent ?? 0) - fraction.length - (exponent === undefined ? 0 : 1)
  const scaled = digits * (exponent === undefined ? 10n : 100n)
  const lo = Number(`${scaled - 5n}e${place - 1}`)
  const hi = Number(`${scaled + 5n}e${place - 1}`)
  if (prefix !== 'ap') return { value, lo, hi }
  const tenth = Math.abs(value) / 10
  return { value, lo: Math.min(lo, value - tenth), hi: Math.max(hi, value + tenth) }
}
