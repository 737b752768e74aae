import { useTranslation } from 'react-i18next'
import type { ReviewDecided } from '../../api/types'
import { formatInstant } from '../../ui/format'

/** What people said of these two before, and whether it still stands. */
export function DecidedList({ decided }: { decided: readonly ReviewDecided[] }) {
  const { t } = useTranslation()
  if (decided.length === 0) return null
  return (
    <section aria-labelledby="review-decided" className="review-decided">
      <h3 id="review-decided">{t('identityReview.decidedBefore')}</h3>
      <ul>
        {decided.map((each) => (
          <li key={each.decisionId}>
            {t(`identityReview.decided.${each.says}`, { at: formatInstant(each.at), by: each.by })}
            {each.why !== '' && <> “{each.why}”</>}
            {!each.stands && <strong> {t('identityReview.revoked')}</strong>}
          </li>
        ))}
      </ul>
    </section>
  )
}
