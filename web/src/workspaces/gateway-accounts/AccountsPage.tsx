import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GatewayPassword } from '../../api/types'
import { EmptyView } from '../../ui/EmptyView'
import { ErrorView } from '../../ui/ErrorView'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { AccountCard } from './AccountCard'
import { useAccounts } from './api'
import { GatewayTabs } from './GatewayTabs'
import { NewAccount } from './NewAccount'
import { PasswordOnce } from './PasswordOnce'

/** Accounts of the drop-in insurance gateway. */
export function AccountsPage() {
  const { t } = useTranslation()
  const { data, error, refetch } = useAccounts()
  const [isCreating, setCreating] = useState(false)
  const [given, setGiven] = useState<GatewayPassword>()
  return (
    <div className="page">
      <GatewayTabs />
      <PageHeading title={t('gateway.title')} tab={t('nav.gateway')}>
        {!isCreating && (
          <Button leftSection={<Icon name="person" />} onClick={() => setCreating(true)}>
            {t('gateway.create')}
          </Button>
        )}
      </PageHeading>
      <p className="page-intro">{t('gateway.intro')}</p>
      {data && (
        <p className="gateway-state">
          <Icon name={data.state.address ? 'check' : 'info'} />{' '}
          {data.state.address ? t('gateway.listening', { address: data.state.address }) : t('gateway.off')}
        </p>
      )}
      {given && <PasswordOnce given={given} onTaken={() => setGiven(undefined)} />}
      {isCreating && (
        <NewAccount
          onGiven={(made) => {
            setGiven(made)
            setCreating(false)
          }}
          onCancel={() => setCreating(false)}
        />
      )}
      {error && !data && <ErrorView error={error} onRetry={refetch} />}
      {!data && !error && <Loading lines={5} />}
      {data?.items.length === 0 && !isCreating && <EmptyView title={t('gateway.none')} />}
      <ul className="account-list">
        {data?.items.map((account) => (
          <AccountCard
            key={account.accountId}
            account={account}
            canSeal={data.state.canSeal}
            isForwarding={data.state.upstream !== null}
            onGiven={setGiven}
          />
        ))}
      </ul>
    </div>
  )
}
