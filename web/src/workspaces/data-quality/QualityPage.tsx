import { Button } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { boardQuery, readPeriod, useQualityBoard } from '../../api/quality'
import { paths, serverPaths } from '../../shell/paths'
import { EmptyView } from '../../ui/EmptyView'
import { ErrorView } from '../../ui/ErrorView'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { DeskTabs } from '../connection-desk/DeskTabs'
import { PeriodLine } from './PeriodLine'
import { QualityFilters } from './QualityFilters'
import { QualityTable } from './QualityTable'
import { QualityTiles } from './QualityTiles'
import { unknownVendor } from './unknown-vendor'
import { VendorTable } from './VendorTable'
import './quality.css'

const route = getRouteApi(paths.quality)

export function QualityPage() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const period = readPeriod(search.period)
  const vendor = search.vendor === unknownVendor ? '' : search.vendor
  const { data, error, refetch } = useQualityBoard(period, vendor)
  const isEmpty = data !== undefined && data.vendors.length === 0
  return (
    <div className="page">
      <DeskTabs />
      <PageHeading title={t('quality.title')} tab={t('quality.tab')}>
        <a
          className="button-link is-quiet"
          href={serverPaths.qualityCsv(boardQuery(period, vendor))}
          download
        >
          <Icon name="download" /> {t('quality.csv')}
        </a>
        <Button variant="default" onClick={() => window.print()} leftSection={<Icon name="print" />}>
          {t('quality.print')}
        </Button>
      </PageHeading>
      <p className="page-intro">{t('quality.intro', { hours: data?.deadlineHours ?? 24 })}</p>
      {error && !data && <ErrorView error={error} onRetry={refetch} />}
      {!data && !error && <Loading lines={8} />}
      {isEmpty && (
        <EmptyView title={t('quality.none')}>
          <p>{t('quality.noneMore')}</p>
        </EmptyView>
      )}
      {data && !isEmpty && (
        <>
          <QualityFilters
            board={data}
            search={{ ...search, period }}
            onChange={(next) => void navigate({ search: next, replace: true })}
          />
          <PeriodLine board={data} />
          <QualityTiles measures={data.total} />
          <QualityTable
            lines={data.facilities}
            period={period}
            find={search.q ?? ''}
            sort={search.sort ?? 'overall'}
            onSort={(sort) => void navigate({ search: { ...search, sort }, replace: true })}
          />
          <VendorTable vendors={data.vendors} />
        </>
      )}
    </div>
  )
}
