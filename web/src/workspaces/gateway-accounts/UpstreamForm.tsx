import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GatewayAccount } from '../../api/types'
import { useErrorText } from '../../ui/ErrorView'
import { ExplainedButton } from '../../ui/ExplainedButton'
import { useSetUpstream } from './api'

interface Props {
  readonly account: GatewayAccount
  readonly canSeal: boolean
  readonly onClose: () => void
}

/** The facility's own account at the real gateway, for forwarding. */
export function UpstreamForm({ account, canSeal, onClose }: Props) {
  const { t } = useTranslation()
  const textOf = useErrorText()
  const set = useSetUpstream(account.accountId)
  const [username, setUsername] = useState(account.upstreamUsername ?? '')
  const [password, setPassword] = useState('')
  const isWhole = username.trim() !== '' && password !== ''
  return (
    <form
      className="account-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (canSeal && isWhole) set.mutate({ username: username.trim(), password }, { onSuccess: onClose })
      }}
    >
      <h3>{t('gateway.upstreamTitle')}</h3>
      <p className="page-intro">{t('gateway.upstreamIntro')}</p>
      <div className="account-fields">
        <TextInput
          label={t('gateway.username')}
          value={username}
          autoComplete="off"
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
        <TextInput
          type="password"
          label={t('gateway.upstreamPassword')}
          value={password}
          autoComplete="new-password"
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </div>
      <div className="account-actions">
        <ExplainedButton
          type="submit"
          loading={set.isPending}
          whyNot={canSeal ? undefined : t('gateway.upstreamNoKey')}
        >
          {t('gateway.save')}
        </ExplainedButton>
        {account.upstreamUsername && (
          <Button
            variant="default"
            onClick={() => set.mutate({ username: null, password: null }, { onSuccess: onClose })}
          >
            {t('gateway.upstreamRemove')}
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {t('gateway.cancel')}
        </Button>
      </div>
      {set.error && (
        <p className="outcome outcome-bad" role="alert">
          {t('gateway.failed', { message: textOf(set.error) })}
        </p>
      )}
    </form>
  )
}
