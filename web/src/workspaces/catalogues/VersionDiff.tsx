import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDiff } from '../../api/catalogues'
import type { CatalogueCard } from '../../api/types'
import { ErrorView } from '../../ui/ErrorView'
import { formatDay } from '../../ui/format'
import { Loading } from '../../ui/Loading'
import { SelectField } from '../../ui/SelectField'
import { useFormat } from '../../ui/useFormat'
import { DiffLines } from './DiffLines'

interface Props {
  readonly card: CatalogueCard
  readonly from: string | undefined
  readonly to: string | undefined
  readonly kind: string
  readonly onChange: (next: { from?: string; to?: string; kind?: string }) => void
}

/** Two versions side by side; at first the newest and the one before it. */
export function VersionDiff({ card, from, to, kind, onChange }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const newest = card.versions[0]?.version ?? 0
  const before = card.versions[1]?.version ?? 0
  const older = Number(from ?? before)
  const newer = Number(to ?? newest)
  const query = useDiff(card.id, older, newer, kind)
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const first = query.data?.pages[0]
  const options = card.versions.map(({ version, label, from: day }) => ({
    value: String(version),
    text: `${label} · ${day ? formatDay(day) : t('catalogues.unknownDay')}`,
  }))
  return (
    <section className="cat-compare" aria-labelledby="compare-title">
      <h2 id="compare-title">{t('catalogues.compare')}</h2>
      <div className="cat-filters">
        <SelectField
          label={t('catalogues.compareFrom')}
          all={t('catalogues.emptyVersion')}
          value={older === 0 ? '' : String(older)}
          onChange={(value) => onChange({ from: value || '0' })}
          options={options}
        />
        <SelectField
          label={t('catalogues.compareTo')}
          all={t('catalogues.emptyVersion')}
          value={newer === 0 ? '' : String(newer)}
          onChange={(value) => onChange({ to: value || '0' })}
          options={options}
        />
        {first && (
          <fieldset className="kind-switch">
            <legend className="visually-hidden">{t('catalogues.compare')}</legend>
            {(['', 'added', 'changed', 'ended'] as const).map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={kind === each}
                onClick={() => onChange({ kind: each || undefined })}
              >
                {each === '' ? t('catalogues.kindAll') : t(`catalogues.kind.${each}`)}{' '}
                <span className="digits">
                  {format.number(
                    each === ''
                      ? first.counts.added + first.counts.changed + first.counts.ended
                      : first.counts[each],
                  )}
                </span>
              </button>
            ))}
          </fieldset>
        )}
      </div>
      {query.error && !query.data && <ErrorView error={query.error} onRetry={query.refetch} />}
      {!query.data && !query.error && <Loading lines={4} />}
      {first?.total === 0 && <p>{t('catalogues.diffNone')}</p>}
      <DiffLines card={card} lines={items} />
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('state.more')}
        </Button>
      )}
    </section>
  )
}
