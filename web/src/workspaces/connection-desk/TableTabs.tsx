import { useTranslation } from 'react-i18next'
import type { FileSource } from '../../api/types'
import { Icon } from '../../ui/icons'
import { useTableName } from '../../ui/useTableName'

interface Props {
  readonly source: FileSource
  readonly current: string
  readonly onChoose: (table: string) => void
}

/** Left and right arrows move between tables, as in any tab list. */
export function TableTabs({ source, current, onChoose }: Props) {
  const { t } = useTranslation()
  const tableName = useTableName()
  const names = source.tables.map(({ table }) => table)
  const move = (step: number) => {
    const next = names[(names.indexOf(current) + step + names.length) % names.length]
    if (next === undefined) return
    onChoose(next)
    document.getElementById(`tab-${next}`)?.focus()
  }
  return (
    <div className="table-tabs" role="tablist" aria-label={t('file.tables')}>
      {source.tables.map(({ table, rows }) => {
        const problems = source.problems.filter((problem) => problem.table === table).length
        return (
          <button
            type="button"
            key={table}
            id={`tab-${table}`}
            role="tab"
            aria-selected={table === current}
            aria-controls="table-panel"
            tabIndex={table === current ? 0 : -1}
            title={tableName(table)}
            onClick={() => onChoose(table)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowRight') move(1)
              if (event.key === 'ArrowLeft') move(-1)
            }}
          >
            {table}
            {rows.length > 1 && <span className="caption"> {t('file.rows', { count: rows.length })}</span>}
            {problems > 0 && (
              <span className="tab-problems">
                <Icon name="warning" size={12} /> <span aria-hidden="true">{problems}</span>
                <span className="visually-hidden">{t('file.problemsInTable', { count: problems })}</span>
              </span>
            )}
          </button>
        )
      })}
    </div>
  )
}
