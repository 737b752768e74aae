import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PageHeading } from '../ui/PageHeading'
import { paths } from './paths'

export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <div className="page">
      <PageHeading title={t('state.notFoundTitle')} />
      <p>{t('state.notFound')}</p>
      <Link to={paths.search}>{t('state.home')}</Link>
    </div>
  )
}

export function CrashPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation()
  return (
    <div className="page" role="alert">
      <PageHeading title={t('state.crashTitle')} />
      <p>{t('state.crash')}</p>
      <p className="caption">{error instanceof Error ? error.message : String(error)}</p>
      <button type="button" className="button-link" onClick={reset}>
        {t('notice.retry')}
      </button>
    </div>
  )
}
