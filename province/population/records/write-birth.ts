import { isRealDate } from '../days.ts'
import type { Inhabitant } from '../population.types.ts'
import type { Pen } from './pen.ts'
import type { DateStyle, Source } from './sources.ts'

const two = (n: number) => String(n).padStart(2, '0')

/** Year alone, or a date after all that goes wrong with dates, in the way of the source. */
export function writeBirth(
  pen: Pen,
  { birthDate, birthTime }: Inhabitant,
  source: Source,
  age: number,
): string {
  const year = slipYear(pen, Number(birthDate.slice(0, 4)))
  const yearOnly = Math.min(0.95, source.yearOnly * (age > 60 ? 2.5 : 1))
  if (pen.random.chance(yearOnly)) return String(year)
  const [month, day] = slipDay(pen, year, Number(birthDate.slice(5, 7)), Number(birthDate.slice(8, 10)))
  const text = inStyle(pen.random.pick(source.dates), year, month, day)
  // QĐ 3176 asks for the hour of those under a year.
  return age < 1 && source.kind === 'large-hospital' ? text + birthTime : text
}

function inStyle(style: DateStyle, year: number, month: number, day: number): string {
  switch (style) {
    case 'yyyyMMdd':
      return `${year}${two(month)}${two(day)}`
    case 'ddMMyyyy':
      return `${two(day)}${two(month)}${year}`
    case 'dd/MM/yyyy':
      return `${two(day)}/${two(month)}/${year}`
    case 'yyyy-MM-dd':
      return `${year}-${two(month)}-${two(day)}`
  }
}

/** One off, or ten: the next key, the next decade. */
function slipYear(pen: Pen, year: number): number {
  if (!pen.slips('birth-year')) return year
  const by = pen.random.chance(0.6) ? 1 : 10
  return pen.random.chance(0.5) && year + by <= 2026 ? year + by : year - by
}

function slipDay(pen: Pen, year: number, month: number, day: number): readonly [month: number, day: number] {
  const fault = pen.oneOf(['birth-first-of-january', 'birth-swapped', 'birth-day'])
  const slipped =
    fault === 'birth-first-of-january'
      ? ([1, 1] as const)
      : fault === 'birth-swapped' && day <= 12
        ? ([day, month] as const)
        : fault === 'birth-day'
          ? ([month, otherDay(pen, day)] as const)
          : ([month, day] as const)
  const changed = slipped[0] !== month || slipped[1] !== day
  if (!fault || !changed || !isRealDate(year, slipped[0], slipped[1]))
    return [month, isRealDate(year, month, day) ? day : day - 1]
  pen.note(fault)
  return slipped
}

/** The day before or after, or one digit of it wrong. */
function otherDay(pen: Pen, day: number): number {
  const by = pen.random.chance(0.5) ? 1 : 10
  return day + by > 28 || (day - by >= 1 && pen.random.chance(0.5)) ? day - by : day + by
}
