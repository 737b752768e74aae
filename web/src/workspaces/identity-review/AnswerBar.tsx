import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ReviewAnswer } from '../../api/types'
import { Icon, type IconName } from '../../ui/icons'
import { answerKeys } from './useReviewKeys'

const icons: Record<ReviewAnswer, IconName> = {
  same: 'check',
  different: 'close',
  'cannot-tell': 'info',
  'ask-facility': 'external',
}

interface Props {
  readonly pending: boolean
  readonly onAnswer: (answer: ReviewAnswer) => void
  readonly onUndo: () => void
  readonly onNext: () => void
}

/** Four answers of equal weight: none of them is the one to press without thinking. */
export function AnswerBar({ pending, onAnswer, onUndo, onNext }: Props) {
  const { t } = useTranslation()
  return (
    <fieldset className="review-answers no-print" aria-busy={pending}>
      <legend className="visually-hidden">{t('identityReview.yourAnswer')}</legend>
      {(Object.keys(answerKeys) as ReviewAnswer[]).map((answer) => (
        <Button
          key={answer}
          variant="default"
          leftSection={<Icon name={icons[answer]} />}
          onClick={() => onAnswer(answer)}
          aria-keyshortcuts={answerKeys[answer]}
        >
          {t(`identityReview.answers.${answer}`)} ({answerKeys[answer]})
        </Button>
      ))}
      <span className="review-answers-gap" />
      <Button variant="subtle" leftSection={<Icon name="replay" />} onClick={onUndo} aria-keyshortcuts="z">
        {t('identityReview.undo')} (Z)
      </Button>
      <Button variant="subtle" leftSection={<Icon name="chevron" />} onClick={onNext} aria-keyshortcuts="n">
        {t('identityReview.next')} (N)
      </Button>
    </fieldset>
  )
}
