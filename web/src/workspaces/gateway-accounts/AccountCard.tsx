import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GatewayAccount, GatewayPassword } from '../../api/types'
import { useErrorText } from '../../ui/ErrorView'
import { formatDay, formatInstant } from '../../ui/format'
import { Icon } from '../../ui/icons'
import { AccountFields } from './AccountFields'
import { useSaveAccount } from './api'
import { draftOf, isWhole, standingOf } from './draft'
import { RotatePassword } from './RotatePassword'
import { UpstreamForm } from './UpstreamForm'

interface Props {
  readonly account: GatewayAccount
  readonly canSeal: boolean
  readonly isForwarding: boolean
  readonly onGiven: (given: GatewayPassword) => void
}

const markOf = { open: 'status-stored', locked: 'severity-error', expired: 'severity-warning' } as const
const today = () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)

/** One account: what it may, when it was used, and what can be done with it. */
export function AccountCard({ account, canSeal, isForwarding, onGiven }: Props) {
  const { t } = useTranslation()
  const textOf = useErrorText()
  const save = useSaveAccount(account.accountId)
  const [open, setOpen] = useState<'edit' | 'rotate' | 'upstream'>()
  const [draft, setDraft] = useState(draftOf(account))
  const standing = standingOf(account, today())
  const close = () => setOpen(undefined)
  const lock = () =>
    save.mutate({ draft: draftOf(account), state: account.state === 'open' ? 'locked' : 'open' })
  return (
    <li className="card account-card" data-testid="account">
      <div className="account-head">
        <h2>
          <span className="digits">{account.facility}</span> · {account.username}
        </h2>
        <span className={`mark-pill ${markOf[standing]}`}>
          <Icon name={standing === 'open' ? 'check' : 'stop'} size={14} /> {t(`gateway.state.${standing}`)}
        </span>
      </div>
      <dl className="facts">
        <Fact name={t('gateway.vendor')}>{account.vendor ?? t('state.unknown')}</Fact>
        <Fact name={t('gateway.expires')}>
          {account.expiresOn ? formatDay(account.expiresOn) : t('gateway.expiresNever')}
        </Fact>
        <Fact name={t('gateway.addresses')}>
          {account.addresses.length > 0 ? account.addresses.join(', ') : t('gateway.anywhere')}
        </Fact>
        <Fact name={t('gateway.channels')}>
          {account.channels.map((channel) => t(`gateway.channel.${channel}`)).join(', ')}
        </Fact>
        <Fact name={t('gateway.lastSignIn')}>
          {account.lastSignInAt ? formatInstant(account.lastSignInAt) : t('gateway.neverSignedIn')}
          {account.formerUntil && new Date(account.formerUntil) > new Date() && (
            <span className="caption">
              {' '}
              {t('gateway.formerUntil', { at: formatInstant(account.formerUntil) })}
            </span>
          )}
        </Fact>
        {isForwarding && (
          <Fact name={t('gateway.upstream')}>{account.upstreamUsername ?? t('gateway.upstreamNone')}</Fact>
        )}
      </dl>
      <div className="account-actions no-print">
        <Button
          variant="default"
          onClick={() => {
            setDraft(draftOf(account))
            setOpen('edit')
          }}
        >
          {t('gateway.edit')}
        </Button>
        <Button variant="default" onClick={() => setOpen('rotate')}>
          {t('gateway.rotate')}
        </Button>
        {isForwarding && (
          <Button variant="default" onClick={() => setOpen('upstream')}>
            {t('gateway.upstream')}
          </Button>
        )}
        <Button variant="default" loading={save.isPending && open === undefined} onClick={lock}>
          {account.state === 'open' ? t('gateway.lock') : t('gateway.unlock')}
        </Button>
      </div>
      {open === 'edit' && (
        <form
          className="account-form"
          onSubmit={(event) => {
            event.preventDefault()
            if (isWhole(draft)) save.mutate({ draft, state: account.state }, { onSuccess: close })
          }}
        >
          <AccountFields draft={draft} onChange={setDraft} isNew={false} />
          <div className="account-actions">
            <Button type="submit" loading={save.isPending}>
              {t('gateway.save')}
            </Button>
            <Button variant="default" onClick={close}>
              {t('gateway.cancel')}
            </Button>
          </div>
        </form>
      )}
      {open === 'rotate' && <RotatePassword account={account} onGiven={onGiven} onClose={close} />}
      {open === 'upstream' && <UpstreamForm account={account} canSeal={canSeal} onClose={close} />}
      {save.error && (
        <p className="outcome outcome-bad" role="alert">
          {t('gateway.failed', { message: textOf(save.error) })}
        </p>
      )}
    </li>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="break-anywhere">{children}</dd>
    </>
  )
}
