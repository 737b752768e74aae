import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useEntries } from '../../api/catalogues'
import type { CatalogueCard } from '../../api/types'
import { ErrorView } from '../../ui/ErrorView'
import { Loading } from '../../ui/Loading'
import { useTitleOf } from './useTitleOf'

interface Props {
  readonly card: CatalogueCard
  readonly q: string
  readonly on: string
  readonly onCode: (code: string) => void
}

/** What is found, code by code; a code opens its history. */
export function EntryList({ card, q, on, onCode }: Props) {
  const { t } = useTranslation()
  const titleOf = useTitleOf()
  const query = useEntries(card.id, q, on)
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const total = query.data?.pages[0]?.total ?? 0
  if (query.error && !query.data) return <ErrorView error={query.error} onRetry={query.refetch} />
  if (!query.data) return <Loading lines={8} />
  return (
    <>
      <p className="caption" role="status">
        {total === 0 ? t('catalogues.nothing', { q }) : t('catalogues.found', { count: total })}
      </p>
      <ul className="entry-list">
        {items.map((entry) => (
          <li key={entry.code} className="entry-row" data-testid="entry">
            <button type="button" className="entry-code" onClick={() => onCode(entry.code)} data-row>
              {entry.code}
            </button>
            <div className="entry-what">
              <span>{entry.name}</span>
              {card.fields.some(({ key }) => entry.fields[key]) && (
                <span className="caption entry-fields">
                  {card.fields
                    .filter(({ key }) => entry.fields[key])
                    .map((field) => (
                      <span key={field.key}>
                        {titleOf(field)}: {entry.fields[field.key]}
                      </span>
                    ))}
                </span>
              )}
            </div>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('state.more')}
        </Button>
      )}
    </>
  )
}
