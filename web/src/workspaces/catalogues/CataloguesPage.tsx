import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCatalogues } from '../../api/catalogues'
import type { CatalogueCard } from '../../api/types'
import { paths } from '../../shell/paths'
import { ErrorView } from '../../ui/ErrorView'
import { formatDay } from '../../ui/format'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { useFormat } from '../../ui/useFormat'
import { CatalogueTabs } from './CatalogueTabs'
import { DayField } from './DayField'
import { today } from './today'
import { useTitleOf } from './useTitleOf'

const route = getRouteApi(paths.catalogues)
const groups = ['clinical', 'payment', 'places', 'prevention', 'small'] as const

export function CataloguesPage() {
  const { t } = useTranslation()
  const { on = today() } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, refetch } = useCatalogues(on)
  return (
    <div className="page">
      <CatalogueTabs />
      <PageHeading title={t('catalogues.title')} tab={t('nav.catalogues')} />
      <p className="cat-intro">{t('catalogues.intro')}</p>
      <DayField
        label={t('catalogues.on')}
        value={on}
        withToday
        onChange={(day) => void navigate({ search: { on: day }, replace: true })}
      />
      {error && !data && <ErrorView error={error} onRetry={refetch} />}
      {!data && !error && <Loading lines={10} />}
      {data &&
        groups.map((group) => (
          <section key={group} className="cat-group" aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`}>{t(`catalogues.group.${group}`)}</h2>
            <ul className="card cat-list">
              {data.items
                .filter((card) => card.group === group)
                .map((card) => (
                  <CatalogueRow key={card.id} card={card} on={on} />
                ))}
            </ul>
          </section>
        ))}
    </div>
  )
}

function CatalogueRow({ card, on }: { card: CatalogueCard; on: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const titleOf = useTitleOf()
  const inForce = card.versions.find(({ version }) => version === card.inForce)
  const next = card.versions.filter((v) => v.from !== null && v.from > on && !v.imported?.undoneAt).at(-1)
  const replaced = inForce?.replacedBy
  return (
    <li className="cat-row" data-testid="catalogue">
      <Link
        to={paths.catalogue}
        params={{ list: card.id }}
        search={on === today() ? {} : { on }}
        className="cat-link"
        data-row
      >
        {titleOf(card)}
      </Link>
      <span className="cat-count digits">{inForce ? format.number(card.entries) : ''}</span>
      <span className="cat-force">
        {inForce ? (
          <>
            {inForce.label}
            <span className="caption">
              {inForce.from
                ? `${t('catalogues.from')} ${formatDay(inForce.from)}`
                : t('catalogues.unknownDay')}
            </span>
          </>
        ) : (
          <span className="caption">
            {card.versions.length === 0 ? t('catalogues.none') : t('catalogues.noneOnDay')}
          </span>
        )}
        {replaced && (replaced.from === null || replaced.from <= on) && (
          <span className="cat-old">
            <Icon name="warning" size={14} />{' '}
            {replaced.from
              ? t('catalogues.oldFrom', { label: replaced.label, from: formatDay(replaced.from) })
              : t('catalogues.old', { label: replaced.label })}
          </span>
        )}
        {next && (
          <span className="cat-coming">
            <Icon name="clock" size={14} />{' '}
            {t('catalogues.coming', { label: next.label, from: formatDay(next.from!) })}
          </span>
        )}
      </span>
    </li>
  )
}
