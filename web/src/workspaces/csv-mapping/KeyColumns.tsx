import { useTranslation } from 'react-i18next'
import type { CsvMappingBody } from '../../api/types'

interface Props {
  readonly columns: readonly string[]
  readonly mapping: CsvMappingBody
  readonly onChange: (mapping: CsvMappingBody) => void
}

/** Which columns tell one visit from another, and whether lines of one visit are put together. */
export function KeyColumns({ columns, mapping, onChange }: Props) {
  const { t } = useTranslation()
  const toggle = (column: number) => {
    const keyColumns = mapping.keyColumns.includes(column)
      ? mapping.keyColumns.filter((c) => c !== column)
      : [...mapping.keyColumns, column].sort((a, b) => a - b)
    onChange({ ...mapping, keyColumns })
  }
  return (
    <fieldset className="card csv-keys">
      <legend>{t('csvMapping.key')}</legend>
      <div className="csv-key-list">
        {columns.map((column, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the column's name
          <label key={index} className="csv-check">
            <input
              type="checkbox"
              checked={mapping.keyColumns.includes(index)}
              onChange={() => toggle(index)}
            />
            {column || t('csvMapping.unnamed', { n: index + 1 })}
          </label>
        ))}
      </div>
      <p className="caption">{t('csvMapping.keyHint')}</p>
      <label className="csv-check">
        <input
          type="checkbox"
          checked={mapping.together}
          onChange={(event) => onChange({ ...mapping, together: event.currentTarget.checked })}
        />
        {t('csvMapping.together')}
      </label>
    </fieldset>
  )
}
