import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { QualityPoint } from '../../api/types'
import { formatDay } from '../../ui/format'
import { usePrinting } from '../health-record/usePrinting'
import { MeasureTable } from './MeasureTable'

// The chart comes only to this page; without it the table says the same.
const QualityChart = lazy(() => import('./QualityChart').catch(() => ({ default: ChartMissing })))

function ChartMissing() {
  const { t } = useTranslation()
  return <p className="caption">{t('quality.chartMissing')}</p>
}

export function TrendPart({ trend }: { trend: readonly QualityPoint[] }) {
  const { t } = useTranslation()
  const [table, setTable] = useState(false)
  const printing = usePrinting()
  const known = trend.filter((point) => point.records > 0)
  return (
    <section className="card quality-trend" aria-labelledby="quality-trend">
      <h2 id="quality-trend">{t('quality.chart')}</h2>
      {known.length < 2 ? (
        <p>{t('quality.noTrend')}</p>
      ) : (
        <>
          <div
            className="quality-chart"
            role="img"
            aria-label={t('quality.chartLabel', { count: known.length })}
          >
            <Suspense fallback={null}>
              <QualityChart trend={trend} />
            </Suspense>
          </div>
          <button
            type="button"
            className="text-button no-print"
            aria-expanded={table}
            onClick={() => setTable(!table)}
          >
            {table ? t('quality.hideTable') : t('quality.table')}
          </button>
          {(table || printing) && (
            <MeasureTable
              of={t('quality.day')}
              title={t('quality.chart')}
              rows={known.map((point) => ({ key: point.day, name: formatDay(point.day), measures: point }))}
            />
          )}
        </>
      )}
    </section>
  )
}
