import { useTranslation } from 'react-i18next'
import type { Receipt } from '../../api/types'
import { serverPaths } from '../../shell/paths'
import { formatInstant } from '../../ui/format'
import { Icon } from '../../ui/icons'
import { useCopy } from '../../ui/useCopy'
import { useFormat } from '../../ui/useFormat'

export function ReceiptFacts({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { outcome, copy } = useCopy()
  return (
    <div className="card receipt-facts">
      <dl className="facts">
        <dt>{t('receipt.received')}</dt>
        <dd className="digits">{formatInstant(receipt.receivedAt)}</dd>
        <dt>{t('receipt.from')}</dt>
        <dd>
          {receipt.facilityName || t('desk.unknownFacility')}
          <span className="caption">
            {receipt.facilityCode && ` (${receipt.facilityCode})`}
            {receipt.vendor && ` · ${receipt.vendor}`}
          </span>
        </dd>
        <dt>{t('receipt.format')}</dt>
        <dd>
          {t(`format.${receipt.format}`)} · {format.bytes(receipt.size)}
        </dd>
        <dt>{t('receipt.hash')}</dt>
        <dd>
          <code className="hash">{receipt.sha256}</code>{' '}
          <button type="button" className="text-button" onClick={() => copy(receipt.sha256)}>
            <Icon name="copy" size={14} /> {t('receipt.copyHash')}
          </button>{' '}
          <span role="status" className="caption">
            {outcome && t(outcome === 'copied' ? 'file.copied' : 'file.copyFailed')}
          </span>
        </dd>
      </dl>
      <a className="button-link is-quiet" href={serverPaths.raw(receipt.receiptId)} download>
        <Icon name="download" /> {t('receipt.raw')}
      </a>
    </div>
  )
}
