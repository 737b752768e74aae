import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Trend } from '../../api/types'
import { plainName } from './similar-names'
import { TrendCard } from './TrendCard'

const many = 9

/** One small chart per test or sign; the name filter appears once there are too many to scan. */
export function TrendGrid({ trends }: { trends: readonly Trend[] }) {
  const { t } = useTranslation()
  const [find, setFind] = useState('')
  if (trends.length === 0) return <p>{t('trend.none')}</p>
  const wanted = plainName(find)
  const shown = trends.filter((trend) => plainName(trend.name).includes(wanted))
  return (
    <>
      {trends.length > many && (
        <label className="select-field trend-find no-print">
          {t('trend.find')}
          <input type="search" value={find} onChange={(event) => setFind(event.currentTarget.value)} />
        </label>
      )}
      {(['laboratory', 'vital-sign'] as const).map((kind) => {
        const ofKind = shown.filter((trend) => trend.kind === kind)
        if (ofKind.length === 0) return null
        return (
          <div key={kind}>
            <h3 className="trend-kind">
              {t(`trend.${kind}`)} <span className="part-count">{ofKind.length}</span>
            </h3>
            <div className="trend-grid">
              {ofKind.map((trend) => (
                <TrendCard key={trend.key} trend={trend} />
              ))}
            </div>
          </div>
        )
      })}
    </>
  )
}
