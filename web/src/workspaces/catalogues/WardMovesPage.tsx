import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useWardMoves } from '../../api/catalogues'
import type { WardMoves } from '../../api/types'
import { paths } from '../../shell/paths'
import { ErrorView } from '../../ui/ErrorView'
import { Icon } from '../../ui/icons'
import { PageHeading } from '../../ui/PageHeading'
import { CatalogueTabs } from './CatalogueTabs'
import { TypedField } from './TypedField'

const route = getRouteApi(paths.wardMoves)

/** Type a former ward, see where it is since 1 July 2025. */
export function WardMovesPage() {
  const { t } = useTranslation()
  const { q = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, refetch } = useWardMoves(q)
  const asked = q.trim().length >= 2
  return (
    <div className="page">
      <CatalogueTabs />
      <PageHeading title={t('catalogues.wardsTitle')} tab={t('catalogues.tabWards')} takesFocus={false} />
      <p className="cat-intro">{t('catalogues.wardsIntro')}</p>
      <div className="cat-filters">
        <TypedField
          label={t('catalogues.wardsSearch')}
          value={q}
          onChange={(text) => void navigate({ search: { q: text || undefined }, replace: true })}
          isPageSearch
          autoFocus
        />
      </div>
      {error && <ErrorView error={error} onRetry={refetch} />}
      {asked && data && (
        <>
          <p className="caption" role="status">
            {data.total === 0
              ? t('catalogues.wardsNone')
              : t('catalogues.shownOf', { shown: data.items.length, total: data.total })}
          </p>
          <ul className="ward-list">
            {data.items.map((ward) => (
              <WardLine key={ward.code} ward={ward} />
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function WardLine({ ward }: { ward: WardMoves['items'][number] }) {
  const { t } = useTranslation()
  return (
    <li className="card ward-line" data-testid="ward">
      <div>
        <strong>{ward.name}</strong> <span className="caption digits">{ward.code}</span>
        <p className="caption">
          {ward.district}, {ward.province}
        </p>
      </div>
      <div>
        {ward.movedTo.length === 0 ? (
          <p>{t('catalogues.wardGone')}</p>
        ) : (
          <>
            <p className="caption">{t('catalogues.wardsNow')}</p>
            <ul>
              {ward.movedTo.map((move) => (
                <li key={move.code}>
                  <strong>{move.name}</strong> <span className="caption digits">{move.code}</span>,{' '}
                  {move.province}
                  {move.partial && <span className="caption"> ({t('catalogues.wardPartial')})</span>}
                  {!move.sure && (
                    <span className="cat-old">
                      <Icon name="warning" size={14} /> {t('catalogues.wardUnsure')}
                    </span>
                  )}
                </li>
              ))}
            </ul>
            {ward.movedTo.length > 1 && (
              <p className="cat-old">
                <Icon name="warning" size={14} /> {t('catalogues.wardDivided')}
              </p>
            )}
          </>
        )}
      </div>
    </li>
  )
}
