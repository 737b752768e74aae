/** Days as `yyyy-MM-dd`, in Vietnam (UTC+7 all year). */

export const dayInVietnam = (at: Date): string =>
  new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

export const monthOf = (day: string): string => `${day.slice(0, 7)}-01`

/** The first day of the month so many months before. */
export function addMonths(month: string, months: number): string {
  const at = new Date(`${month}T00:00:00Z`)
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1)).toISOString().slice(0, 10)
}

export type Step = 'day' | 'week' | 'month'
export interface Period {
  readonly name: PeriodName
  readonly from: string
  /** Included. */
  readonly to: string
  readonly step: Step
}
export const periodNames = ['7d', '30d', '90d', '12m', '24m'] as const
export type PeriodName = (typeof periodNames)[number]

/** Short periods are read by days, long ones by whole months: 24 months are then as cheap as 30 days. */
export function periodOf(name: PeriodName, now: Date): Period {
  const to = dayInVietnam(now)
  if (name === '12m' || name === '24m')
    return { name, from: addMonths(monthOf(to), name === '12m' ? -11 : -23), to, step: 'month' }
  const days = { '7d': 7, '30d': 30, '90d': 90 }[name]
  return { name, from: addDays(to, 1 - days), to, step: name === '90d' ? 'week' : 'day' }
}

/** Every step of a period, also those in which nothing came. */
export function stepsOf(period: Period): string[] {
  const steps: string[] = []
  if (period.step === 'month') {
    for (let at = period.from; at <= period.to; at = addMonths(at, 1)) steps.push(at)
    return steps
  }
  // PostgreSQL's weeks begin on Monday.
  const weekday = (new Date(`${period.from}T00:00:00Z`).getUTCDay() + 6) % 7
  const first = period.step === 'week' ? addDays(period.from, -weekday) : period.from
  for (let at = first; at <= period.to; at = addDays(at, period.step === 'week' ? 7 : 1)) steps.push(at)
  return steps
}
