import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { DeskSearch } from '../../shell/paths'
import { paths } from '../../shell/paths'
import { formatDay } from '../../ui/format'
import type { Day } from './fill-days'

interface Props {
  readonly facility: string
  readonly days: readonly Day[]
  /** The receipts of this facility; a day is added. */
  readonly receipts: DeskSearch
}

/** One column a day: stored in full colour, set aside hatched on top, so the two differ without colour. */
export function DayBars({ facility, days, receipts }: Props) {
  const { t } = useTranslation()
  const peak = Math.max(1, ...days.map((day) => day.stored + day.setAside))
  const sum = (of: 'stored' | 'setAside') => days.reduce((total, day) => total + day[of], 0)
  const label = t('volumes.chart', {
    facility,
    stored: sum('stored'),
    setAside: sum('setAside'),
    days: days.length,
  })
  return (
    <div className="day-bars">
      <ol aria-label={label}>
        {days.map((day) => (
          <li key={day.day}>
            <DayBar day={day} peak={peak} receipts={receipts} />
          </li>
        ))}
      </ol>
      <span className="caption">{t('volumes.peak', { count: peak })}</span>
    </div>
  )
}

/** A day with records opens its receipts; a day without has nothing to open and is only said. */
function DayBar({ day, peak, receipts }: { day: Day; peak: number; receipts: DeskSearch }) {
  const { t } = useTranslation()
  const text = t('volumes.day', {
    day: formatDay(day.day).slice(0, 5),
    stored: day.stored,
    setAside: day.setAside,
  })
  const height = (count: number) => (count === 0 ? 0 : `max(2px, ${(100 * count) / peak}%)`)
  if (day.stored + day.setAside === 0) return <span className="visually-hidden">{text}</span>
  return (
    <Link
      to={paths.desk}
      search={{ ...receipts, day: day.day }}
      aria-label={text}
      title={text}
      className="day-bar"
      data-testid="day-bar"
    >
      <span className="bar-set-aside" style={{ height: height(day.setAside) }} />
      <span className="bar-stored" style={{ height: height(day.stored) }} />
    </Link>
  )
}
