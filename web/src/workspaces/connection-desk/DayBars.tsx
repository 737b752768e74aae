import { useTranslation } from 'react-i18next'
import { formatDay } from '../../ui/format'
import type { Day } from './fill-days'

const height = 36
const step = 12

/** One column a day: stored in full colour, set aside hatched on top, so the two differ without colour. */
export function DayBars({ facility, days }: { facility: string; days: readonly Day[] }) {
  const { t } = useTranslation()
  const peak = Math.max(1, ...days.map((day) => day.stored + day.setAside))
  const sum = (of: 'stored' | 'setAside') => days.reduce((total, day) => total + day[of], 0)
  const scale = (count: number) => (count === 0 ? 0 : Math.max(2, (count / peak) * height))
  const label = t('volumes.chart', {
    facility,
    stored: sum('stored'),
    setAside: sum('setAside'),
    days: days.length,
  })
  return (
    <div className="day-bars">
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${Math.max(1, days.length) * step} ${height + 1}`}
        preserveAspectRatio="none"
      >
        <defs>
          <pattern
            id="set-aside-hatch"
            width="4"
            height="4"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="4" height="4" fill="#f6d5d6" />
            <rect width="2" height="4" fill="#b3161b" />
          </pattern>
        </defs>
        {days.map((day, at) => (
          <g key={day.day}>
            <title>
              {t('volumes.day', { day: formatDay(day.day), stored: day.stored, setAside: day.setAside })}
            </title>
            <rect x={at * step} y={0} width={step} height={height} fill="transparent" />
            <rect
              x={at * step + 1}
              width={step - 2}
              y={height - scale(day.stored)}
              height={scale(day.stored)}
              fill="#0b6b69"
            />
            <rect
              x={at * step + 1}
              width={step - 2}
              y={height - scale(day.stored) - Math.min(scale(day.setAside), height - scale(day.stored))}
              height={Math.min(scale(day.setAside), height)}
              fill="url(#set-aside-hatch)"
            />
          </g>
        ))}
        <rect x={0} y={height} width="100%" height={1} fill="#8a9896" />
      </svg>
      <span className="caption">{t('volumes.peak', { count: peak })}</span>
    </div>
  )
}
