import { useTranslation } from 'react-i18next'
import type { ConformanceReport, ReportSituation } from '../../api/types'
import { Icon } from '../../ui/icons'
import { placeWords } from './place-words'

export function SituationPart({ report: { plans, situations } }: { report: ConformanceReport }) {
  const { t } = useTranslation()
  return (
    <section className="card" aria-labelledby="situations-title">
      <h2 id="situations-title">{t('certification.situations')}</h2>
      {plans.map((plan) => (
        <div key={plan.id}>
          <h3>{plan.title}</h3>
          <p className="caption">
            {t('certification.planCount', { count: plan.messages, minimum: plan.minimumMessages })} ·{' '}
            {plan.source}
          </p>
          <ul className="situation-list">
            {situations
              .filter((s) => s.plan === plan.id)
              .map((situation) => (
                <Situation key={situation.id} situation={situation} />
              ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

function Situation({ situation: { title, how, records, required, place } }: { situation: ReportSituation }) {
  const { t } = useTranslation()
  const look = records > 0 ? 'status-stored' : required ? 'severity-error' : ''
  return (
    <li>
      <div>
        <strong>{title}</strong>
        <p className="caption">{how}</p>
      </div>
      <div>
        <span className={`mark-pill ${look}`}>
          <Icon name={records > 0 ? 'check' : required ? 'stop' : 'info'} size={14} />{' '}
          {records > 0
            ? t('certification.shown', { count: records })
            : required
              ? t('certification.notShown')
              : t('certification.optional')}
        </span>
        {place && <p className="caption">{t('certification.place', placeWords(place))}</p>}
      </div>
    </li>
  )
}
