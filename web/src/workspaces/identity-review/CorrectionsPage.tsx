import { Button } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type CorrectionFilter,
  type CorrectionMark,
  useCorrections,
  useMarkCorrection,
} from '../../api/corrections'
import { paths, serverPaths } from '../../shell/paths'
import { EmptyView } from '../../ui/EmptyView'
import { ErrorView, useErrorText } from '../../ui/ErrorView'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { usePageKeys } from '../../ui/usePageKeys'
import { ClerkGate } from './ClerkGate'
import { CorrectionCard } from './CorrectionCard'
import { RecordTabs } from './RecordTabs'
import './review.css'

const route = getRouteApi(paths.reviewCorrections)
const filters = ['open', 'told', 'no-need', 'all'] as const
const isFilter = (text: string | undefined): text is CorrectionFilter => filters.some((each) => each === text)

/** Who saw records as one human's that are several humans', and who of them has been told. */
export function CorrectionsPage() {
  const { t } = useTranslation()
  const { state } = route.useSearch()
  const filter = isFilter(state) ? state : 'open'
  return (
    <div className="page">
      <RecordTabs />
      <PageHeading title={t('corrections.title')} tab={t('corrections.tab')}>
        <a
          className="button-link is-quiet"
          href={serverPaths.correctionsCsv(filter === 'all' ? '' : filter)}
          download
        >
          <Icon name="download" /> {t('identityReview.csv')}
        </a>
      </PageHeading>
      <p className="caption">{t('corrections.why')}</p>
      <ClerkGate>{(clerk) => <CorrectionList key={filter} clerk={clerk} filter={filter} />}</ClerkGate>
    </div>
  )
}

/** The line that has the focus, or something in it. */
const focusedLine = () =>
  document.activeElement?.closest<HTMLElement>('[data-correction]')?.dataset.correction ?? null

function CorrectionList({ clerk, filter }: { clerk: string; filter: CorrectionFilter }) {
  const { t } = useTranslation()
  const navigate = route.useNavigate()
  const textOf = useErrorText()
  const query = useCorrections(filter)
  const mark = useMarkCorrection()
  const [last, setLast] = useState<CorrectionMark | null>(null)
  const [notes, setNotes] = useState<Readonly<Record<string, string>>>({})
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const say = (correctionId: string, state: CorrectionMark['state']) => {
    const said = { correctionId, state, by: clerk, note: notes[correctionId]?.trim() ?? '' }
    mark.mutate(said, { onSuccess: () => setLast(said) })
  }
  usePageKeys((key) => {
    if (key === 'z' && last !== null && last.state !== 'open') return () => say(last.correctionId, 'open')
    const id = focusedLine()
    const line = items.find(({ correctionId }) => correctionId === id)
    if (line?.state !== 'open') return undefined
    if (key === '1') return () => say(line.correctionId, 'told')
    if (key === '2') return () => say(line.correctionId, 'no-need')
    return undefined
  })
  return (
    <>
      <div className="review-filters no-print">
        <label className="select-field">
          {t('identityReview.state')}
          <select
            value={filter}
            onChange={(event) => void navigate({ search: { state: event.currentTarget.value } })}
          >
            {filters.map((each) => (
              <option key={each} value={each}>
                {t(`corrections.states.${each}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p role="status" className="review-status no-print">
        {last && t(`corrections.noted.${last.state}`)}
      </p>
      {mark.error && (
        <p role="alert" className="outcome outcome-bad">
          {textOf(mark.error)}
        </p>
      )}
      {query.error && !query.data && <ErrorView error={query.error} onRetry={query.refetch} />}
      {!query.data && !query.error && <Loading lines={6} />}
      {query.data && items.length === 0 && (
        <EmptyView title={t(`corrections.none.${filter}`)}>
          <p className="caption">{t('corrections.noneWhy')}</p>
        </EmptyView>
      )}
      <ul className="correction-list" aria-label={t('corrections.title')}>
        {items.map((item) => (
          <CorrectionCard
            key={item.correctionId}
            correction={item}
            note={notes[item.correctionId] ?? ''}
            onNote={(note) => setNotes({ ...notes, [item.correctionId]: note })}
            onSay={(state) => say(item.correctionId, state)}
            isBusy={mark.isPending && mark.variables.correctionId === item.correctionId}
          />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="default"
          className="no-print"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('corrections.older')}
        </Button>
      )}
      {items.length > 0 && <p className="caption no-print">{t('corrections.keys')}</p>}
    </>
  )
}
