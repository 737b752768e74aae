import { useTranslation } from 'react-i18next'
import type { CatalogueCard, CatalogueImportOptions, CatalogueImportPreview } from '../../api/types'
import { useTitleOf } from './useTitleOf'

interface Props {
  readonly card: CatalogueCard
  readonly preview: CatalogueImportPreview
  readonly options: CatalogueImportOptions
  readonly onOptions: (options: Partial<CatalogueImportOptions>) => void
}

/** The guess of sheet, heading line and columns; each can be set right, and the preview follows. */
export function ColumnChoice({ card, preview, onOptions }: Props) {
  const { t } = useTranslation()
  const titleOf = useTitleOf()
  const { columns } = preview
  const choices = preview.headings.map((heading, at) => ({
    value: at,
    text: heading || t('catalogues.columnNumber', { number: at + 1 }),
  }))
  return (
    <div className="cat-filters">
      {preview.sheets.length > 1 && (
        <label className="select-field">
          {t('catalogues.sheet')}
          <select
            value={columns.sheet}
            onChange={(event) =>
              onOptions({
                sheet: event.currentTarget.value,
                headerRow: undefined,
                codeColumn: undefined,
                nameColumn: undefined,
                fieldColumns: undefined,
              })
            }
          >
            {preview.sheets.map(({ name, rows }) => (
              <option key={name} value={name}>
                {t('catalogues.sheetRows', { name, count: rows })}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="text-field is-short">
        {t('catalogues.headerRow')}
        <input
          type="number"
          min={1}
          max={1000}
          value={columns.headerRow + 1}
          onChange={(event) => {
            const line = event.currentTarget.valueAsNumber
            if (line >= 1)
              onOptions({
                headerRow: line - 1,
                codeColumn: undefined,
                nameColumn: undefined,
                fieldColumns: undefined,
              })
          }}
        />
      </label>
      <ColumnSelect
        label={t('catalogues.codeColumn')}
        value={columns.code}
        choices={choices}
        onChange={(at) => onOptions({ codeColumn: at ?? 0 })}
      />
      <ColumnSelect
        label={t('catalogues.nameColumn')}
        value={columns.name}
        choices={choices}
        onChange={(at) => onOptions({ nameColumn: at ?? 0 })}
      />
      {card.fields.map((field) => (
        <ColumnSelect
          key={field.key}
          label={titleOf(field)}
          value={columns.fields[field.key] ?? null}
          choices={choices}
          none={t('catalogues.noColumn')}
          onChange={(at) => {
            const { [field.key]: _former, ...others } = columns.fields
            onOptions({ fieldColumns: at === null ? others : { ...others, [field.key]: at } })
          }}
        />
      ))}
    </div>
  )
}

interface SelectProps {
  readonly label: string
  readonly value: number | null
  readonly choices: readonly { readonly value: number; readonly text: string }[]
  readonly none?: string
  readonly onChange: (at: number | null) => void
}

function ColumnSelect({ label, value, choices, none, onChange }: SelectProps) {
  return (
    <label className="select-field">
      {label}
      <select
        value={value ?? ''}
        onChange={(event) =>
          onChange(event.currentTarget.value === '' ? null : Number(event.currentTarget.value))
        }
      >
        {none !== undefined && <option value="">{none}</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </select>
    </label>
  )
}
