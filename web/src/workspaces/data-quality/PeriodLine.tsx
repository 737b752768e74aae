import { useTranslation } from 'react-i18next'
import type { QualityBoard } from '../../api/types'
import { formatDay, formatInstant } from '../../ui/format'

/** Which days are counted, and when that was done. */
export function PeriodLine({ board }: { board: Pick<QualityBoard, 'period' | 'countedAt'> }) {
  const { t } = useTranslation()
  const { from, to } = board.period
  return (
    <p className="caption quality-period">
      {t('quality.range', { from: formatDay(from), to: formatDay(to) })}
      {' · '}
      {board.countedAt
        ? t('quality.counted', { at: formatInstant(board.countedAt) })
        : t('quality.notCounted')}
    </p>
  )
}
