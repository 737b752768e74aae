import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { PersonHit } from '../../api/types'
import { paths } from '../../shell/paths'
import { formatDay } from '../../ui/format'
import { Icon } from '../../ui/icons'
import { useFormat } from '../../ui/useFormat'
import { NewbornMark } from './NewbornMark'
import { isNewbornAt } from './newborn'
import { isSimilarName } from './similar-names'

/** A table on a wide screen, cards on a phone: the same rows, laid out by the style sheet. */
export function PersonHitList({ hits }: { hits: readonly PersonHit[] }) {
  const { t } = useTranslation()
  return (
    <div className="hit-list">
      <div className="hit-head" aria-hidden="true">
        <span>{t('search.name')}</span>
        <span>{t('search.birth')}</span>
        <span>{t('search.numbers')}</span>
        <span>{t('search.address')}</span>
        <span>{t('search.lastVisit')}</span>
      </div>
      <ul>
        {hits.map((hit) => (
          <PersonHitRow
            key={hit.personId}
            hit={hit}
            similar={hits.some((other) => other !== hit && isSimilarName(other.fullName, hit.fullName))}
          />
        ))}
      </ul>
    </div>
  )
}

function PersonHitRow({ hit, similar }: { hit: PersonHit; similar: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const age = hit.deceased ? null : format.age(hit.birthDate)
  return (
    <li className="hit" data-testid="person-hit">
      <div className="hit-name">
        <Link to={paths.record} params={{ personId: hit.personId }} className="hit-link" data-row>
          {hit.fullName}
        </Link>
        <span className="hit-sex">{t(`sex.${hit.sex}`)}</span>
        {hit.deceased && <span className="mark-pill deceased">{t('search.deceased')}</span>}
        {isNewbornAt(hit.birthDate, hit.lastVisitAt) && <NewbornMark />}
        {similar && (
          <span className="hit-similar">
            <Icon name="warning" size={14} /> {t('search.similar')}
          </span>
        )}
      </div>
      <div className="hit-birth">
        <strong>{hit.birthDate ? formatDay(hit.birthDate) : t('age.unknown')}</strong>
        {age && <span>{age}</span>}
      </div>
      <div className="hit-numbers">
        {hit.citizenIdMasked && <HitNumber label={t('search.citizenId')} value={hit.citizenIdMasked} />}
        {hit.insuranceNumberMasked && (
          <HitNumber label={t('search.insurance')} value={hit.insuranceNumberMasked} />
        )}
      </div>
      <div className="hit-address">
        {hit.address ?? <span className="caption">{t('state.unknown')}</span>}
      </div>
      <div className="hit-visit">
        <span>
          {hit.lastVisitAt && <span className="caption hit-visit-label">{t('search.lastVisit')} </span>}
          {hit.lastVisitAt ? formatDay(hit.lastVisitAt) : t('search.noVisit')}
        </span>
        <span className="caption">{t('search.facilityCount', { count: hit.facilityCount })}</span>
      </div>
    </li>
  )
}

function HitNumber({ label, value }: { label: string; value: string }) {
  return (
    <span className="hit-number">
      <span className="caption">{label}</span> <span className="digits">{value}</span>
    </span>
  )
}
