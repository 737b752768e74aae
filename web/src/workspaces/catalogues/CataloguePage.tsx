import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../api/catalogues'
import { paths, serverPaths } from '../../shell/paths'
import { ErrorView } from '../../ui/ErrorView'
import { formatDay } from '../../ui/format'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { CatalogueTabs } from './CatalogueTabs'
import { CodeHistory } from './CodeHistory'
import { DayField } from './DayField'
import { EntryList } from './EntryList'
import { TypedField } from './TypedField'
import { today } from './today'
import { useTitleOf } from './useTitleOf'
import { VersionDiff } from './VersionDiff'
import { VersionList } from './VersionList'

const route = getRouteApi(paths.catalogue)

/** One catalogue: search it as of a day, see its versions, compare two of them. */
export function CataloguePage() {
  const { t } = useTranslation()
  const titleOf = useTitleOf()
  const { list } = route.useParams()
  const asked = route.useSearch()
  const navigate = route.useNavigate()
  const on = asked.on ?? today()
  const { data: card, error, refetch } = useCatalogue(list, on)
  const change = (next: Partial<typeof asked>) =>
    void navigate({ search: { ...asked, ...next }, replace: true, resetScroll: false })
  if (!card)
    return (
      <div className="page">
        <CatalogueTabs />
        {error ? (
          <ErrorView error={error} onRetry={refetch} notFound={t('catalogues.notFound')} />
        ) : (
          <Loading lines={8} />
        )}
      </div>
    )
  const inForce = card.versions.find(({ version }) => version === card.inForce)
  return (
    <div className="page">
      <CatalogueTabs />
      <PageHeading title={titleOf(card)}>
        <Link to={paths.importCatalogue} params={{ list }} className="button-link">
          <Icon name="upload" /> {t('catalogues.import')}
        </Link>
        <a className="button-link is-quiet" href={serverPaths.catalogueCsv(list, on)} download>
          <Icon name="download" /> {t('catalogues.export')}
        </a>
      </PageHeading>
      {inForce?.replacedBy && (inForce.replacedBy.from === null || inForce.replacedBy.from <= on) && (
        <p className="outcome outcome-mixed" role="note">
          <Icon name="warning" />{' '}
          {inForce.replacedBy.from
            ? t('catalogues.oldFrom', {
                label: inForce.replacedBy.label,
                from: formatDay(inForce.replacedBy.from),
              })
            : t('catalogues.old', { label: inForce.replacedBy.label })}
          . {t('catalogues.oldWhy')}
        </p>
      )}
      <div className="cat-columns">
        <section className="cat-main" aria-label={t('catalogues.search')}>
          <div className="cat-filters">
            <TypedField
              label={t('catalogues.search')}
              hint={t('catalogues.searchHint')}
              value={asked.q ?? ''}
              onChange={(q) => change({ q: q || undefined })}
              isPageSearch
            />
            <DayField
              label={t('catalogues.on')}
              value={on}
              withToday
              onChange={(day) => change({ on: day })}
            />
          </div>
          {asked.code && (
            <CodeHistory list={list} code={asked.code} onClose={() => change({ code: undefined })} />
          )}
          {inForce ? (
            <EntryList card={card} q={asked.q ?? ''} on={on} onCode={(code) => change({ code })} />
          ) : (
            <p>{card.versions.length === 0 ? t('catalogues.none') : t('catalogues.noneOnDay')}</p>
          )}
        </section>
        <aside className="cat-side">
          <VersionList card={card} onDay={(day) => change({ on: day })} />
        </aside>
      </div>
      {card.versions.length > 1 && (
        <VersionDiff
          card={card}
          from={asked.from}
          to={asked.to}
          kind={asked.kind ?? ''}
          onChange={(next) => change(next)}
        />
      )}
    </div>
  )
}
