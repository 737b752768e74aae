import { clockOf, daysIn, type Moment } from './moment.ts'

type Field = 'year' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond'

/** UCUM's units of a fixed length may be added, too; its `mo` and `a` are averages and may not (N1 2.0 section 6.6). */
const fields: Readonly<Record<string, Field>> = {
  year: 'year',
  month: 'month',
  week: 'week',
  day: 'day',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
  millisecond: 'millisecond',
  wk: 'week',
  d: 'day',
  h: 'hour',
  min: 'minute',
  s: 'second',
  ms: 'millisecond',
}
const lengths = {
  week: 604_800_000,
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
}

/** A date or time moved by a duration, with the precision it had. undefined: the unit is not one of time. */
export function moveMoment(moment: Moment, amount: number, unit: string): Moment | undefined {
  const field = Object.hasOwn(fields, unit) ? fields[unit] : undefined
  if (!field) return undefined
  if (field === 'year' || field === 'month') return moveMonths(moment, field, Math.trunc(amount))
  const whole = field === 'second' || field === 'millisecond' ? amount : Math.trunc(amount)
  const milliseconds = Math.trunc(whole * lengths[field] + (whole < 0 ? -1e-6 : 1e-6))
  if (moment.isTime) {
    const day = lengths.day
    return fromClock(moment, (((clockOf(moment) + milliseconds) % day) + day) % day)
  }
  // What is finer than the precision counts only as far as it fills whole units of it: 24 hours are a day.
  switch (moment.precision) {
    case 1:
      return moveMonths(moment, 'year', Math.trunc(milliseconds / lengths.day / 365))
    case 2:
      return moveMonths(moment, 'month', Math.trunc(milliseconds / lengths.day / 30))
    case 3:
      return fromClock(moment, clockOf(moment) + Math.trunc(milliseconds / lengths.day) * lengths.day)
    case 4:
      return fromClock(moment, clockOf(moment) + Math.trunc(milliseconds / lengths.hour) * lengths.hour)
    case 5:
      return fromClock(moment, clockOf(moment) + Math.trunc(milliseconds / lengths.minute) * lengths.minute)
    default:
      return fromClock(moment, clockOf(moment) + milliseconds)
  }
}

function moveMonths(moment: Moment, field: 'year' | 'month', amount: number): Moment | undefined {
  if (moment.isTime) return undefined
  const months =
    field === 'year' ? amount * 12 : moment.precision === 1 ? Math.trunc(amount / 12) * 12 : amount
  const total = moment.year * 12 + moment.month - 1 + months
  const year = Math.floor(total / 12)
  const month = (total % 12) + 1
  if (!(year >= 0 && year <= 9999)) return undefined
  return { ...moment, year, month, day: Math.min(moment.day, daysIn(year, month)) }
}

function fromClock(moment: Moment, clock: number): Moment | undefined {
  const at = new Date(clock)
  const year = at.getUTCFullYear()
  if (!(year >= 0 && year <= 9999)) return undefined
  return {
    ...moment,
    year,
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    millisecond: at.getUTCSeconds() * 1000 + at.getUTCMilliseconds(),
  }
}
