import { useTranslation } from 'react-i18next'
import type { ConformanceReport } from '../../api/types'
import { useFormat } from '../../ui/useFormat'

export function ScoreCard({ report: { score, profileVersion } }: { report: ConformanceReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <section className="card score-card" aria-label={t('certification.score')}>
      <p className="score-total" data-testid="score">
        {t('certification.scoreOf', { score: score.total })}
      </p>
      <div className="table-scroll">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('certification.part')}</th>
              <th scope="col" className="is-number">
                {t('certification.share')}
              </th>
              <th scope="col" className="is-number">
                {t('certification.weight')}
              </th>
              <th scope="col" className="is-number">
                {t('certification.points')}
              </th>
            </tr>
          </thead>
          <tbody>
            {score.parts.map((part) => (
              <tr key={part.id}>
                <th scope="row">{part.title}</th>
                <td className="is-number">{format.number(Math.round(part.share * 1000) / 10)}%</td>
                <td className="is-number">{part.weight}</td>
                <td className="is-number">{format.number(part.points)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="caption">{score.formula}</p>
      <p className="caption break-anywhere">{t('certification.profile', { version: profileVersion })}</p>
    </section>
  )
}
