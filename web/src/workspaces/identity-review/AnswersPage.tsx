import { Button } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useReviewAnswers, useUndoReview } from '../../api/review'
import type { ReviewAnswerLine } from '../../api/types'
import { paths } from '../../shell/paths'
import { EmptyView } from '../../ui/EmptyView'
import { ErrorView, useErrorText } from '../../ui/ErrorView'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { AnswerTable } from './AnswerTable'
import { ClerkGate } from './ClerkGate'
import { PersonHistory } from './PersonHistory'
import { RecordTabs } from './RecordTabs'
import './review.css'

const route = getRouteApi(paths.reviewAnswers)

/** What was answered, the way back, and what happened to one person. */
export function AnswersPage() {
  const { t } = useTranslation()
  return (
    <div className="page">
      <RecordTabs />
      <PageHeading title={t('identityReview.answersTitle')} tab={t('identityReview.tabAnswers')} />
      <ClerkGate>{(clerk) => <Answers clerk={clerk} />}</ClerkGate>
    </div>
  )
}

function Answers({ clerk }: { clerk: string }) {
  const { t } = useTranslation()
  const { who = 'mine', person } = route.useSearch()
  const navigate = route.useNavigate()
  const textOf = useErrorText()
  const query = useReviewAnswers(clerk, who === 'all' ? undefined : clerk)
  const undo = useUndoReview(clerk)
  const canUndo = (line: ReviewAnswerLine) =>
    line.by === clerk && (line.state === 'applied' || line.state === 'first')
  return (
    <>
      {person && <PersonHistory key={person} clerk={clerk} personId={person} />}
      <div className="review-filters no-print">
        <label className="select-field">
          {t('identityReview.whose')}
          <select
            value={who}
            onChange={(event) => void navigate({ search: { who: event.currentTarget.value, person } })}
          >
            <option value="mine">{t('identityReview.mine')}</option>
            <option value="all">{t('identityReview.everyones')}</option>
          </select>
        </label>
      </div>
      {undo.error && (
        <p role="alert" className="outcome outcome-bad">
          {textOf(undo.error)}
        </p>
      )}
      {query.error && !query.data && (
        <ErrorView error={query.error} onRetry={query.refetch} notFound={t('identityReview.notHere')} />
      )}
      {!query.data && !query.error && <Loading lines={6} />}
      {query.data?.items.length === 0 && <EmptyView title={t('identityReview.noAnswers')} />}
      {query.data && query.data.items.length > 0 && (
        <AnswerTable
          title={t('identityReview.answersTitle')}
          lines={query.data.items}
          action={(line) =>
            canUndo(line) && (
              <Button
                variant="default"
                size="compact-sm"
                className="no-print"
                loading={undo.isPending && undo.variables === line.answerId}
                onClick={() => undo.mutate(line.answerId)}
              >
                {t('identityReview.undo')}
              </Button>
            )
          }
        />
      )}
    </>
  )
}
