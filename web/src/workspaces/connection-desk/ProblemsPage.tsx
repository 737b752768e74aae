import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFacilityCards, useProblemGroups } from '../../api/intake'
import { EmptyView } from '../../ui/EmptyView'
import { ErrorView } from '../../ui/ErrorView'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { DeskTabs } from './DeskTabs'
import { ProblemGroupCard } from './ProblemGroupCard'
import { RefusalList } from './RefusalList'
import { ReplayPart } from './ReplayPart'
import { everything } from './replay-window'

export function ProblemsPage() {
  const { t } = useTranslation()
  const { data, error, refetch } = useProblemGroups()
  const { data: cards } = useFacilityCards()
  const [window, setWindow] = useState(everything)
  const names = new Map(cards?.map((card) => [card.facilityCode, card.name]))
  return (
    <div className="page">
      <DeskTabs />
      <PageHeading title={t('problems.title')} tab={t('nav.problems')} />
      <p className="page-intro">{t('problems.intro')}</p>
      {error && !data && <ErrorView error={error} onRetry={refetch} />}
      {!data && !error && <Loading lines={6} />}
      {data?.groups.length === 0 && (
        <EmptyView title={t('problems.none')}>
          <p>{t('problems.noneMore')}</p>
        </EmptyView>
      )}
      {data?.groups.some(({ severity }) => severity === 'error') && (
        <ReplayPart window={window} onChange={setWindow} facilities={[...names]} />
      )}
      <ol className="problem-groups">
        {data?.groups.map((group) => (
          <ProblemGroupCard
            key={`${group.code} ${group.table} ${group.field} ${group.severity}`}
            group={group}
            names={names}
            window={window}
          />
        ))}
      </ol>
      <RefusalList />
    </div>
  )
}
