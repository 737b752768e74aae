import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CsvMappedField, CsvStep, CsvTarget } from '../../api/types'
import { SelectField } from '../../ui/SelectField'
import { readCodes, stepOf, withStep, writeCodes } from './edit-mapping'

interface Props {
  readonly field: CsvMappedField
  readonly kind: CsvTarget['kind']
  readonly column: string
  readonly onSteps: (steps: CsvStep[]) => void
}

/** How a column is read: date forms, decimal sign, codes. Only what its kind can need is offered. */
export function StepEditor({ field, kind, column, onSteps }: Props) {
  const { t } = useTranslation()
  const decimal = stepOf(field, 'decimal')
  const codes = stepOf(field, 'codes')
  const set = (of: CsvStep['kind'], step: CsvStep | null) => onSteps(withStep(field.steps, of, step))
  return (
    <div className="csv-steps">
      {kind === 'date' && <DateForms field={field} onSteps={onSteps} />}
      {kind === 'sex' && stepOf(field, 'sex') && <span className="caption">{t('csvMapping.sexWords')}</span>}
      {kind === 'number' && (
        <SelectField
          label={t('csvMapping.decimalSign')}
          all={t('csvMapping.asSent')}
          value={decimal ? (decimal.comma ? 'comma' : 'dot') : ''}
          onChange={(value) =>
            set('decimal', value === '' ? null : { kind: 'decimal', comma: value === 'comma' })
          }
          options={[
            { value: 'comma', text: t('csvMapping.comma') },
            { value: 'dot', text: t('csvMapping.dot') },
          ]}
        />
      )}
      {kind !== 'date' && !codes && (
        <button
          type="button"
          className="text-button"
          aria-label={`${t('csvMapping.addCodes')}: ${column}`}
          onClick={() => set('codes', { kind: 'codes', codes: [], otherwise: 'refuse' })}
        >
          {t('csvMapping.addCodes')}
        </button>
      )}
      {codes && <Codes step={codes} column={column} onStep={(step) => set('codes', step)} />}
    </div>
  )
}

function DateForms({ field, onSteps }: Pick<Props, 'field' | 'onSteps'>) {
  const { t } = useTranslation()
  const [text, setText] = useState((stepOf(field, 'date')?.formats ?? []).join('; '))
  return (
    <TextInput
      label={t('csvMapping.dateForms')}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        const formats = event.currentTarget.value
          .split(';')
          .map((form) => form.trim())
          .filter((form) => form.length >= 2)
        onSteps(withStep(field.steps, 'date', formats.length === 0 ? null : { kind: 'date', formats }))
      }}
    />
  )
}

type CodesStep = Extract<CsvStep, { kind: 'codes' }>

function Codes(props: { step: CodesStep; column: string; onStep: (step: CodesStep | null) => void }) {
  const { t } = useTranslation()
  const { step, onStep } = props
  const [text, setText] = useState(writeCodes(step.codes))
  return (
    <div className="csv-codes">
      <Textarea
        label={t('csvMapping.codes')}
        value={text}
        autosize
        minRows={2}
        maxRows={8}
        onChange={(event) => {
          setText(event.currentTarget.value)
          onStep({ ...step, codes: readCodes(event.currentTarget.value) })
        }}
      />
      <label className="select-field">
        {t('csvMapping.otherwise')}
        <select
          value={step.otherwise}
          onChange={(event) =>
            onStep({ ...step, otherwise: event.currentTarget.value as CodesStep['otherwise'] })
          }
        >
          {(['refuse', 'keep', 'empty'] as const).map((what) => (
            <option key={what} value={what}>
              {t(`csvMapping.${what}`)}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        className="text-button"
        aria-label={`${t('csvMapping.removeStep')}: ${props.column}`}
        onClick={() => onStep(null)}
      >
        {t('csvMapping.removeStep')}
      </button>
    </div>
  )
}
