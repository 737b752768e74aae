import { useTranslation } from 'react-i18next'
import { useCsvMappings } from '../../api/csv'
import { EmptyView } from '../../ui/EmptyView'
import { ErrorView } from '../../ui/ErrorView'
import { formatInstant } from '../../ui/format'
import { Loading } from '../../ui/Loading'

/** The newest version of every mapping there is. */
export function SavedMappings() {
  const { t } = useTranslation()
  const mappings = useCsvMappings()
  return (
    <section aria-labelledby="csv-all">
      <h2 id="csv-all">{t('csvMapping.all')}</h2>
      {mappings.isPending && <Loading lines={3} />}
      {mappings.error && <ErrorView error={mappings.error} onRetry={mappings.refetch} />}
      {mappings.data?.items.length === 0 && <EmptyView title={t('csvMapping.none')} />}
      <ul className="csv-all">
        {mappings.data?.items.map((saved) => (
          <li key={`${saved.owner} ${saved.header}`} className="card">
            <strong>{saved.name}</strong>{' '}
            {saved.owner.startsWith('facility:')
              ? t('csvMapping.forFacility', { code: saved.owner.slice('facility:'.length) })
              : t('csvMapping.forVendor', { name: saved.owner.slice('vendor:'.length) })}
            <p className="caption">
              {t(`csvMapping.${saved.mapping.list}`)}
              {' · '}
              {t('csvMapping.fields', { count: saved.mapping.fields.length })}
              {' · '}
              {t('csvMapping.versionLine', { version: saved.version, at: formatInstant(saved.madeAt) })}
            </p>
            <p className="caption">{saved.mapping.columns.join(' · ')}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
