import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useVolumes } from '../../api/intake'
import type { Volumes } from '../../api/types'
import { paths } from '../../shell/paths'
import { ErrorView } from '../../ui/ErrorView'
import { formatInstant } from '../../ui/format'
import { Loading } from '../../ui/Loading'
import { DayBars } from './DayBars'
import { fillDays } from './fill-days'

const days = 14

export function FacilityVolumes() {
  const { t } = useTranslation()
  const { data, error, refetch } = useVolumes(days)
  return (
    <section className="card desk-volumes" aria-labelledby="volumes-title">
      <h2 id="volumes-title">{t('volumes.title', { count: days })}</h2>
      <p className="caption">{t('volumes.definition')}</p>
      {error && !data && <ErrorView error={error} onRetry={refetch} />}
      {!data && !error && <Loading />}
      {data?.facilities.length === 0 && <p>{t('volumes.none', { count: days })}</p>}
      {data && data.facilities.length > 0 && (
        <p className="volume-legend caption" aria-hidden="true">
          <span className="legend-stored" /> {t('volumes.stored')} <span className="legend-set-aside" />{' '}
          {t('volumes.setAside')}
        </p>
      )}
      <ul>
        {data?.facilities.map((facility) => (
          <FacilityVolume key={facility.facilityCode} facility={facility} />
        ))}
      </ul>
    </section>
  )
}

function FacilityVolume({ facility }: { facility: Volumes['facilities'][number] }) {
  const { t } = useTranslation()
  // Records whose facility code could not be read are counted under an empty code.
  const known = facility.facilityCode !== ''
  const receipts = known ? { facility: facility.facilityCode } : { status: 'set-aside' }
  const name = known ? (facility.facilityName ?? facility.facilityCode) : t('desk.unknownFacility')
  return (
    <li className="volume">
      <div className="volume-head">
        {known ? (
          <Link to={paths.desk} search={receipts} title={t('volumes.open', { facility: name })}>
            {name}
          </Link>
        ) : (
          <span>{name}</span>
        )}
        <span className="caption">
          {known && `${facility.vendor ?? t('provenance.vendorUnknown')} · `}
          {facility.lastReceivedAt
            ? t('volumes.last', { at: formatInstant(facility.lastReceivedAt) })
            : t('volumes.never')}
        </span>
      </div>
      <DayBars facility={name} days={fillDays(facility.days, days)} receipts={receipts} />
      <span className="volume-counts caption">
        {t('desk.stored', { count: facility.stored })}
        {facility.setAside > 0 && (
          <>
            {' · '}
            <Link to={paths.desk} search={{ ...receipts, status: 'set-aside' }}>
              {t('desk.setAside', { count: facility.setAside })}
            </Link>
          </>
        )}
        {facility.warnings > 0 && (
          <>
            {' · '}
            <Link to={paths.problems}>{t('desk.warnings', { count: facility.warnings })}</Link>
          </>
        )}
      </span>
    </li>
  )
}
