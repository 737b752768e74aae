import { useTranslation } from 'react-i18next'
import type { ReceiptFilter } from '../../api/intake'
import { useFacilityCards, useVolumes } from '../../api/intake'
import { formatDay } from '../../ui/format'
import { Icon } from '../../ui/icons'
import { SelectField } from '../../ui/SelectField'
import { joinFacilities } from './join-facilities'

interface Props {
  readonly filter: ReceiptFilter
  readonly onChange: (filter: ReceiptFilter) => void
}

export function ReceiptFilters({ filter, onChange }: Props) {
  const { t } = useTranslation()
  const { data: volumes } = useVolumes(14)
  const { data: cards } = useFacilityCards()
  const known = joinFacilities(cards, volumes?.facilities).map(({ facilityCode, name }) => ({
    value: facilityCode,
    text: name || facilityCode,
  }))
  // A link may name a facility without a name that has been silent for two weeks: it stays choosable.
  const chosen = filter.facility
  const options =
    chosen && !known.some(({ value }) => value === chosen)
      ? [...known, { value: chosen, text: chosen }]
      : known
  return (
    <div className="receipt-filters">
      <SelectField
        label={t('desk.filterFacility')}
        all={t('desk.allFacilities')}
        value={filter.facility ?? ''}
        onChange={(facility) => onChange({ ...filter, facility })}
        options={options}
      />
      <SelectField
        label={t('desk.filterStatus')}
        all={t('desk.allStatuses')}
        value={filter.status ?? ''}
        onChange={(status) => onChange({ ...filter, status })}
        options={[{ value: 'set-aside', text: t('desk.onlySetAside') }]}
      />
      {filter.day && (
        <FilterChip
          text={t('desk.filterDay', { day: formatDay(filter.day) })}
          onClear={() => onChange({ ...filter, day: undefined })}
        />
      )}
      {filter.code && (
        <FilterChip
          text={t('desk.filterCode', { code: filter.code })}
          onClear={() => onChange({ ...filter, code: undefined })}
        />
      )}
    </div>
  )
}

function FilterChip({ text, onClear }: { text: string; onClear: () => void }) {
  const { t } = useTranslation()
  return (
    <button type="button" className="filter-chip" onClick={onClear} data-testid="filter-chip">
      {text} <Icon name="close" size={12} />
      <span className="visually-hidden">{t('desk.clearFilter')}</span>
    </button>
  )
}
