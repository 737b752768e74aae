import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { useCsvPreview } from '../../api/csv'
import type { CsvMappingBody, CsvPreview } from '../../api/types'
import { EmptyView } from '../../ui/EmptyView'
import { ErrorView } from '../../ui/ErrorView'
import { SeverityMark } from '../../ui/StatusMark'

interface Props {
  readonly facility: string
  readonly mapping: CsvMappingBody
  readonly rows: readonly (readonly string[])[]
}

/** What the first lines become, asked anew with every change. */
export function PreviewTable({ facility, mapping, rows }: Props) {
  const { t } = useTranslation()
  const preview = useCsvPreview(facility, useDeferredValue(mapping), rows)
  const records = preview.data?.records ?? []
  const taken = records.filter((record) => record.isTaken).length
  return (
    <section aria-labelledby="csv-preview">
      <h2 id="csv-preview">{t('csvMapping.preview')}</h2>
      {rows.length === 0 && <EmptyView title={t('csvMapping.previewNone')} />}
      {preview.error && <ErrorView error={preview.error} onRetry={preview.refetch} />}
      <p role="status" data-testid="csv-preview-count">
        {records.length > 0 && t('csvMapping.takenCount', { taken, total: records.length })}
      </p>
      <ul className="csv-preview">
        {records.map((record) => (
          <PreviewRecord key={record.firstLine} record={record} />
        ))}
      </ul>
    </section>
  )
}

function PreviewRecord({ record }: { record: CsvPreview['records'][number] }) {
  const { t } = useTranslation()
  const last = record.firstLine + record.lines - 1
  return (
    <li className="card" data-testid="csv-record">
      <p>
        <strong>
          {record.lines === 1
            ? t('csvMapping.lineOf', { first: record.firstLine })
            : t('csvMapping.linesOf', { first: record.firstLine, last })}
        </strong>{' '}
        <span className={`outcome outcome-${record.isTaken ? 'good' : 'bad'}`}>
          {record.isTaken ? t('csvMapping.taken') : t('csvMapping.aside')}
        </span>{' '}
        {record.visitLinkId && <code>{record.visitLinkId}</code>}
      </p>
      <ul className="csv-said">
        {record.problems.map((problem) => (
          <li key={`${problem.code} ${problem.table} ${problem.row} ${problem.field}`}>
            <SeverityMark severity={problem.severity} /> {problem.message}
          </li>
        ))}
      </ul>
      <dl className="csv-values">
        {Object.entries(record.values).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  )
}
