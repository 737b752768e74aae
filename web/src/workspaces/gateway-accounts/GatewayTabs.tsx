import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { paths } from '../../shell/paths'
import { DeskTabs } from '../connection-desk/DeskTabs'
import './gateway.css'

export function GatewayTabs() {
  const { t } = useTranslation()
  const current = { 'aria-current': 'page' } as const
  return (
    <>
      <DeskTabs />
      <nav className="pill-links gateway-tabs no-print" aria-label={t('gateway.tabs')}>
        <Link to={paths.gateway} activeProps={current} activeOptions={{ exact: true }}>
          {t('gateway.accounts')}
        </Link>
        <Link to={paths.gatewayEvents} activeProps={current} activeOptions={{ includeSearch: false }}>
          {t('gateway.events')}
        </Link>
        <Link to={paths.gatewayRelay} activeProps={current}>
          {t('gateway.relay')}
        </Link>
      </nav>
    </>
  )
}
