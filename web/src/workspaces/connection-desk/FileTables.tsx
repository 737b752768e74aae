import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileSource } from '../../api/types'
import type { FileSearch } from '../../shell/paths'
import { Icon } from '../../ui/icons'
import { useCopy } from '../../ui/useCopy'
import { useTableName } from '../../ui/useTableName'
import { findAll, type Mark, markOf, problemRanges } from './mark-place'
import { SourceText } from './SourceText'
import { TableTabs } from './TableTabs'
import { TextFinder } from './TextFinder'

interface Props {
  readonly source: FileSource
  readonly chosen: FileSearch
  /** What the record showed, when somebody came from there. */
  readonly said: readonly string[] | undefined
  readonly onChoose: (place: FileSearch) => void
}

/** The record's tables as they were sent, one at a time. */
export function FileTables({ source, chosen, said, onChoose }: Props) {
  const { t } = useTranslation()
  const table = source.tables.find((one) => one.table === chosen.table) ?? source.tables[0]
  if (!table) return <p>{t('file.none')}</p>
  return (
    <section className="file-tables">
      <TableTabs source={source} current={table.table} onChoose={(name) => onChoose({ table: name })} />
      <div role="tabpanel" id="table-panel" aria-labelledby={`tab-${table.table}`}>
        <OneTable key={table.table} table={table} source={source} chosen={chosen} said={said} />
      </div>
    </section>
  )
}

interface TableProps {
  readonly table: FileSource['tables'][number]
  readonly source: FileSource
  readonly chosen: FileSearch
  readonly said: readonly string[] | undefined
}

function OneTable({ table, source, chosen, said }: TableProps) {
  const { t } = useTranslation()
  const tableName = useTableName()
  const { outcome, copy } = useCopy()
  const [wanted, setWanted] = useState('')
  const [at, setAt] = useState(0)
  const found = useMemo(() => findAll(table.text, wanted), [table, wanted])
  const problems = useMemo(() => problemRanges(table, source.problems), [table, source])
  const mark = useMemo(() => markOf(table, chosen, said), [table, chosen, said])
  return (
    <>
      <div className="table-tools no-print">
        <TextFinder
          wanted={wanted}
          onWanted={(next) => {
            setWanted(next)
            setAt(0)
          }}
          at={at}
          onAt={setAt}
          total={found.length}
        />
        <Button variant="default" leftSection={<Icon name="copy" />} onClick={() => copy(table.text)}>
          {t('file.copy')}
        </Button>
        <span role="status" className="caption">
          {outcome && t(outcome === 'copied' ? 'file.copied' : 'file.copyFailed')}
        </span>
      </div>
      {table.truncated && <p className="outcome outcome-mixed">{t('file.truncated')}</p>}
      <p className="mark-note" role="status" data-testid="mark-note">
        {mark && <MarkNote chosen={chosen} mark={mark} />}
      </p>
      <SourceText
        label={t('file.text', { table: tableName(table.table) })}
        text={table.text}
        mark={mark}
        problems={problems}
        found={found}
        foundAt={found[at] ?? null}
      />
    </>
  )
}

function MarkNote({ chosen, mark }: { chosen: FileSearch; mark: Mark }) {
  const { t } = useTranslation()
  const tableName = useTableName()
  if (mark.miss === 'place') return t('file.nowhere')
  if (mark.miss === 'field') return t('file.missing', { field: chosen.field })
  const place = t('file.place', { table: tableName(chosen.table ?? ''), row: chosen.row ?? 1 })
  const field = chosen.field ?? mark.field
  const what = field ? `${t('file.field', { field })}, ${place}` : place
  return t('file.marked', { what })
}
