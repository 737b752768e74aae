import { Button } from '@mantine/core'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReceiptFilter } from '../../api/intake'
import { EmptyView } from '../../ui/EmptyView'
import { ErrorView } from '../../ui/ErrorView'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { ReceiptRow } from './ReceiptRow'
import { useLiveReceipts } from './useLiveReceipts'

export function ReceiptList({ filter }: { filter: ReceiptFilter }) {
  const { t } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  const live = useLiveReceipts(filter, list)
  const { query, visible, fresh, paused } = live
  const filtered = Object.values(filter).some(Boolean)
  return (
    <>
      <div className="live-line">
        <span className={paused ? 'live-state is-paused' : 'live-state'}>
          <span className="live-dot" aria-hidden="true" /> {paused ? t('desk.paused') : t('desk.live')}
        </span>
        <button type="button" className="text-button" onClick={() => live.setPaused(!paused)}>
          <Icon name={paused ? 'play' : 'pause'} size={14} /> {paused ? t('desk.resume') : t('desk.pause')}
        </button>
        <span role="status" className="live-fresh">
          {fresh > 0 && (
            <Button size="compact-sm" onClick={live.show} data-testid="fresh-receipts">
              {t('desk.fresh', { count: fresh })}
            </Button>
          )}
        </span>
      </div>
      {query.error && !query.data && <ErrorView error={query.error} onRetry={query.refetch} />}
      {query.isPending && !query.error && <Loading lines={8} />}
      {query.data && visible.length === 0 && (
        <EmptyView title={filtered ? t('desk.noneFiltered') : t('desk.none')}>
          {!filtered && <p>{t('desk.noneMore')}</p>}
        </EmptyView>
      )}
      <ul className="receipt-list" ref={list}>
        {visible.map((receipt) => (
          <ReceiptRow key={receipt.receiptId} receipt={receipt} />
        ))}
      </ul>
      {live.more && (
        <Button variant="default" loading={live.loadingOlder} onClick={live.loadOlder}>
          {t('desk.older')}
        </Button>
      )}
    </>
  )
}
