import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewAnswerLine } from '../../api/types'
import { paths } from '../../shell/paths'
import { formatInstant } from '../../ui/format'
import { useWords } from './words'

interface Props {
  readonly title: string
  readonly lines: readonly ReviewAnswerLine[]
  /** What may be done with a line. */
  readonly action?: (line: ReviewAnswerLine) => ReactNode
}

export function AnswerTable({ title, lines, action }: Props) {
  const { t } = useTranslation()
  const words = useWords()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard.
    <section className="table-scroll" tabIndex={0} aria-label={title}>
      <table className="plain-table">
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('identityReview.when')}</th>
            <th scope="col">{t('identityReview.who')}</th>
            <th scope="col">{t('identityReview.answer')}</th>
            <th scope="col">{t('identityReview.about')}</th>
            <th scope="col">{t('identityReview.became')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.answerId} data-testid="review-answer">
              <td className="digits">{formatInstant(line.at)}</td>
              <td>{line.by}</td>
              <td>
                {t(`identityReview.answers.${line.answer}`)}
                {line.why !== '' && <p className="caption">“{line.why}”</p>}
              </td>
              <td>
                {words.reason(line.reason)}
                <p className="caption">
                  {line.facilities.join(', ')}
                  {line.persons.map((personId, at) => (
                    <span key={personId}>
                      {' · '}
                      <Link to={paths.reviewAnswers} search={{ person: personId }}>
                        {t('identityReview.person', { count: at + 1 })}
                      </Link>
                    </span>
                  ))}
                </p>
              </td>
              <td>
                {t(`identityReview.becameOf.${line.state}`)} {action?.(line)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
