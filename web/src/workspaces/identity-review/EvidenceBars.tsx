import { useTranslation } from 'react-i18next'
import type { ReviewItemView } from '../../api/types'
import { useFormat } from '../../ui/useFormat'

/** A bar of this many bits is full; few comparisons say more (a number that agrees counts 24 at most). */
const fullBits = 24

/** One sentence for each comparison, with what it weighs: to the right for one human, to the left against. */
export function EvidenceBars({ item }: { item: ReviewItemView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const bitsText = (bits: number) => {
    const rounded = Math.round(bits * 10) / 10
    return `${rounded > 0 ? '+' : ''}${format.number(rounded === 0 ? 0 : rounded).replace('-', '−')}`
  }
  return (
    <section aria-labelledby="review-evidence">
      <h3 id="review-evidence">{t('identityReview.evidence')}</h3>
      {item.lines.length === 0 && <p className="caption">{t('identityReview.noEvidence')}</p>}
      <ul className="review-evidence">
        {item.lines.map((line) => (
          <li key={`${line.comparison}|${line.level}`}>
            <span>{line.sentence}</span>
            <span className="review-bar" aria-hidden="true">
              <span
                className={line.bits < 0 ? 'review-bar-against' : 'review-bar-for'}
                style={{ width: `${Math.min(50, (Math.abs(line.bits) / fullBits) * 50)}%` }}
              />
            </span>
            <span className="digits review-bits">
              {bitsText(line.bits)}
              <span className="visually-hidden">
                {' '}
                {line.bits < 0 ? t('identityReview.against') : t('identityReview.for')}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <p className="review-sum">
        {t('identityReview.sum', { bits: bitsText(item.bits), chance: format.chance(item.chance) })}
      </p>
      {item.guards.map((guard) => (
        <p key={guard} className="outcome outcome-mixed review-guard">
          {guard}
        </p>
      ))}
    </section>
  )
}
