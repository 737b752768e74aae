import { useTranslation } from 'react-i18next'
import type { PersonRecord } from '../../api/types'
import { formatDay } from '../../ui/format'
import { ProvenanceButton } from '../../ui/ProvenanceButton'
import { FacilityPatients } from './FacilityPatients'
import { HeldNumbers } from './HeldNumbers'

type Person = PersonRecord['person']

export function AdministrativeFacts({ person }: { person: Person }) {
  const { t } = useTranslation()
  const unknown = t('state.unknown')
  return (
    <div className="administrative">
      <dl className="facts card">
        <dt>{t('administrative.address')}</dt>
        <dd>{person.address ?? unknown}</dd>
        <dt>{t('administrative.phone')}</dt>
        <dd className="digits">{person.phone ?? unknown}</dd>
        <dt>{t('administrative.ethnicity')}</dt>
        <dd>{person.ethnicity ?? unknown}</dd>
      </dl>
      <InsuranceCards person={person} />
      <HeldNumbers numbers={person.numbers} />
      <FacilityPatients person={person} />
    </div>
  )
}

function InsuranceCards({ person }: { person: Person }) {
  const { t } = useTranslation()
  return (
    <section className="card" aria-label={t('administrative.coverages')}>
      <h3>{t('administrative.coverages')}</h3>
      {person.coverages.length === 0 && <p className="caption">{t('administrative.noCoverage')}</p>}
      <ul>
        {person.coverages.map((card) => (
          <li key={card.ref} className="detail-row">
            <div>
              <strong className="digits">{card.cardMasked}</strong>
              <div className="caption">
                {[
                  card.from && `${t('administrative.from')} ${formatDay(card.from)}`,
                  card.to && `${t('administrative.to')} ${formatDay(card.to)}`,
                  card.level &&
                    (/^\d/.test(card.level) ? `${t('administrative.level')} ${card.level}` : card.level),
                  card.registeredAt && `${t('administrative.registeredAt')}: ${card.registeredAt}`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </div>
            </div>
            <ProvenanceButton item={card} what={card.cardMasked} />
          </li>
        ))}
      </ul>
    </section>
  )
}
