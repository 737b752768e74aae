import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { paths } from '../../shell/paths'
import './desk.css'

export function DeskTabs() {
  const { t } = useTranslation()
  const current = { 'aria-current': 'page' } as const
  return (
    <nav className="desk-tabs no-print" aria-label={t('desk.tabs')}>
      <Link to={paths.desk} activeProps={current} activeOptions={{ exact: true, includeSearch: false }}>
        {t('nav.receipts')}
      </Link>
      <Link to={paths.problems} activeProps={current}>
        {t('nav.problems')}
      </Link>
      <Link to={paths.facilities} activeProps={current}>
        {t('nav.facilities')}
      </Link>
    </nav>
  )
}
