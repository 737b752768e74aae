import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useReviewHistory, useRevoke } from '../../api/review'
import type { ReviewEvent, ReviewPersonHistory, ReviewPlace } from '../../api/types'
import { ErrorView, useErrorText } from '../../ui/ErrorView'
import { formatInstant } from '../../ui/format'
import { Loading } from '../../ui/Loading'
import { whyAtLeast } from './WhyField'
import { useWords } from './words'

/** What happened to one person, in words, and what is remembered of the person's records. */
export function PersonHistory({ clerk, personId }: { clerk: string; personId: string }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useReviewHistory(clerk, personId)
  return (
    <section className="card review-history" aria-labelledby="review-history" data-testid="review-history">
      <h2 id="review-history">{t('identityReview.history')}</h2>
      {error && <ErrorView error={error} onRetry={refetch} notFound={t('identityReview.noPerson')} />}
      {!data && !error && <Loading lines={4} />}
      {data && (
        <>
          <Remembered clerk={clerk} decided={data.decided} />
          <h3>{t('identityReview.events')}</h3>
          <ol className="review-events">
            {data.events.map((event) => (
              <EventLine key={event.eventId} event={event} />
            ))}
          </ol>
        </>
      )}
    </section>
  )
}

function EventLine({ event }: { event: ReviewEvent }) {
  const { t } = useTranslation()
  const words = useWords()
  const places = (list: readonly ReviewPlace[]) =>
    list.map((place) => `${place.facility} · ${place.localId}`).join(', ')
  const isRule = event.by === 'rule'
  return (
    <li>
      <span className="digits">{formatInstant(event.at)}</span>{' '}
      <strong>{event.undoes ? t('identityReview.kinds.undo') : words.kind(event.kind)}</strong>{' '}
      {!isRule && t('identityReview.by', { by: event.by })}
      {event.why !== '' && <span> “{event.why}”</span>}
      {event.came.length > 0 && <p>{t('identityReview.came', { records: places(event.came) })}</p>}
      {event.went.length > 0 && <p>{t('identityReview.went', { records: places(event.went) })}</p>}
    </li>
  )
}

function Remembered({ clerk, decided }: { clerk: string; decided: ReviewPersonHistory['decided'] }) {
  const { t } = useTranslation()
  const standing = decided.filter((each) => each.stands)
  return (
    <>
      <h3>{t('identityReview.remembered')}</h3>
      {standing.length === 0 && <p className="caption">{t('identityReview.nothingRemembered')}</p>}
      <ul className="review-events">
        {standing.map((each) => (
          <li key={each.decisionId}>
            {t(`identityReview.decided.${each.says}`, { at: formatInstant(each.at), by: each.by })}{' '}
            {each.why !== '' && <span>“{each.why}” </span>}
            <span className="caption">{each.facilities.join(' – ')}</span>{' '}
            <Revoke clerk={clerk} decisionId={each.decisionId} />
          </li>
        ))}
      </ul>
    </>
  )
}

function Revoke({ clerk, decisionId }: { clerk: string; decisionId: string }) {
  const { t } = useTranslation()
  const textOf = useErrorText()
  const [open, setOpen] = useState(false)
  const [why, setWhy] = useState('')
  const revoke = useRevoke(clerk)
  const id = `revoke-${decisionId}`
  if (!open) {
    return (
      <button type="button" className="text-button no-print" onClick={() => setOpen(true)}>
        {t('identityReview.revoke')}
      </button>
    )
  }
  return (
    <form
      className="review-why"
      onSubmit={(event) => {
        event.preventDefault()
        revoke.mutate({ decisions: [decisionId], why: why.trim() })
      }}
    >
      <label htmlFor={id}>{t('identityReview.revokeWhy', { count: whyAtLeast })}</label>
      <input id={id} value={why} maxLength={500} onChange={(event) => setWhy(event.currentTarget.value)} />
      <Button type="submit" variant="default" loading={revoke.isPending}>
        {t('identityReview.revoke')}
      </Button>
      {revoke.error && (
        <p role="alert" className="review-missing">
          {textOf(revoke.error)}
        </p>
      )}
    </form>
  )
}
