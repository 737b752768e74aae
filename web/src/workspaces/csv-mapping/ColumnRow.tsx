import { useTranslation } from 'react-i18next'
import type { CsvMappingBody, CsvTarget } from '../../api/types'
import { assignColumn, changeField, fieldOfColumn, targetName } from './edit-mapping'
import { StepEditor } from './StepEditor'

interface Props {
  readonly name: string
  readonly column: number
  readonly values: readonly string[]
  readonly targets: readonly CsvTarget[]
  readonly mapping: CsvMappingBody
  readonly onChange: (mapping: CsvMappingBody) => void
}

/** One column of the file: its name, what stands in it, which field it is, and how it is read. */
export function ColumnRow({ name, column, values, targets, mapping, onChange }: Props) {
  const { t } = useTranslation()
  const field = fieldOfColumn(mapping, column)
  const target = field && targets.find((x) => targetName(x) === targetName(field))
  const examples = [...new Set(values.filter((value) => value !== ''))].slice(0, 3)
  const choose = (chosen: string) =>
    onChange(assignColumn(mapping, column, targets.find((x) => targetName(x) === chosen) ?? null))
  const group = (usual: boolean) =>
    targets
      .filter((x) => x.usual === usual)
      .map((x) => (
        <option key={targetName(x)} value={targetName(x)}>
          {`${x.label === x.field ? '' : `${x.label} · `}${x.table} ${x.field}`}
        </option>
      ))
  return (
    <li className="card csv-column" data-testid="csv-column">
      <div className="csv-column-name">
        <strong>{name}</strong>
        <span className="caption">{examples.join(' · ')}</span>
      </div>
      <label className="select-field csv-target">
        <span className="visually-hidden">{t('csvMapping.targetOf', { column: name })}</span>
        <select
          value={field ? targetName(field) : ''}
          aria-label={t('csvMapping.targetOf', { column: name })}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          <option value="">{t('csvMapping.ignored')}</option>
          <optgroup label={t('csvMapping.usual')}>{group(true)}</optgroup>
          <optgroup label={t('csvMapping.others')}>{group(false)}</optgroup>
        </select>
      </label>
      {field && target && (
        <StepEditor
          key={targetName(field)}
          field={field}
          kind={target.kind}
          column={name}
          onSteps={(steps) => onChange(changeField(mapping, targetName(field), { steps }))}
        />
      )}
    </li>
  )
}
