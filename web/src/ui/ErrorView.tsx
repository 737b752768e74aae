import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/client'
import { Icon } from './icons'

/** What a person reads when a question to the server failed. */
export function useErrorText() {
  const { t } = useTranslation()
  return (error: unknown): string => {
    if (!(error instanceof ApiError)) return t('state.server')
    if (error.status === 0) return t('state.network')
    return error.message || t('state.server')
  }
}

export function ErrorView({
  error,
  onRetry,
  notFound,
}: {
  error: unknown
  onRetry?: () => void
  notFound?: string
}) {
  const { t } = useTranslation()
  const textOf = useErrorText()
  const missing =
    error instanceof ApiError && (error.status === 404 || error.status === 400) && notFound !== undefined
  return (
    <div className="state-view" role="alert">
      <p className="state-title">
        <Icon name={missing ? 'info' : 'stop'} size={20} /> {missing ? notFound : t('state.failed')}
      </p>
      {!missing && <p>{textOf(error)}</p>}
      {!missing && error instanceof ApiError && error.code !== 'NETWORK' && (
        <p className="caption">{t('state.code', { code: error.code })}</p>
      )}
      {!missing && onRetry && (
        <Button onClick={onRetry} leftSection={<Icon name="replay" />}>
          {t('notice.retry')}
        </Button>
      )}
    </div>
  )
}
