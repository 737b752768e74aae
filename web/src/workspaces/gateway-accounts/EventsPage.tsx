import { Button } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { paths } from '../../shell/paths'
import { EmptyView } from '../../ui/EmptyView'
import { ErrorView } from '../../ui/ErrorView'
import { formatInstant } from '../../ui/format'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { SelectField } from '../../ui/SelectField'
import { SeverityMark } from '../../ui/StatusMark'
import { useAccounts, useEvents } from './api'
import { GatewayTabs } from './GatewayTabs'

const route = getRouteApi(paths.gatewayEvents)

/** Who came to the gateway, and who was turned away and why. */
export function EventsPage() {
  const { t } = useTranslation()
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const accounts = useAccounts()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useEvents(filter)
  const events = data?.pages.flatMap((page) => page.items)
  const facilities = [...new Set(accounts.data?.items.map(({ facility }) => facility))]
  const set = (change: { facility?: string; only?: string }) =>
    void navigate({ search: { ...filter, ...change }, replace: true })
  return (
    <div className="page">
      <GatewayTabs />
      <PageHeading title={t('gateway.eventsTitle')} tab={t('gateway.events')} />
      <div className="receipt-filters">
        <SelectField
          label={t('gateway.facility')}
          all={t('gateway.allFacilities')}
          value={filter.facility ?? ''}
          onChange={(facility) => set({ facility })}
          options={facilities.map((code) => ({ value: code, text: code }))}
        />
        <SelectField
          label={t('gateway.what')}
          all={t('gateway.all')}
          value={filter.only ?? ''}
          onChange={(only) => set({ only })}
          options={[{ value: 'refused', text: t('gateway.onlyRefused') }]}
        />
      </div>
      {error && !data && <ErrorView error={error} onRetry={refetch} />}
      {!data && !error && <Loading lines={6} />}
      {events?.length === 0 && <EmptyView title={t('gateway.eventsNone')} />}
      {events && events.length > 0 && (
        <ul className="card event-list">
          {events.map((event) => (
            <li key={`${event.at} ${event.kind} ${event.facility} ${event.username} ${event.address}`}>
              <span className="digits">{formatInstant(event.at)}</span>
              <span className="break-anywhere">
                <SeverityMark severity={event.severity} /> {event.message}
                {event.times > 1 && (
                  <span className="caption"> {t('gateway.times', { count: event.times })}</span>
                )}
              </span>
              <span className="caption break-anywhere">
                {[event.facility, event.username, event.address].filter(Boolean).join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('gateway.older')}
        </Button>
      )}
    </div>
  )
}
