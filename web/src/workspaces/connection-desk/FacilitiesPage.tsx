import { useTranslation } from 'react-i18next'
import { useVolumes } from '../../api/intake'
import { EmptyView } from '../../ui/EmptyView'
import { ErrorView } from '../../ui/ErrorView'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { DeskTabs } from './DeskTabs'
import { FacilityRow } from './FacilityRow'

// Long enough that a facility which fell silent can still be named.
const days = 90

export function FacilitiesPage() {
  const { t } = useTranslation()
  const { data, error, refetch } = useVolumes(days)
  // The empty code gathers records whose sender could not be read: there is nothing to name.
  const facilities = data?.facilities.filter(({ facilityCode }) => facilityCode !== '')
  return (
    <div className="page">
      <DeskTabs />
      <PageHeading title={t('facilities.title')} tab={t('nav.facilities')} />
      <p className="page-intro">{t('facilities.intro')}</p>
      {error && !data && <ErrorView error={error} onRetry={refetch} />}
      {!data && !error && <Loading lines={6} />}
      {facilities?.length === 0 && <EmptyView title={t('facilities.none')} />}
      <ul className="facility-list">
        {facilities?.map((facility) => (
          <FacilityRow key={facility.facilityCode} facility={facility} />
        ))}
      </ul>
    </div>
  )
}
