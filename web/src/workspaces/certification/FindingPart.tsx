import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportFinding } from '../../api/types'
import { SeverityMark } from '../../ui/StatusMark'
import { placeWords } from './place-words'

const few = 20

export function FindingPart({ findings }: { findings: readonly ReportFinding[] }) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const shown = all ? findings : findings.slice(0, few)
  return (
    <section className="card" aria-labelledby="findings-title">
      <h2 id="findings-title">
        {t('certification.findings')} <span className="part-count">{findings.length}</span>
      </h2>
      {findings.length === 0 && <p>{t('certification.noFindings')}</p>}
      <ol className="step-list">
        {shown.map((finding) => (
          <li key={`${finding.code} ${finding.table} ${finding.field}`}>
            <p>
              <SeverityMark severity={finding.severity} /> {finding.message}
            </p>
            <p className="caption break-anywhere">
              <code>{finding.code}</code> · {t('certification.inMessages', { count: finding.records })}
              {finding.blocksGoLive && ` · ${t('certification.blocks')}`} ·{' '}
              {t('certification.place', placeWords(finding.place))}
            </p>
          </li>
        ))}
      </ol>
      {findings.length > few && !all && (
        <button type="button" className="text-button" onClick={() => setAll(true)}>
          {t('state.showAll', { count: findings.length })}
        </button>
      )}
    </section>
  )
}
