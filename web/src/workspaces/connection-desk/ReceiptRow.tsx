import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ReceiptLine } from '../../api/types'
import { paths } from '../../shell/paths'
import { formatInstant } from '../../ui/format'
import { CountMarks } from './CountMarks'

export function ReceiptRow({ receipt }: { receipt: ReceiptLine }) {
  const { t } = useTranslation()
  return (
    <li className="receipt-row" data-testid="receipt">
      <span className="digits receipt-at">{formatInstant(receipt.receivedAt)}</span>
      <div className="receipt-what">
        <Link
          to={paths.receipt}
          params={{ receiptId: receipt.receiptId }}
          className="receipt-link break-anywhere"
          data-row
        >
          {receipt.fileName ?? t('desk.noFileName')}
        </Link>
        <span className="receipt-from">
          {receipt.facilityName || receipt.facilityCode || t('desk.unknownFacility')}
          <span className="caption">
            {receipt.vendor && ` · ${receipt.vendor}`} · {t(`format.${receipt.format}`)}
          </span>
        </span>
        {receipt.headline && <span className="receipt-headline">{receipt.headline}</span>}
      </div>
      <CountMarks receipt={receipt} />
    </li>
  )
}
