import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AllergyItem, PersonRecord } from '../../api/types'
import { paths } from '../../shell/paths'
import { formatDay } from '../../ui/format'
import { Icon } from '../../ui/icons'
import { PageHeading } from '../../ui/PageHeading'
import { ProvenanceButton } from '../../ui/ProvenanceButton'
import { useFormat } from '../../ui/useFormat'
import { useWords } from '../identity-review/words'
import { NewbornMark } from './NewbornMark'
import { isNewbornAt } from './newborn'
import { rememberOpened } from './opened-persons'

type Person = PersonRecord['person']

/** Who this is; stays in sight while the record scrolls. */
export function PersonBanner({ record }: { record: PersonRecord }) {
  const { person, allergies } = record
  const newborn = isNewbornAt(person.birthDate, record.timeline[0]?.start ?? person.lastVisitAt)
  const { t } = useTranslation()
  const format = useFormat()
  const age = format.age(person.birthDate, person.deceasedAt)
  return (
    <section className="person-banner" aria-label={t('record.banner')} data-testid="person-banner">
      <div className="banner-line">
        <PageHeading title={person.fullName} />
        <p className="banner-facts">
          <span>
            <strong>{person.birthDate ? formatDay(person.birthDate) : t('age.unknown')}</strong>
            {age && <> · {person.deceased ? t('age.atDeath', { age }) : age}</>}
          </span>
          <span>{t(`sex.${person.sex}`)}</span>
          {newborn && <NewbornMark />}
          {person.citizenIdMasked && (
            <span className="top-only" title={t('record.citizenIdWhy')}>
              {t('search.citizenId')} <span className="digits">{person.citizenIdMasked}</span>
            </span>
          )}
          {person.insuranceNumberMasked && (
            <span className="wide-only">
              {t('search.insurance')} <span className="digits">{person.insuranceNumberMasked}</span>
            </span>
          )}
          <span className="top-only">
            {t('record.bloodGroup')}{' '}
            {person.bloodGroup ? (
              <strong>{person.bloodGroup}</strong>
            ) : (
              <span className="not-recorded">{t('record.bloodUnknown')}</span>
            )}
          </span>
        </p>
      </div>
      <BannerAllergies allergies={allergies} />
      <BannerWarnings person={person} />
    </section>
  )
}

function BannerAllergies({ allergies }: { allergies: readonly AllergyItem[] }) {
  const { t } = useTranslation()
  if (allergies.length === 0) {
    return (
      <p className="banner-allergies is-none" title={t('record.noAllergiesWhy')}>
        {t('record.noAllergies')}
      </p>
    )
  }
  return (
    <div className="banner-allergies" role="note">
      <Icon name="warning" /> <strong>{t('record.allergies')}:</strong>
      <ul>
        {allergies.map((allergy) => (
          <li key={allergy.ref}>
            {allergy.text}
            {allergy.criticality === 'high' && <em> ({t('summary.critical')})</em>}
            <ProvenanceButton item={allergy} what={allergy.text} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function BannerWarnings({ person }: { person: Person }) {
  const { t } = useTranslation()
  const words = useWords()
  const [alike, setAlike] = useState<ReturnType<typeof rememberOpened>>(null)
  useEffect(() => setAlike((before) => before ?? rememberOpened(person)), [person])
  return (
    <>
      {person.deceased && (
        <p className="banner-warning is-deceased">
          {person.deceasedAt
            ? t('record.deceased', { at: formatDay(person.deceasedAt) })
            : t('record.deceasedUnknown')}
        </p>
      )}
      {person.reviews.map((review) => (
        <p key={review.reason + review.at} className="banner-warning">
          <Icon name="warning" /> {t('record.review', { reason: words.reason(review.reason) })}{' '}
          <Link to={paths.review} className="no-print">
            {t('record.reviewOpen')}
          </Link>
        </p>
      ))}
      {alike && (
        <p className="banner-warning" role="alert">
          <Icon name="warning" />{' '}
          {t('record.similarOpened', {
            name: alike.fullName,
            birth: alike.birthDate ? formatDay(alike.birthDate) : t('age.unknown'),
          })}
        </p>
      )}
    </>
  )
}
