import { useTranslation } from 'react-i18next'
import { useRefusals } from '../../api/intake'
import { ErrorView } from '../../ui/ErrorView'
import { formatInstant } from '../../ui/format'
import { useFormat } from '../../ui/useFormat'

/** Files turned away whole, of which nothing was kept. */
export function RefusalList() {
  const { t } = useTranslation()
  const format = useFormat()
  const { data, error, refetch } = useRefusals()
  return (
    <section className="refusals" aria-labelledby="refusals-title">
      <h2 id="refusals-title">{t('problems.refusals')}</h2>
      <p className="page-intro">{t('problems.refusalsIntro')}</p>
      {error && !data && <ErrorView error={error} onRetry={refetch} />}
      {data?.items.length === 0 && <p>{t('problems.noRefusals')}</p>}
      {data && data.items.length > 0 && (
        <ul className="card">
          {data.items.map((refusal) => (
            <li key={refusal.at + refusal.code} className="detail-row refusal">
              <span className="digits">{formatInstant(refusal.at)}</span>
              <span className="break-anywhere">
                <strong>{refusal.fileName ?? t('desk.noFileName')}</strong>
                {refusal.size !== null && <span className="caption"> {format.bytes(refusal.size)}</span>}
                <br />
                {refusal.message} <code className="caption">{refusal.code}</code>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
