import { useTranslation } from 'react-i18next'
import type { QualityMeasures } from '../../api/types'
import { formatInstant } from '../../ui/format'
import { useFormat } from '../../ui/useFormat'
import { heatOf } from './heat-of'
import { useShare } from './useShare'

const shares = ['overall', 'timely', 'complete', 'valid', 'identity'] as const

/** The few numbers a page begins with; beside them what the province as a whole has, when the page is of one facility. */
export function QualityTiles({
  measures,
  province,
}: {
  measures: QualityMeasures
  province?: QualityMeasures
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const shareText = useShare()
  const text = (share: number | null) => (share === null ? t('quality.noShare') : shareText(share))
  return (
    <dl className="quality-tiles">
      <div className="card quality-tile">
        <dt>{t('quality.records')}</dt>
        <dd>{format.number(measures.records)}</dd>
        <dd className="caption">
          {t('quality.setAside')}: {format.number(measures.setAside)}
        </dd>
      </div>
      {shares.map((key) => (
        <div key={key} className={`card quality-tile heat-edge-${heatOf(measures[key])}`}>
          <dt>{t(`quality.${key}`)}</dt>
          <dd>{text(measures[key])}</dd>
          <dd className="caption">
            {province
              ? t('quality.provinceShare', { share: text(province[key]) })
              : key === 'timely' && t('quality.lateCount', { count: measures.late })}
          </dd>
        </div>
      ))}
      <div className="card quality-tile">
        <dt>{t('quality.open')}</dt>
        <dd>{format.number(measures.open)}</dd>
        <dd className="caption">
          {measures.oldestOpenAt
            ? t('quality.openSince', { at: formatInstant(measures.oldestOpenAt).slice(0, 10) })
            : t('quality.nothingOpen')}
        </dd>
      </div>
    </dl>
  )
}
