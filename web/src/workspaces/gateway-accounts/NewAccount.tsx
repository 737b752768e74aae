import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GatewayPassword } from '../../api/types'
import { useErrorText } from '../../ui/ErrorView'
import { ExplainedButton } from '../../ui/ExplainedButton'
import { AccountFields } from './AccountFields'
import { type AccountDraft, useCreateAccount } from './api'
import { emptyDraft, isWhole } from './draft'

interface Props {
  readonly onGiven: (given: GatewayPassword) => void
  readonly onCancel: () => void
}

export function NewAccount({ onGiven, onCancel }: Props) {
  const { t } = useTranslation()
  const textOf = useErrorText()
  const create = useCreateAccount()
  const [draft, setDraft] = useState<AccountDraft>(emptyDraft)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isWhole(draft)) create.mutate(draft, { onSuccess: onGiven })
  }
  return (
    <form className="card account-form" onSubmit={submit} aria-labelledby="new-account">
      <h2 id="new-account">{t('gateway.createTitle')}</h2>
      <AccountFields draft={draft} onChange={setDraft} isNew />
      <div className="account-actions">
        <ExplainedButton
          type="submit"
          loading={create.isPending}
          whyNot={isWhole(draft) ? undefined : t('gateway.incomplete')}
        >
          {t('gateway.create')}
        </ExplainedButton>
        <Button variant="default" onClick={onCancel}>
          {t('gateway.cancel')}
        </Button>
      </div>
      {create.error && (
        <p className="outcome outcome-bad" role="alert">
          {t('gateway.failed', { message: textOf(create.error) })}
        </p>
      )}
    </form>
  )
}
