import { useTranslation } from 'react-i18next'
import { conceptMapPath, type MappingFilter } from '../../api/mapping'
import type { MappingQueue } from '../../api/types'
import { Icon } from '../../ui/icons'
import { SelectField } from '../../ui/SelectField'
import { TypedField } from './TypedField'

interface Props {
  readonly filter: MappingFilter
  readonly progress: MappingQueue['progress']
  readonly onChange: (next: MappingFilter) => void
}

export function MappingFilters({ filter, progress, onChange }: Props) {
  const { t } = useTranslation()
  const sources = [...new Set([...progress.map(({ source }) => source), filter.source ?? ''])].filter(Boolean)
  const lists = [...new Set([...progress.map(({ list }) => list), filter.list ?? ''])].filter(Boolean)
  return (
    <div className="cat-filters">
      <SelectField
        label={t('catalogues.map.source')}
        all={t('catalogues.map.allSources')}
        value={filter.source ?? ''}
        onChange={(source) => onChange({ source: source || undefined })}
        options={sources.map((value) => ({ value, text: value.replace(/^(vendor|facility):/, '') }))}
      />
      <SelectField
        label={t('catalogues.map.list')}
        all={t('catalogues.map.allLists')}
        value={filter.list ?? ''}
        onChange={(list) => onChange({ list: list || undefined })}
        options={lists.map((value) => ({ value, text: t(`catalogues.ids.${value as 'wards'}`) }))}
      />
      <label className="select-field">
        {t('catalogues.map.state')}
        <select value={filter.state} onChange={(event) => onChange({ state: event.currentTarget.value })}>
          {(['open', 'later', 'mapped', 'no-match'] as const).map((state) => (
            <option key={state} value={state}>
              {t(`catalogues.map.states.${state}`)}
            </option>
          ))}
        </select>
      </label>
      <TypedField
        label={t('catalogues.map.find')}
        value={filter.q ?? ''}
        onChange={(q) => onChange({ q: q || undefined })}
      />
      {filter.source && filter.list && (
        <a
          className="button-link is-quiet"
          href={conceptMapPath(filter.source, filter.list)}
          download={`concept-map-${filter.list}.json`}
        >
          <Icon name="download" /> {t('catalogues.map.conceptMap')}
        </a>
      )}
    </div>
  )
}
