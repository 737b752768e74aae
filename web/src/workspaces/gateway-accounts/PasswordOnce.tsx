import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { GatewayPassword } from '../../api/types'
import { Icon } from '../../ui/icons'
import { useCopy } from '../../ui/useCopy'

/** The one time a password is seen. */
export function PasswordOnce({ given, onTaken }: { given: GatewayPassword; onTaken: () => void }) {
  const { t } = useTranslation()
  const { outcome, copy } = useCopy()
  return (
    <div className="outcome outcome-good password-once" role="status">
      <p>
        <strong>{t('gateway.password', { username: given.account.username })}</strong>
      </p>
      <code className="password-text" data-testid="password">
        {given.password}
      </code>
      <p>{t('gateway.passwordOnce')}</p>
      <div className="account-actions no-print">
        <Button leftSection={<Icon name="copy" />} onClick={() => copy(given.password)}>
          {outcome === 'copied' ? t('gateway.copied') : t('gateway.copy')}
        </Button>
        <Button variant="default" onClick={onTaken}>
          {t('gateway.passwordTaken')}
        </Button>
      </div>
      {outcome === 'failed' && <p>{t('gateway.copyFailed')}</p>}
    </div>
  )
}
