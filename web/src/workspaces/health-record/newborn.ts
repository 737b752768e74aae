import { formatDay } from '../../ui/format'

const newbornDays = 29

/**
 * A baby is treated under its mother's name until it has its own (QĐ 4750, HO_TEN of a newborn), so whoever was only
 * days old at the last visit may be the child and not the woman of that name.
 */
export function isNewbornAt(birthDate: string | null, visitAt: string | null): boolean {
  if (birthDate === null || visitAt === null || !/^\d{4}-\d{2}-\d{2}$/.test(birthDate)) return false
  const days = (dayNumber(formatDay(visitAt)) - dayNumber(formatDay(birthDate))) / 86_400_000
  return days >= 0 && days < newbornDays
}

/** dd/MM/yyyy, the day in Vietnam. */
const dayNumber = (day: string) => Date.parse(day.split('/').reverse().join('-'))
