import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useReviewCounts, useReviewWorkload } from '../../api/review'
import type { ReviewAgreement, ReviewClerk, ReviewWorkload } from '../../api/types'
import { paths, serverPaths } from '../../shell/paths'
import { ErrorView } from '../../ui/ErrorView'
import { formatDay } from '../../ui/format'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { useFormat } from '../../ui/useFormat'
import { AnswerTable } from './AnswerTable'
import { ClerkGate } from './ClerkGate'
import { RecordTabs } from './RecordTabs'
import './review.css'
import { useWords } from './words'

const route = getRouteApi(paths.reviewWorkload)
const periods = ['7', '30', '90', '366'] as const

// The drawing library comes only with this page; without it the table says the same.
const WorkloadChart = lazy(() => import('./WorkloadChart').catch(() => ({ default: ChartMissing })))

function ChartMissing() {
  const { t } = useTranslation()
  return <p className="caption">{t('identityReview.chartMissing')}</p>
}

/** How much was answered by whom, how much waits, and how often two people say the same. */
export function WorkloadPage() {
  const { t } = useTranslation()
  const { days = '30' } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <div className="page">
      <RecordTabs />
      <PageHeading title={t('identityReview.workloadTitle')} tab={t('identityReview.tabWorkload')}>
        <a className="button-link is-quiet" href={serverPaths.reviewCsv(days)} download>
          <Icon name="download" /> {t('identityReview.csv')}
        </a>
      </PageHeading>
      <ClerkGate>
        {(clerk) => (
          <>
            <div className="review-filters no-print">
              <label className="select-field">
                {t('identityReview.period')}
                <select
                  value={days}
                  onChange={(event) => void navigate({ search: { days: event.currentTarget.value } })}
                >
                  {periods.map((each) => (
                    <option key={each} value={each}>
                      {t('identityReview.lastDays', { count: Number(each) })}
                    </option>
                  ))}
                </select>
              </label>
            </div>
            <Waiting clerk={clerk} />
            <Work clerk={clerk} days={days} />
          </>
        )}
      </ClerkGate>
    </div>
  )
}

function Waiting({ clerk }: { clerk: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useWords()
  const { data } = useReviewCounts(clerk)
  if (!data) return null
  const age = (name: string) => t(`identityReview.ages.${name as '0'}`)
  const parts = [
    { title: t('identityReview.age'), rows: data.byAge, name: age },
    { title: t('identityReview.reason'), rows: data.byReason, name: words.reason },
  ]
  return (
    <section className="card" aria-labelledby="review-waiting">
      <h2 id="review-waiting">
        {t('identityReview.openNow', { number: format.number(data.open), count: data.open })}
      </h2>
      <div className="review-tables">
        {parts.map((part) => (
          <table className="plain-table" key={part.title}>
            <thead>
              <tr>
                <th scope="col">{part.title}</th>
                <th scope="col" className="is-number">
                  {t('identityReview.items')}
                </th>
              </tr>
            </thead>
            <tbody>
              {part.rows.map((row) => (
                <tr key={row.name}>
                  <th scope="row">{part.name(row.name)}</th>
                  <td className="is-number">{format.number(row.count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
    </section>
  )
}

function Work({ clerk, days }: { clerk: string; days: string }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useReviewWorkload(clerk, days)
  if (error && !data)
    return <ErrorView error={error} onRetry={refetch} notFound={t('identityReview.notHere')} />
  if (!data) return <Loading lines={6} />
  return (
    <>
      <section className="card" aria-labelledby="review-work">
        <h2 id="review-work">{t('identityReview.work')}</h2>
        <div
          className="review-chart"
          role="img"
          aria-label={t('identityReview.plotLabel', { count: data.days.length })}
        >
          <Suspense fallback={null}>
            <WorkloadChart days={data.days} />
          </Suspense>
        </div>
        <ClerkTable clerks={data.clerks} />
      </section>
      <Agreement data={data} />
    </>
  )
}

const numbers = ['same', 'different', 'cannotTell', 'askFacility', 'undone'] as const

function ClerkTable({ clerks }: { clerks: readonly ReviewClerk[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (clerks.length === 0) return <p>{t('identityReview.noWork')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard.
    <section className="table-scroll" tabIndex={0} aria-label={t('identityReview.work')}>
      <table className="plain-table" data-testid="review-clerks">
        <thead>
          <tr>
            <th scope="col">{t('identityReview.day')}</th>
            <th scope="col">{t('identityReview.who')}</th>
            {numbers.map((name) => (
              <th scope="col" key={name} className="is-number">
                {t(`identityReview.columns.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {clerks.map((each) => (
            <tr key={`${each.day}|${each.clerk}`}>
              <td className="digits">{formatDay(each.day)}</td>
              <td>{each.clerk}</td>
              {numbers.map((name) => (
                <td key={name} className="is-number">
                  {format.number(each[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Agreement({ data: { agreement, disagreed } }: { data: ReviewWorkload }) {
  const { t } = useTranslation()
  const format = useFormat()
  const text = ({ asked, agreed }: ReviewAgreement) =>
    asked === 0
      ? t('identityReview.noneAsked')
      : t('identityReview.agreed', {
          ...{ agreed: format.number(agreed), asked: format.number(asked) },
          share: format.share(agreed / asked),
        })
  return (
    <section className="card" aria-labelledby="review-agreement">
      <h2 id="review-agreement">{t('identityReview.agreement')}</h2>
      <dl className="facts">
        <dt>{t('identityReview.blind')}</dt>
        <dd>{text(agreement.blind)}</dd>
        <dt>{t('identityReview.secondReading')}</dt>
        <dd>{text(agreement.second)}</dd>
      </dl>
      {disagreed.length > 0 && (
        <>
          <h3>{t('identityReview.disagreed')}</h3>
          <AnswerTable title={t('identityReview.disagreed')} lines={disagreed} />
        </>
      )}
    </section>
  )
}
