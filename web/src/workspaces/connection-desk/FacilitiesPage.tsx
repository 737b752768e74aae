import { useTranslation } from 'react-i18next'
import { useFacilityCards, useVolumes } from '../../api/intake'
import { EmptyView } from '../../ui/EmptyView'
import { ErrorView } from '../../ui/ErrorView'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { DeskTabs } from './DeskTabs'
import { FacilityRow } from './FacilityRow'
import { joinFacilities } from './join-facilities'

// Long enough to count what a facility sent before it fell silent.
const days = 90

export function FacilitiesPage() {
  const { t } = useTranslation()
  const cards = useFacilityCards()
  const volumes = useVolumes(days)
  const error = cards.error ?? volumes.error
  const loaded = cards.data !== undefined && volumes.data !== undefined
  const facilities = loaded ? joinFacilities(cards.data, volumes.data.facilities) : undefined
  const retry = () => Promise.all([cards.refetch(), volumes.refetch()])
  return (
    <div className="page">
      <DeskTabs />
      <PageHeading title={t('facilities.title')} tab={t('nav.facilities')} />
      <p className="page-intro">{t('facilities.intro')}</p>
      {error && !loaded && <ErrorView error={error} onRetry={retry} />}
      {!loaded && !error && <Loading lines={6} />}
      {facilities?.length === 0 && <EmptyView title={t('facilities.none')} />}
      <ul className="facility-list">
        {facilities?.map((facility) => (
          <FacilityRow key={facility.facilityCode} facility={facility} />
        ))}
      </ul>
    </div>
  )
}
