import type { Language } from '../i18n'

// Hospitals write Vietnamese time; a laptop set to another zone must not shift a visit to the day before.
const zone = 'Asia/Ho_Chi_Minh'
const instantParts = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

const isDay = (text: string) => /^\d{4}(-\d{2}(-\d{2})?)?$/.test(text)

/** `1954-03-09` → `09/03/1954`, `1954-03` → `03/1954`, `1954` → `1954`; instants lose their time. */
export function formatDay(text: string): string {
  if (isDay(text)) return text.split('-').reverse().join('/')
  return formatInstant(text).slice(0, 10)
}

/** dd/MM/yyyy HH:mm, 24 hours; a mere day stays a day. */
export function formatInstant(text: string): string {
  if (isDay(text)) return formatDay(text)
  const instant = new Date(text)
  if (Number.isNaN(instant.getTime())) return text
  return instantParts.format(instant).replace(', ', ' ')
}

/** The Vietnamese calendar year of a day or instant. */
export const yearOf = (text: string | null): string | null =>
  text === null ? null : (/\d{4}/.exec(formatDay(text))?.[0] ?? null)

const locale: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' }

export const formatNumber = (value: number, language: Language) =>
  new Intl.NumberFormat(locale[language], { maximumFractionDigits: 3 }).format(value)

export const formatShare = (share: number, language: Language) =>
  new Intl.NumberFormat(locale[language], { style: 'percent' }).format(share)

/** Đồng arrive as decimal strings and are shown whole; a text that is no number is shown as it came. */
export function formatDong(text: string, language: Language): string {
  const value = Number(text)
  return Number.isFinite(value) ? `${formatNumber(Math.round(value), language)} ₫` : text
}

export function formatBytes(bytes: number, language: Language): string {
  if (bytes < 1024) return `${formatNumber(bytes, language)} B`
  if (bytes < 1024 ** 2) return `${formatNumber(Math.round(bytes / 102.4) / 10, language)} kB`
  return `${formatNumber(Math.round(bytes / 1024 ** 2 / 0.1) / 10, language)} MB`
}

export interface Age {
  readonly unit: 'years' | 'months' | 'days'
  readonly count: number
}

/**
 * Age as Vietnamese paediatrics writes it: days below one month, months below 72, then years.
 * A birth year alone gives years.
 */
export function ageAt(birth: string, at: Date): Age | null {
  if (!/^\d{4}/.test(birth)) return null
  const [year = 0, month, day] = birth.slice(0, 10).split('-').map(Number)
  if (year > at.getFullYear()) return null
  if (month === undefined || day === undefined) return { unit: 'years', count: at.getFullYear() - year }
  const months = (at.getFullYear() - year) * 12 + at.getMonth() + 1 - month - (at.getDate() < day ? 1 : 0)
  if (months < 0) return null
  if (months === 0) {
    const days = Math.floor((at.getTime() - new Date(year, month - 1, day).getTime()) / 86_400_000)
    return { unit: 'days', count: Math.max(0, days) }
  }
  return months < 72 ? { unit: 'months', count: months } : { unit: 'years', count: Math.floor(months / 12) }
}
