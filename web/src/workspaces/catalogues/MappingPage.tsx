import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMappingQueue } from '../../api/mapping'
import type { MappingDecision, MappingLine } from '../../api/types'
import { paths } from '../../shell/paths'
import { EmptyView } from '../../ui/EmptyView'
import { ErrorView } from '../../ui/ErrorView'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { BulkAccept } from './BulkAccept'
import { CandidatePane } from './CandidatePane'
import { CatalogueTabs } from './CatalogueTabs'
import { MappingFilters } from './MappingFilters'
import { MappingProgress } from './MappingProgress'
import { QueueList } from './QueueList'
import { keyText, useDecisions } from './useDecisions'

const route = getRouteApi(paths.mapping)

/** Local codes on the left, the most used first; proposals for the chosen one on the right. */
export function MappingPage() {
  const { t } = useTranslation()
  const asked = route.useSearch()
  const navigate = route.useNavigate()
  const filter = { ...asked, state: asked.state ?? 'open' }
  const query = useMappingQueue(filter)
  const lines = query.data?.pages.flatMap((page) => page.items) ?? []
  const progress = query.data?.pages[0]?.progress ?? []
  const it = useDecisions(lines, JSON.stringify(filter))
  const change = (next: Partial<typeof asked>) =>
    void navigate({ search: { ...asked, ...next }, replace: true, resetScroll: false })
  return (
    <div className="page">
      <CatalogueTabs />
      <PageHeading title={t('catalogues.map.title')} tab={t('catalogues.tabMapping')}>
        <BulkAccept source={asked.source} list={asked.list} onAccepted={it.remember} />
      </PageHeading>
      <p className="cat-intro">{t('catalogues.map.intro')}</p>
      <MappingFilters filter={filter} progress={progress} onChange={change} />
      <MappingProgress
        progress={progress}
        source={asked.source}
        list={asked.list}
        since={filter.state === 'open' ? decidedSince(lines, it.decided) : none}
      />
      {query.error && !query.data && <ErrorView error={query.error} onRetry={query.refetch} />}
      {!query.data && !query.error && <Loading lines={8} />}
      {query.data && lines.length === 0 && (
        <EmptyView title={t('catalogues.map.none')}>
          {progress.length === 0 && <p>{t('catalogues.map.noneMore')}</p>}
        </EmptyView>
      )}
      <p role="status" className="visually-hidden">
        {it.said === 'undone'
          ? t('catalogues.map.undone')
          : it.said &&
            t('catalogues.map.done', {
              what: it.said.state === 'mapped' ? it.said.target : t(`catalogues.map.states.${it.said.state}`),
            })}
      </p>
      {lines.length > 0 && (
        <div className="map-columns">
          <QueueList
            lines={lines}
            chosen={it.chosen}
            decided={it.decided}
            onChoose={it.choose}
            more={query.hasNextPage}
            loading={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
          />
          {it.line && <CandidatePane key={it.lineKey} line={it.line} decisions={it} />}
        </div>
      )}
    </div>
  )
}

const none = { codes: 0, uses: 0 }

/** Lines of the open queue that are mapped or said to have no shared code by now. */
function decidedSince(lines: readonly MappingLine[], decided: ReadonlyMap<string, MappingDecision>) {
  const done = lines.filter((line) => {
    const state = decided.get(keyText(line))?.state
    return state === 'mapped' || state === 'no-match'
  })
  return { codes: done.length, uses: done.reduce((sum, { count }) => sum + count, 0) }
}
