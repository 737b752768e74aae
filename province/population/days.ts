const isoDays: string[] = []

/** yyyy-MM-dd of a whole number of days since 1970; each of the some ten thousand is written once. */
export function isoDay(day: number): string {
  // Births go back to 1900: no index is below nought.
  const at = day + 36_525
  isoDays[at] ??= new Date(day * 86_400_000).toISOString().slice(0, 10)
  return isoDays[at]
}

export const dayNumber = (iso: string): number =>
  Date.UTC(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)) - 1, Number(iso.slice(8, 10))) / 86_400_000

/** Completed years on a day, both yyyy-MM-dd. */
export function yearsBetween(birthDate: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return on.slice(5) < birthDate.slice(5) ? years - 1 : years
}

/** The records are written in these years, on both sides of the reform of 2025-07-01. */
export const firstDay = '2023-01-01'
export const lastDay = '2026-10-31'
export const reformDay = '2025-07-01'

export const isRealDate = (year: number, month: number, day: number): boolean =>
  day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
