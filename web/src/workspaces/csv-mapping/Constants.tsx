import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CsvMappingBody, CsvTarget } from '../../api/types'
import { ExplainedButton } from '../../ui/ExplainedButton'
import { SelectField } from '../../ui/SelectField'
import { targetName } from './edit-mapping'

interface Props {
  readonly targets: readonly CsvTarget[]
  readonly mapping: CsvMappingBody
  readonly onChange: (mapping: CsvMappingBody) => void
}

/** Values the file does not say because they are always the same. */
export function Constants({ targets, mapping, onChange }: Props) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState('')
  const [value, setValue] = useState('')
  const taken = new Set(mapping.fields.map(targetName))
  const free = targets.filter((x) => !taken.has(targetName(x)))
  const target = free.find((x) => targetName(x) === chosen)
  const fixed = mapping.fields.filter((field) => field.columns.length === 0)
  const add = () => {
    if (!target) return
    const { table, field } = target
    const constant = { table, field, columns: [], between: ' ', constant: value.trim(), steps: [] }
    onChange({ ...mapping, fields: [...mapping.fields, constant] })
    setChosen('')
    setValue('')
  }
  return (
    <fieldset className="card csv-constants">
      <legend>{t('csvMapping.constants')}</legend>
      <ul>
        {fixed.map((field) => (
          <li key={targetName(field)}>
            <code>{targetName(field)}</code> = {field.constant}{' '}
            <button
              type="button"
              className="text-button"
              aria-label={`${t('csvMapping.remove')}: ${targetName(field)}`}
              onClick={() => onChange({ ...mapping, fields: mapping.fields.filter((f) => f !== field) })}
            >
              {t('csvMapping.remove')}
            </button>
          </li>
        ))}
      </ul>
      <div className="csv-start-fields">
        <SelectField
          label={t('csvMapping.constantField')}
          all="—"
          value={chosen}
          onChange={setChosen}
          options={free.map((x) => ({ value: targetName(x), text: `${x.label} · ${x.table} ${x.field}` }))}
        />
        <TextInput
          label={t('csvMapping.constantValue')}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <ExplainedButton
          variant="light"
          whyNot={target && value.trim() !== '' ? undefined : t('csvMapping.constantMissing')}
          onClick={add}
        >
          {t('csvMapping.addConstant')}
        </ExplainedButton>
      </div>
    </fieldset>
  )
}
