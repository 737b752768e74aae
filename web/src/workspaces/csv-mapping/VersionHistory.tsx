import { useTranslation } from 'react-i18next'
import { useCsvVersions, useRestoreCsvMapping } from '../../api/csv'
import type { CsvSavedMapping } from '../../api/types'
import { ErrorView, useErrorText } from '../../ui/ErrorView'
import { formatInstant } from '../../ui/format'

/** Every version of a mapping; any earlier one can be brought back, as a new version. */
export function VersionHistory(props: {
  saved: CsvSavedMapping
  onRestored: (saved: CsvSavedMapping) => void
}) {
  const { t } = useTranslation()
  const textOf = useErrorText()
  const versions = useCsvVersions(props.saved)
  const restore = useRestoreCsvMapping()
  return (
    <section className="card" aria-labelledby="csv-history">
      <h2 id="csv-history">{t('csvMapping.history')}</h2>
      {versions.error && <ErrorView error={versions.error} onRetry={versions.refetch} />}
      <ul className="csv-history">
        {versions.data?.items.map((version, index) => (
          <li key={version.version}>
            <span>
              {t('csvMapping.versionLine', { version: version.version, at: formatInstant(version.madeAt) })}
              {' · '}
              {t('csvMapping.fields', { count: version.mapping.fields.length })}
              {version.restores !== null && ` · ${t('csvMapping.restores', { version: version.restores })}`}
            </span>{' '}
            {index === 0 ? (
              <span className="caption">{t('csvMapping.current')}</span>
            ) : (
              <button
                type="button"
                className="text-button"
                onClick={() =>
                  restore.mutate(
                    { saved: props.saved, version: version.version },
                    { onSuccess: props.onRestored },
                  )
                }
              >
                {t('csvMapping.restore', { version: version.version })}
              </button>
            )}
          </li>
        ))}
      </ul>
      <div role="status">
        {restore.data && (
          <p className="outcome outcome-good">{t('csvMapping.saved', { version: restore.data.version })}</p>
        )}
        {restore.error && (
          <p className="outcome outcome-bad">{t('csvMapping.failed', { message: textOf(restore.error) })}</p>
        )}
      </div>
    </section>
  )
}
