import { useInViewport } from '@mantine/hooks'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Trend } from '../../api/types'
import { formatDay } from '../../ui/format'
import { saidBy } from '../../ui/ProvenanceButton'
import { useProvenance } from '../../ui/provenance'
import { useFormat } from '../../ui/useFormat'
import { TrendTable } from './TrendTable'
import { usePrinting } from './usePrinting'
import { ValueText } from './ValueText'

// A chart that cannot be fetched must not take the record with it: the table below says the same.
const TrendChart = lazy(() => import('./TrendChart').catch(() => ({ default: ChartMissing })))

function ChartMissing() {
  const { t } = useTranslation()
  return <p className="caption">{t('trend.missing')}</p>
}

export function TrendCard({ trend }: { trend: Trend }) {
  const { t } = useTranslation()
  const format = useFormat()
  const open = useProvenance()
  const [table, setTable] = useState(false)
  const printing = usePrinting()
  const { ref, inViewport } = useInViewport()
  const [drawn, setDrawn] = useState(false)
  if (inViewport && !drawn) setDrawn(true)
  const { points } = trend
  const last = points.at(-1)
  if (!last) return null
  const drawable = points.filter((point) => point.value !== null && point.at !== null)
  const words = points.length - drawable.length
  const label = t('trend.chart', {
    name: trend.name,
    count: points.length,
    from: points[0]?.at ? formatDay(points[0].at) : '–',
    to: last.at ? formatDay(last.at) : '–',
    last: `${last.value === null ? last.text : format.number(last.value)} ${last.unit ?? ''}`,
  })
  return (
    <figure className="card trend" ref={ref} data-testid="trend">
      <figcaption className="trend-head">
        <span className="trend-name">{trend.name}</span>
        <span className="trend-last">
          <ValueText value={last} />
        </span>
        <span className="caption">{last.at && formatDay(last.at)}</span>
      </figcaption>
      {drawable.length > 1 ? (
        <div className="trend-chart" role="img" aria-label={label}>
          {drawn && (
            <Suspense fallback={null}>
              <TrendChart
                points={drawable}
                onPoint={({ ref, source, ...point }) =>
                  open({ ref, source, what: trend.name, said: saidBy({ ref, source, ...point }) })
                }
              />
            </Suspense>
          )}
        </div>
      ) : (
        words === 0 && <p className="caption">{t('trend.single')}</p>
      )}
      {words > 0 && <p className="caption">{t('trend.notDrawn', { count: words })}</p>}
      <button
        type="button"
        className="text-button no-print"
        aria-expanded={table}
        onClick={() => setTable(!table)}
      >
        {table ? t('trend.hideTable') : t('trend.table')}
        <span className="visually-hidden"> {trend.name}</span>
        {!table && <span> ({t('trend.points', { count: points.length })})</span>}
      </button>
      {(table || printing) && <TrendTable trend={trend} />}
    </figure>
  )
}
