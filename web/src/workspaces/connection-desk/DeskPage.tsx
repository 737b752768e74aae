import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { paths } from '../../shell/paths'
import { PageHeading } from '../../ui/PageHeading'
import { DeskTabs } from './DeskTabs'
import { FacilityVolumes } from './FacilityVolumes'
import { ReceiptFilters } from './ReceiptFilters'
import { ReceiptList } from './ReceiptList'
import { UploadBox } from './UploadBox'

const route = getRouteApi(paths.desk)

export function DeskPage() {
  const { t } = useTranslation()
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <div className="page">
      <DeskTabs />
      <PageHeading title={t('desk.title')} tab={t('nav.desk')} />
      <div className="desk-columns">
        <section className="desk-main" aria-label={t('desk.receipts')}>
          <ReceiptFilters
            filter={filter}
            onChange={(next) => void navigate({ search: next, replace: true })}
          />
          <ReceiptList key={JSON.stringify(filter)} filter={filter} />
        </section>
        <UploadBox />
        <FacilityVolumes />
      </div>
    </div>
  )
}
