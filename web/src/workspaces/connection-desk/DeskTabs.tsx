import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { paths } from '../../shell/paths'
import './desk.css'

export function DeskTabs() {
  const { t } = useTranslation()
  const current = { 'aria-current': 'page' } as const
  return (
    <nav className="page-tabs no-print" aria-label={t('desk.tabs')}>
      <Link to={paths.desk} activeProps={current} activeOptions={{ exact: true, includeSearch: false }}>
        {t('nav.receipts')}
      </Link>
      <Link to={paths.problems} activeProps={current}>
        {t('nav.problems')}
      </Link>
      <Link to={paths.facilities} activeProps={current}>
        {t('nav.facilities')}
      </Link>
      <Link to={paths.csvMapping} activeProps={current} activeOptions={{ includeSearch: false }}>
        {t('nav.csvMapping')}
      </Link>
      <Link to={paths.gateway} activeProps={current}>
        {t('nav.gateway')}
      </Link>
      <Link to={paths.quality} activeProps={current} activeOptions={{ includeSearch: false }}>
        {t('nav.quality')}
      </Link>
      <Link to={paths.certification} activeProps={current} activeOptions={{ includeSearch: false }}>
        {t('nav.certification')}
      </Link>
    </nav>
  )
}
