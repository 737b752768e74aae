import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMeta } from '../api/meta'
import { paths } from './paths'

/** Totals; each opens the rows behind it. */
export function AppFooter() {
  const { t } = useTranslation()
  const { data: meta } = useMeta()
  if (!meta) return <footer className="app-footer" />
  const { persons, receipts, setAside, waiting } = meta.counts
  return (
    <footer className="app-footer no-print">
      <Link to={paths.search}>{t('app.persons', { count: persons })}</Link>
      <Link to={paths.desk}>{t('app.receipts', { count: receipts })}</Link>
      <Link to={paths.desk} search={{ status: 'set-aside' }}>
        {t('app.setAside', { count: setAside })}
      </Link>
      <Link to={paths.desk}>{t('app.waiting', { count: waiting })}</Link>
      <span>{t('app.version', { version: meta.version })}</span>
    </footer>
  )
}
