import { Link } from '@tanstack/react-router'
import { useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewAnswer, ReviewItemView } from '../../api/types'
import { paths } from '../../shell/paths'
import { formatDay } from '../../ui/format'
import { AnswerBar } from './AnswerBar'
import { DecidedList } from './DecidedList'
import { EvidenceBars } from './EvidenceBars'
import { FieldTable } from './FieldTable'
import type { Review } from './useReview'
import { useReviewKeys } from './useReviewKeys'
import { WhyField, whyAtLeast } from './WhyField'
import { useWords } from './words'

interface Props {
  readonly item: ReviewItemView
  readonly review: Review
  readonly onHelp: () => void
}

/** Two groups, what speaks for and against, and the answers. */
export function ItemCard({ item, review, onHelp }: Props) {
  const { t } = useTranslation()
  const words = useWords()
  const [why, setWhy] = useState('')
  const [missing, setMissing] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  // A new item begins at its heading, for eyes and for screen readers, before a key can ask for another place.
  useLayoutEffect(() => {
    heading.current?.focus({ preventScroll: true })
    window.scrollTo({ top: 0 })
  }, [])
  const answer = (given: ReviewAnswer) => {
    const lacks = given === 'same' && item.needsWhy && why.trim().length < whyAtLeast
    setMissing(lacks)
    if (lacks) input.current?.focus()
    else review.answer(given, why.trim())
  }
  useReviewKeys({ answer, undo: review.undo, next: review.next, help: onHelp })
  return (
    <article className="card review-item" data-testid="review-item" data-item={item.itemId}>
      <h2 ref={heading} tabIndex={-1}>
        {t(item.isOne ? 'identityReview.stillOne' : 'identityReview.question')}
      </h2>
      <p className="caption">
        {words.reason(item.reason)} · {t('identityReview.waitsSince', { day: formatDay(item.askedAt) })}
      </p>
      {item.isSecond && <p className="outcome outcome-mixed">{t('identityReview.isSecond')}</p>}
      {item.risks.length > 0 && (
        <p className="outcome outcome-bad" data-testid="review-risks">
          {t('identityReview.risky', {
            risks: item.risks.map((risk) => t(`identityReview.risks.${risk}`)).join('; '),
          })}
        </p>
      )}
      <FieldTable item={item} />
      <p className="review-people no-print">
        {[item.left, item.right].map((side, at) => (
          <Link
            key={side.personId}
            to={paths.reviewAnswers}
            search={{ person: side.personId }}
            className="quiet-link"
          >
            {t('identityReview.historyOf', {
              side: t(at === 0 ? 'identityReview.left' : 'identityReview.right'),
            })}
          </Link>
        ))}
      </p>
      <EvidenceBars item={item} />
      <DecidedList decided={item.decided} />
      <div className="review-desk-bar">
        {/* Where none is needed the line would only be in the way of the keys. */}
        {item.needsWhy && (
          <WhyField
            input={input}
            why={why}
            missing={missing}
            onChange={setWhy}
            onEnter={() => answer('same')}
          />
        )}
        <AnswerBar pending={review.pending} onAnswer={answer} onUndo={review.undo} onNext={review.next} />
      </div>
    </article>
  )
}
