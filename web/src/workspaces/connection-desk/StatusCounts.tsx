import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Receipt } from '../../api/types'
import { paths } from '../../shell/paths'
import { useFormat } from '../../ui/useFormat'

/** A receipt's counts; each opens the records behind it. */
export function StatusCounts({ receipt, status }: { receipt: Receipt; status: string | undefined }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { total, accepted, stored, setAside } = receipt.counts
  // Counts that the server does not give by name are what is left of the total.
  const superseded = Math.max(0, total - accepted - stored - setAside)
  const choices = [
    { status: undefined, text: t('receipt.all'), count: total },
    { status: 'set-aside', text: t('status.set-aside'), count: setAside },
    { status: 'accepted', text: t('status.accepted'), count: accepted },
    { status: 'stored', text: t('status.stored'), count: stored },
    { status: 'superseded', text: t('status.superseded'), count: superseded },
  ]
  return (
    <nav className="pill-links status-counts" aria-label={t('receipt.counts')}>
      {choices
        .filter((choice) => choice.status === undefined || choice.count > 0 || choice.status === status)
        .map((choice) => (
          <Link
            key={choice.text}
            to={paths.receipt}
            params={{ receiptId: receipt.receiptId }}
            search={choice.status ? { status: choice.status } : {}}
            replace
            resetScroll={false}
            aria-current={choice.status === status ? 'true' : undefined}
          >
            {choice.text} <strong className="digits">{format.number(choice.count)}</strong>
          </Link>
        ))}
    </nav>
  )
}
