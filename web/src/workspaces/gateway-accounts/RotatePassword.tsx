import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GatewayAccount, GatewayPassword } from '../../api/types'
import { useErrorText } from '../../ui/ErrorView'
import { useRotatePassword } from './api'
import { TickBox } from './TickBox'

interface Props {
  readonly account: GatewayAccount
  readonly onGiven: (given: GatewayPassword) => void
  readonly onClose: () => void
}

const choices = { h0: 0, h24: 24, h168: 168 } as const
type Choice = keyof typeof choices

/** A new password; the former one may go on while the vendor changes it everywhere. */
export function RotatePassword({ account, onGiven, onClose }: Props) {
  const { t } = useTranslation()
  const textOf = useErrorText()
  const rotate = useRotatePassword(account.accountId)
  const [choice, setChoice] = useState<Choice>('h24')
  return (
    <form
      className="account-form"
      onSubmit={(event) => {
        event.preventDefault()
        rotate.mutate(choices[choice], {
          onSuccess: (given) => {
            onGiven(given)
            onClose()
          },
        })
      }}
    >
      <h3>{t('gateway.rotateTitle', { username: account.username })}</h3>
      <fieldset className="channel-fields">
        <legend>{t('gateway.overlap')}</legend>
        {(Object.keys(choices) as Choice[]).map((one) => (
          <TickBox
            key={one}
            type="radio"
            name="overlap"
            checked={choice === one}
            onChange={() => setChoice(one)}
          >
            {t(`gateway.overlapChoice.${one}`)}
          </TickBox>
        ))}
      </fieldset>
      <div className="account-actions">
        <Button type="submit" loading={rotate.isPending}>
          {t('gateway.rotate')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('gateway.cancel')}
        </Button>
      </div>
      {rotate.error && (
        <p className="outcome outcome-bad" role="alert">
          {t('gateway.failed', { message: textOf(rotate.error) })}
        </p>
      )}
    </form>
  )
}
