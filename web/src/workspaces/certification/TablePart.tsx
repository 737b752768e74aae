import { useTranslation } from 'react-i18next'
import type { ConformanceReport, ReportTable } from '../../api/types'
import { useFormat } from '../../ui/useFormat'
import { placeWords } from './place-words'

/** Tables and how much of each was seen; the fields one by one where asked. */
export function TablePart({ report: { tables } }: { report: ConformanceReport }) {
  const { t } = useTranslation()
  return (
    <section className="card" aria-labelledby="tables-title">
      <h2 id="tables-title">{t('certification.tables')}</h2>
      <ul className="table-list">
        {tables.map((table) => (
          <TableLine key={`${table.plan} ${table.table}`} table={table} />
        ))}
      </ul>
    </section>
  )
}

function TableLine({ table }: { table: ReportTable }) {
  const { t } = useTranslation()
  const format = useFormat()
  const missing = table.fields.filter((f) => f.filled === 0).map((f) => f.field)
  return (
    <li>
      <div className="table-line">
        <strong>
          {table.table} <span className="table-title">{table.title}</span>
        </strong>
        <span className="caption">
          {t('certification.rows')}: {format.number(table.rows)} · {t('certification.fields')}:{' '}
          {t('certification.fieldsOf', { seen: table.seen, total: table.fields.length })}
          {!table.needed && ` · ${t('certification.notNeeded')}`}
        </span>
      </div>
      <p className={missing.length > 0 && table.needed ? 'missing break-anywhere' : 'caption break-anywhere'}>
        {table.rows === 0
          ? t('certification.noRows')
          : missing.length === 0
            ? t('certification.allSeen')
            : t('certification.missing', { fields: missing.join(', ') })}
      </p>
      <details>
        <summary>
          {t('certification.fieldDetails')}
          <span className="visually-hidden"> {table.table}</span>
        </summary>
        <Fields table={table} />
      </details>
    </li>
  )
}

function Fields({ table }: { table: ReportTable }) {
  const { t } = useTranslation()
  return (
    <div className="table-scroll">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('certification.field')}</th>
            <th scope="col" className="is-number">
              {t('certification.filled')}
            </th>
            <th scope="col">{t('certification.firstProblem')}</th>
          </tr>
        </thead>
        <tbody>
          {table.fields.map(({ field, percent, problem }) => (
            <tr key={field}>
              <th scope="row">
                <code>{field}</code>
              </th>
              <td className="is-number">{percent}%</td>
              <td>
                {problem && (
                  <>
                    {problem.message}{' '}
                    <span className="caption">{t('certification.place', placeWords(problem.place))}</span>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
