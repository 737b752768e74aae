import { useTranslation } from 'react-i18next'
import type { ConformanceReport } from '../../api/types'
import { serverPaths } from '../../shell/paths'
import { formatInstant } from '../../ui/format'
import { Icon } from '../../ui/icons'
import { FindingPart } from './FindingPart'
import { ScoreCard } from './ScoreCard'
import { SituationPart } from './SituationPart'
import { TablePart } from './TablePart'

/** The conformance report on the screen; the PDF and the JSON say the same. */
export function ReportView({ sandboxId, report }: { sandboxId: string; report: ConformanceReport }) {
  const { t } = useTranslation()
  return (
    <div className="report">
      <div className="report-head">
        <h2>{t('certification.report')}</h2>
        <span className="caption">
          {report.madeAt
            ? t('certification.made', { at: formatInstant(report.madeAt) })
            : t('certification.notMade')}
        </span>
        <span className="report-links no-print">
          <a
            className="button-link is-quiet"
            href={serverPaths.sandboxReport(sandboxId, 'pdf', 'now')}
            target="_blank"
            rel="noreferrer"
          >
            <Icon name="download" /> {t('certification.pdf')}
          </a>
          <a
            className="button-link is-quiet"
            href={serverPaths.sandboxReport(sandboxId, 'json', 'now')}
            target="_blank"
            rel="noreferrer"
          >
            <Icon name="download" /> {t('certification.json')}
          </a>
        </span>
      </div>
      <ScoreCard report={report} />
      {report.realLooking > 0 && (
        <p className="outcome outcome-bad">{t('certification.realLooking', { count: report.realLooking })}</p>
      )}
      <Blockers report={report} />
      <SituationPart report={report} />
      <TablePart report={report} />
      <FindingPart findings={report.findings} />
    </div>
  )
}

function Blockers({ report: { blockers } }: { report: ConformanceReport }) {
  const { t } = useTranslation()
  return (
    <section className="card" aria-labelledby="blockers-title">
      <h2 id="blockers-title">
        {t('certification.blockersTitle')} <span className="part-count">{blockers.length}</span>
      </h2>
      {blockers.length === 0 && <p className="outcome outcome-good">{t('certification.blockersNone')}</p>}
      <ol className="blocker-list">
        {blockers.map((blocker) => (
          <li key={blocker.message} data-testid="blocker">
            <Icon name="stop" /> <span className="break-anywhere">{blocker.message}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
