import { useTranslation } from 'react-i18next'
import { formatDay } from '../../ui/format'
import { today } from './today'

interface Props {
  readonly label: string
  readonly value: string
  readonly onChange: (day: string | undefined) => void
  /** Offers a way back to today. */
  readonly withToday?: boolean
}

/** A day: the browser's own picker, which every keyboard and phone knows. */
export function DayField({ label, value, onChange, withToday = false }: Props) {
  const { t } = useTranslation()
  return (
    <span className="day-field">
      <label className="text-field">
        {label} ({formatDay(value)})
        <input
          type="date"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value || undefined)}
        />
      </label>
      {withToday && value !== today() && (
        <button type="button" className="text-button" onClick={() => onChange(undefined)}>
          {t('catalogues.today')}
        </button>
      )}
    </span>
  )
}
