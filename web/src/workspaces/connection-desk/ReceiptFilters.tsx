import { useTranslation } from 'react-i18next'
import type { ReceiptFilter } from '../../api/intake'
import { useVolumes } from '../../api/intake'
import { Icon } from '../../ui/icons'
import { SelectField } from '../../ui/SelectField'

interface Props {
  readonly filter: ReceiptFilter
  readonly onChange: (filter: ReceiptFilter) => void
}

export function ReceiptFilters({ filter, onChange }: Props) {
  const { t } = useTranslation()
  const { data: volumes } = useVolumes(14)
  const known = (volumes?.facilities ?? [])
    .filter(({ facilityCode }) => facilityCode !== '')
    .map(({ facilityCode, facilityName }) => ({
      value: facilityCode,
      text: facilityName ?? facilityCode,
    }))
  // A link may name a facility that has been silent for two weeks: it stays choosable.
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
      {filter.code && (
        <button
          type="button"
          className="filter-chip"
          onClick={() => onChange({ ...filter, code: undefined })}
        >
          {t('desk.filterCode', { code: filter.code })} <Icon name="close" size={12} />
          <span className="visually-hidden">{t('desk.clearFilter')}</span>
        </button>
      )}
    </div>
  )
}
