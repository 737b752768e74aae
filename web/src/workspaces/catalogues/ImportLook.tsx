import { useTranslation } from 'react-i18next'
import type { CatalogueCard, CatalogueImportOptions, CatalogueImportPreview } from '../../api/types'
import { keyed } from '../../ui/keyed'
import { ColumnChoice } from './ColumnChoice'

interface Props {
  readonly card: CatalogueCard
  readonly preview: CatalogueImportPreview
  readonly options: CatalogueImportOptions
  readonly onOptions: (options: Partial<CatalogueImportOptions>) => void
}

/** How the file was understood: sheet, headings, columns, first lines, and each line that cannot be taken. */
export function ImportLook({ card, preview, options, onOptions }: Props) {
  const { t } = useTranslation()
  return (
    <section className="card import-step" aria-labelledby="step-look">
      <h2 id="step-look">{t('catalogues.stepLook')}</h2>
      <ColumnChoice card={card} preview={preview} options={options} onOptions={onOptions} />
      <h3>{t('catalogues.sample')}</h3>
      <SampleTable preview={preview} />
      <p role="status" data-testid="row-counts">
        {t('catalogues.rowCounts', {
          rows: preview.rows,
          good: preview.good,
          bad: preview.bad,
          warnings: preview.warnings,
        })}
      </p>
      {preview.problems.length > 0 && <RowProblems preview={preview} />}
    </section>
  )
}

function SampleTable({ preview }: { preview: CatalogueImportPreview }) {
  const { t } = useTranslation()
  const { code, name, fields } = preview.columns
  const used = new Set([code, name, ...Object.values(fields)])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section className="table-scroll" tabIndex={0} aria-label={t('catalogues.sample')}>
      <table className="plain-table sample-table">
        <thead>
          <tr>
            {keyed(preview.headings).map(({ key, item }) => (
              <th key={key} scope="col" className={used.has(Number(key)) ? 'is-used' : ''}>
                {item || t('catalogues.columnNumber', { number: Number(key) + 1 })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keyed(preview.sample.slice(0, 6)).map(({ key, item }) => (
            <tr key={key}>
              {keyed(item).map((cell) => (
                <td key={cell.key} className={used.has(Number(cell.key)) ? 'is-used' : ''}>
                  {cell.item}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const shown = 50

function RowProblems({ preview }: { preview: CatalogueImportPreview }) {
  const { t } = useTranslation()
  const problems = preview.problems.slice(0, shown)
  return (
    <details className="row-problems" open={preview.bad > 0}>
      <summary>
        <h3>{t('catalogues.problems')}</h3>
      </summary>
      <ul>
        {keyed(problems).map(({ key, item }) => (
          <li key={key}>
            <span className={`mark-pill severity-${item.severity}`}>
              {t('catalogues.line', { line: item.line })}
            </span>{' '}
            {item.message}
          </li>
        ))}
      </ul>
      {preview.bad + preview.warnings > problems.length && (
        <p className="caption">{t('catalogues.problemsShown', { shown: problems.length })}</p>
      )}
    </details>
  )
}
