import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { paths } from '../../shell/paths'
import './catalogues.css'

export function CatalogueTabs() {
  const { t } = useTranslation()
  const current = { 'aria-current': 'page' } as const
  return (
    <nav className="page-tabs no-print" aria-label={t('catalogues.tabs')}>
      <Link to={paths.catalogues} activeProps={current} activeOptions={{ exact: true, includeSearch: false }}>
        {t('catalogues.tabList')}
      </Link>
      <Link to={paths.mapping} activeProps={current} activeOptions={{ includeSearch: false }}>
        {t('catalogues.tabMapping')}
      </Link>
      <Link to={paths.wardMoves} activeProps={current} activeOptions={{ includeSearch: false }}>
        {t('catalogues.tabWards')}
      </Link>
    </nav>
  )
}
