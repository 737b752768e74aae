import { useTranslation } from 'react-i18next'
import type { QualityFacility, QualityMeasures } from '../../api/types'
import { useFormat } from '../../ui/useFormat'

interface Props {
  readonly delays: QualityFacility['delays']
  readonly measures: QualityMeasures
}

/** How long records took: a bar for the eye, the count beside it. */
export function DelayTable({ delays, measures }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const most = Math.max(1, ...delays.map((d) => d.records))
  return (
    <section className="card" aria-labelledby="quality-delays">
      <h2 id="quality-delays">{t('quality.delays')}</h2>
      <p className="caption">{t('quality.lateCount', { count: measures.late })}</p>
      <table className="plain-table delay-table">
        <thead>
          <tr>
            <th scope="col">{t('quality.delay')}</th>
            <th scope="col">{t('quality.records')}</th>
          </tr>
        </thead>
        <tbody>
          {delays.map(({ upTo, records }) => (
            <tr key={String(upTo)}>
              <th scope="row">{upTo === null ? t('quality.later') : t('quality.upTo', { count: upTo })}</th>
              <td>
                <span className="delay-bar" style={{ width: `${(55 * records) / most}%` }} />
                {format.number(records)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
