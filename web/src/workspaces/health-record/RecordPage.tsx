import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { usePersonRecord } from '../../api/persons'
import type { PersonRecord } from '../../api/types'
import { paths } from '../../shell/paths'
import { ErrorView } from '../../ui/ErrorView'
import { formatInstant } from '../../ui/format'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { AdministrativeFacts } from './AdministrativeFacts'
import { DocumentList } from './DocumentList'
import { PersonBanner } from './PersonBanner'
import { RecordPart } from './RecordPart'
import { RecordTools } from './RecordTools'
import { SectionNav } from './SectionNav'
import { StickyTop } from './StickyTop'
import { SummaryCards } from './SummaryCards'
import { TrendGrid } from './TrendGrid'
import { VisitTimeline } from './VisitTimeline'
import './record.css'
import './visit.css'
import './trend.css'

const route = getRouteApi(paths.record)

export function RecordPage() {
  const { personId } = route.useParams()
  return <RecordOf key={personId} personId={personId} />
}

function RecordOf({ personId }: { personId: string }) {
  const { t } = useTranslation()
  const query = usePersonRecord(personId)
  const record = useMemo(() => joinPages(query.data?.pages), [query.data])
  if (record) return <WholeRecord record={record} older={query} />
  return (
    <div className="page">
      <PageHeading title={t('record.title')} takesFocus={false} />
      {query.error && !query.isFetching ? (
        <ErrorView error={query.error} onRetry={query.refetch} notFound={t('record.notFound')} />
      ) : (
        <Loading lines={10} />
      )}
      <Link to={paths.search}>{t('record.back')}</Link>
    </div>
  )
}

/** The newest page holds everything but the older visits, which later pages add. */
function joinPages(pages: readonly PersonRecord[] | undefined): PersonRecord | undefined {
  const [first, ...rest] = pages ?? []
  if (!first) return undefined
  const seen = new Set<string>()
  const timeline = [first, ...rest]
    .flatMap((page) => page.timeline)
    .filter(({ encounterRef }) => !seen.has(encounterRef) && seen.add(encounterRef))
  return { ...first, timeline, more: (rest.at(-1) ?? first).more }
}

interface Older {
  readonly fetchNextPage: () => unknown
  readonly isFetchingNextPage: boolean
}

function WholeRecord({ record, older }: { record: PersonRecord; older: Older }) {
  const { t } = useTranslation()
  const { person } = record
  return (
    <div className="page record-page">
      <div className="record-top no-print">
        <Link to={paths.search} className="quiet-link">
          <Icon name="back" size={14} /> {t('record.back')}
        </Link>
        <RecordTools personId={person.personId} />
      </div>
      <StickyTop>
        <PersonBanner record={record} />
        <SectionNav record={record} />
      </StickyTop>
      <p className="print-only">{t('record.printed', { at: formatInstant(new Date().toISOString()) })}</p>
      <RecordPart id="tom-tat" title={t('record.summary')}>
        <SummaryCards record={record} />
      </RecordPart>
      <RecordPart
        id="luot-kham"
        title={t('record.visits')}
        count={`${record.timeline.length}${record.more ? '+' : ''}`}
      >
        <VisitTimeline entries={record.timeline} more={record.more} older={older} />
      </RecordPart>
      <RecordPart id="xet-nghiem" title={t('record.trends')} count={record.trends.length}>
        <TrendGrid trends={record.trends} />
      </RecordPart>
      <RecordPart id="giay-to" title={t('record.documents')} count={record.documents.length}>
        <DocumentList documents={record.documents} />
      </RecordPart>
      <RecordPart id="hanh-chinh" title={t('record.administrative')}>
        <AdministrativeFacts person={person} />
      </RecordPart>
    </div>
  )
}
