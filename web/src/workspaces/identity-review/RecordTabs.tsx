import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCorrectionCount } from '../../api/corrections'
import { paths } from '../../shell/paths'
import { useFormat } from '../../ui/useFormat'

/** The pages about whose a record is: find somebody; say who is who; what was said; how much; who saw it wrong. */
export function RecordTabs() {
  const { t } = useTranslation()
  const format = useFormat()
  const waiting = useCorrectionCount().data?.open ?? 0
  const current = { 'aria-current': 'page' } as const
  const exactly = { exact: true, includeSearch: false }
  return (
    <nav className="page-tabs no-print" aria-label={t('identityReview.tabs')}>
      <Link to={paths.search} activeProps={current} activeOptions={exactly}>
        {t('identityReview.tabSearch')}
      </Link>
      <Link to={paths.review} activeProps={current} activeOptions={exactly}>
        {t('identityReview.tabReview')}
      </Link>
      <Link to={paths.reviewAnswers} activeProps={current} activeOptions={exactly}>
        {t('identityReview.tabAnswers')}
      </Link>
      <Link to={paths.reviewWorkload} activeProps={current} activeOptions={exactly}>
        {t('identityReview.tabWorkload')}
      </Link>
      <Link to={paths.reviewCorrections} activeProps={current} activeOptions={exactly}>
        {t('corrections.tab')}
        {waiting > 0 && ` (${format.number(waiting)})`}
      </Link>
    </nav>
  )
}
