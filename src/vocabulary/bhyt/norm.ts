import type { Norm } from './message.types.ts'

/** First day in force, newest first (bhyt-xml.md §2; the last three are secondary evidence). */
const inForce: readonly (readonly [from: string, norm: Norm])[] = [
  ['20260801', '1804'],
  ['20260701', '1931'],
  ['20250101', '3176'],
  ['20240701', '4750'],
]

/**
 * The norm in force on a day. Takes any BHYT or ISO date (`yyyyMMdd…`, `yyyy-MM-dd…`); without one, the norm every later
 * one builds on. Only the calendar speaks here: the reader of a file lets the file's own shape overrule it.
 */
export function normOf(date: string | null | undefined): Norm {
  const day = (date ?? '').replaceAll('-', '').slice(0, 8)
  if (!/^\d{8}$/.test(day)) return '4750'
  return inForce.find(([from]) => day >= from)?.[1] ?? '4210'
}
