import { useTranslation } from 'react-i18next'
import type { ReceiptLine } from '../../api/types'
import { Icon } from '../../ui/icons'

/** A receipt's numbers in words; what is zero is not said. */
export function CountMarks({ receipt: { counts } }: { receipt: Pick<ReceiptLine, 'counts'> }) {
  const { t } = useTranslation()
  return (
    <span className="count-marks">
      <span className="digits">{t('desk.total', { count: counts.total })}</span>
      {counts.accepted > 0 && (
        <span className="mark-pill status-accepted">
          <Icon name="clock" size={12} /> {t('desk.waiting', { count: counts.accepted })}
        </span>
      )}
      {counts.setAside > 0 && (
        <span className="mark-pill status-set-aside">
          <Icon name="stop" size={12} /> {t('desk.setAside', { count: counts.setAside })}
        </span>
      )}
      {counts.stored > 0 && (
        <span className="mark-pill status-stored">
          <Icon name="check" size={12} /> {t('desk.stored', { count: counts.stored })}
        </span>
      )}
      {counts.warnings > 0 && (
        <span className="mark-pill severity-warning">
          <Icon name="warning" size={12} /> {t('desk.warnings', { count: counts.warnings })}
        </span>
      )}
    </span>
  )
}
