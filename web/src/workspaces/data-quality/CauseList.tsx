import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { QualityCause } from '../../api/types'
import { paths } from '../../shell/paths'
import { SeverityMark } from '../../ui/StatusMark'

/** What to mend first; each leads to the receipts that show it. */
export function CauseList({ causes }: { causes: readonly QualityCause[] }) {
  const { t } = useTranslation()
  return (
    <section className="card quality-causes" aria-labelledby="quality-causes">
      <h2 id="quality-causes">{t('quality.causes')}</h2>
      <p className="caption">
        {t('quality.causesIntro')}{' '}
        <Link to={paths.problems} className="no-print">
          {t('quality.openProblems')}
        </Link>
      </p>
      {causes.length === 0 && <p>{t('quality.noCauses')}</p>}
      <ol>
        {causes.map((cause) => (
          <li key={`${cause.code} ${cause.table} ${cause.field} ${cause.severity}`} className="quality-cause">
            <p>
              <SeverityMark severity={cause.severity} /> {cause.message}
            </p>
            <p className="caption">
              <Link to={paths.desk} search={{ code: cause.code }}>
                {t('quality.causeCount', { count: cause.records })}
              </Link>
              {' · '}
              <code>{[cause.code, cause.table, cause.field].filter(Boolean).join(' · ')}</code>
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}
