import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileSource } from '../../api/types'
import type { FileSearch } from '../../shell/paths'
import { Icon } from '../../ui/icons'
import { useCopy } from '../../ui/useCopy'
import { findAll, markOf, problemRanges } from './mark-place'
import { SourceText } from './SourceText'
import { TableTabs } from './TableTabs'
import { TextFinder } from './TextFinder'

interface Props {
  readonly source: FileSource
  readonly chosen: FileSearch
  readonly onChoose: (place: FileSearch) => void
}

/** The record's tables as they were sent, one at a time. */
export function FileTables({ source, chosen, onChoose }: Props) {
  const { t } = useTranslation()
  const table = source.tables.find((one) => one.table === chosen.table) ?? source.tables[0]
  if (!table) return <p>{t('file.none')}</p>
  return (
    <section className="file-tables">
      <TableTabs source={source} current={table.table} onChoose={(name) => onChoose({ table: name })} />
      <div role="tabpanel" id="table-panel" aria-labelledby={`tab-${table.table}`}>
        <OneTable key={table.table} table={table} source={source} chosen={chosen} />
      </div>
    </section>
  )
}

interface TableProps {
  readonly table: FileSource['tables'][number]
  readonly source: FileSource
  readonly chosen: FileSearch
}

function OneTable({ table, source, chosen }: TableProps) {
  const { t } = useTranslation()
  const { outcome, copy } = useCopy()
  const [wanted, setWanted] = useState('')
  const [at, setAt] = useState(0)
  const found = useMemo(() => findAll(table.text, wanted), [table, wanted])
  const problems = useMemo(() => problemRanges(table, source.problems), [table, source])
  const mark = useMemo(() => markOf(table, chosen), [table, chosen])
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
        {mark && <MarkNote chosen={chosen} miss={mark.miss} />}
      </p>
      <SourceText
        label={t('file.text', { table: table.table })}
        text={table.text}
        mark={mark}
        problems={problems}
        found={found}
        foundAt={found[at] ?? null}
      />
    </>
  )
}

function MarkNote({ chosen, miss }: { chosen: FileSearch; miss: 'field' | 'place' | null }) {
  const { t } = useTranslation()
  if (miss === 'place') return t('file.nowhere')
  if (miss === 'field') return t('file.missing', { field: chosen.field })
  const place = t('file.place', { table: chosen.table, row: chosen.row ?? 1 })
  const what = chosen.field ? `${t('file.field', { field: chosen.field })}, ${place}` : place
  return t('file.marked', { what })
}
