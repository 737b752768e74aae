import { useTranslation } from 'react-i18next'
import type { QualityMeasures } from '../../api/types'
import { useFormat } from '../../ui/useFormat'
import { useShare } from './useShare'

const identity = ['citizen', 'card', 'birth', 'address', 'clean'] as const
const counts = ['repeated', 'noEnd', 'futureEnd', 'backLoaded'] as const

/** What the identity measure is made of, and the odd ones out. */
export function IdentityFacts({
  measures,
  province,
}: {
  measures: QualityMeasures
  province: QualityMeasures
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const shareText = useShare()
  const text = (share: number | null) => (share === null ? t('quality.noShare') : shareText(share))
  return (
    <section className="card" aria-labelledby="quality-identity">
      <h2 id="quality-identity">{t('quality.identity')}</h2>
      <dl className="facts">
        {identity.map((key) => (
          <div key={key} className="fact-line">
            <dt>{t(`quality.${key}`)}</dt>
            <dd>
              <strong>{text(measures[key])}</strong>{' '}
              <span className="caption">{t('quality.provinceShare', { share: text(province[key]) })}</span>
            </dd>
          </div>
        ))}
        {counts.map((key) => (
          <div key={key} className="fact-line">
            <dt>{t(`quality.${key}`)}</dt>
            <dd>{format.number(measures[key])}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
