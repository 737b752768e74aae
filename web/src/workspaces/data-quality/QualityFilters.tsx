import { useTranslation } from 'react-i18next'
import { type Period, periods } from '../../api/quality'
import type { QualityBoard } from '../../api/types'
import { SelectField } from '../../ui/SelectField'
import { unknownVendor } from './unknown-vendor'

export interface QualitySearch {
  readonly period?: string
  readonly vendor?: string
  readonly q?: string
  readonly sort?: string
}

interface Props {
  readonly board: QualityBoard
  readonly search: QualitySearch & { readonly period: Period }
  readonly onChange: (next: QualitySearch) => void
}

export function QualityFilters({ board, search, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <div className="receipt-filters no-print">
      <PeriodChoice value={search.period} onChange={(period) => onChange({ ...search, period })} />
      <SelectField
        label={t('quality.vendor')}
        all={t('quality.allVendors')}
        value={search.vendor ?? ''}
        onChange={(vendor) => onChange({ ...search, vendor: vendor || undefined })}
        options={board.vendors.map(({ vendor, facilities }) => ({
          value: vendor ?? unknownVendor,
          text: `${vendor ?? t('quality.unknownVendor')} (${facilities})`,
        }))}
      />
      <label className="select-field">
        {t('quality.find')}
        <input
          type="search"
          value={search.q ?? ''}
          onChange={(event) => onChange({ ...search, q: event.currentTarget.value || undefined })}
        />
      </label>
      <SelectField
        label={t('quality.sort')}
        all={t('quality.overall')}
        value={search.sort === 'overall' ? '' : (search.sort ?? '')}
        onChange={(sort) => onChange({ ...search, sort: sort || undefined })}
        options={sortChoices.map((key) => ({ value: key, text: t(`quality.${key}`) }))}
      />
    </div>
  )
}

const sortChoices = ['facility', 'records', 'timely', 'complete', 'valid', 'identity', 'open'] as const

export function PeriodChoice({ value, onChange }: { value: Period; onChange: (period: Period) => void }) {
  const { t } = useTranslation()
  return (
    <label className="select-field">
      {t('quality.period')}
      <select value={value} onChange={(event) => onChange(event.currentTarget.value as Period)}>
        {periods.map((period) => (
          <option key={period} value={period}>
            {t(`quality.periods.${period}`)}
          </option>
        ))}
      </select>
    </label>
  )
}
