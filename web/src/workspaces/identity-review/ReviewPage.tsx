import { Button } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewFilter } from '../../api/review'
import { paths } from '../../shell/paths'
import { EmptyView } from '../../ui/EmptyView'
import { ErrorView, useErrorText } from '../../ui/ErrorView'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { useFormat } from '../../ui/useFormat'
import { ClerkGate } from './ClerkGate'
import { FilterBar } from './FilterBar'
import { ItemCard } from './ItemCard'
import { RecordTabs } from './RecordTabs'
import { ReviewHelp } from './ReviewHelp'
import './review.css'
import { type Review, type Said, useReview } from './useReview'
import { useReviewKeys } from './useReviewKeys'

const route = getRouteApi(paths.review)

/** Rà soát trùng: one pair after the other, the most urgent first. */
export function ReviewPage() {
  const { t } = useTranslation()
  return (
    <div className="page">
      <RecordTabs />
      <PageHeading title={t('identityReview.title')} tab={t('identityReview.tabReview')} />
      <ClerkGate>{(clerk) => <Desk key={clerk} clerk={clerk} />}</ClerkGate>
    </div>
  )
}

function Desk({ clerk }: { clerk: string }) {
  const { t } = useTranslation()
  const { item: asked, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const review = useReview(clerk, filter, asked)
  const [help, setHelp] = useState(false)
  const change = (next: ReviewFilter) => void navigate({ search: { ...next }, replace: true })
  return (
    <>
      <FilterBar clerk={clerk} filter={filter} onChange={change} />
      <Status review={review} />
      <Problem review={review} />
      {review.item === undefined && !review.error && (
        <Loading lines={10} label={t('identityReview.loading')} />
      )}
      {review.item === null && <NothingLeft review={review} onHelp={() => setHelp(true)} />}
      {review.item && (
        <ItemCard
          key={`${review.item.itemId}|${review.item.seen}`}
          item={review.item}
          review={review}
          onHelp={() => setHelp(true)}
        />
      )}
      <p className="review-foot no-print">
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Icon name="keyboard" />}
          onClick={() => setHelp(true)}
        >
          {t('identityReview.help')} (?)
        </Button>
      </p>
      <ReviewHelp opened={help} onClose={() => setHelp(false)} />
    </>
  )
}

/** What was just written, for eyes and for screen readers. */
function Status({ review }: { review: Review }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <p role="status" className="review-status no-print">
      {review.pending && t('identityReview.working')}
      {!review.pending && review.said && <SaidText said={review.said} />}
      {review.answered > 0 && (
        <span className="caption" data-testid="review-answered">
          {' '}
          {t('identityReview.answeredHere', {
            count: review.answered,
            number: format.number(review.answered),
          })}
        </span>
      )}
    </p>
  )
}

function SaidText({ said }: { said: Said }) {
  const { t } = useTranslation()
  if (said.what === 'undone') return <>{t('identityReview.undone')}</>
  if (said.disagree) return <>{t('identityReview.disagree')}</>
  if (said.state === 'waits-second') return <>{t('identityReview.waitsSecond')}</>
  return <>{t('identityReview.noted', { what: t(`identityReview.answers.${said.what}`) })}</>
}

function Problem({ review }: { review: Review }) {
  const { t } = useTranslation()
  const textOf = useErrorText()
  if (!review.error) return null
  // Nothing on the screen yet: the whole page failed, or this server has no desk.
  if (review.item === undefined)
    return <ErrorView error={review.error} onRetry={review.next} notFound={t('identityReview.notHere')} />
  return (
    <p role="alert" className="outcome outcome-bad">
      {textOf(review.error)}
    </p>
  )
}

function NothingLeft({ review, onHelp }: { review: Review; onHelp: () => void }) {
  const { t } = useTranslation()
  useReviewKeys({ answer: () => {}, undo: review.undo, next: review.next, help: onHelp })
  return (
    <EmptyView title={t('identityReview.empty')}>
      <p>{t('identityReview.emptyMore')}</p>
      <p className="review-answers no-print">
        <Button variant="default" onClick={review.next}>
          {t('identityReview.lookAgain')} (N)
        </Button>
        <Button variant="subtle" leftSection={<Icon name="replay" />} onClick={review.undo}>
          {t('identityReview.undo')} (Z)
        </Button>
      </p>
    </EmptyView>
  )
}
