import { useTranslation } from 'react-i18next'
import type { TimelineEntry } from '../../api/types'
import { formatDay, formatInstant } from '../../ui/format'
import { Icon } from '../../ui/icons'
import { ProvenanceButton } from '../../ui/ProvenanceButton'
import { VisitDetails } from './VisitDetails'

interface Props {
  readonly entry: TimelineEntry
  readonly open: boolean
  readonly onToggle: (open: boolean) => void
}

const counted = ['medicines', 'procedures', 'results', 'documents'] as const

export function VisitEntry({ entry, open, onToggle }: Props) {
  const { t } = useTranslation()
  const id = `visit-${entry.encounterRef.replace('/', '-')}`
  const counts = counted.filter((kind) => entry.counts[kind] > 0)
  return (
    <li className={`card visit visit-${entry.class}`} data-testid="visit">
      <div className="visit-head">
        <button
          type="button"
          className="visit-toggle"
          aria-expanded={open}
          aria-controls={id}
          data-row
          onClick={() => onToggle(!open)}
        >
          <Icon name="chevron" className={open ? 'icon chevron is-open' : 'icon chevron'} />
          <span className="visit-when digits">
            {entry.start ? formatDay(entry.start) : t('state.unknown')}
            {entry.class === 'IMP' && entry.end && (
              <span className="visit-until">– {formatDay(entry.end)}</span>
            )}
          </span>
          <span className="visit-what">
            <span className="visit-type">
              {entry.typeText}
              {entry.status === 'in-progress' && <em> ({t('visit.inProgress')})</em>}
            </span>
            <span className="visit-diagnosis">{entry.diagnosis ?? entry.reason ?? ''}</span>
          </span>
        </button>
        <span className="visit-aside">
          <ProvenanceButton item={entry} what={entry.typeText} named />
          {counts.length > 0 && (
            <span className="caption">
              {counts.map((kind) => t(`visit.count.${kind}`, { count: entry.counts[kind] })).join(' · ')}
            </span>
          )}
        </span>
      </div>
      <p className="print-only caption visit-source">
        {t('provenance.short')}: {entry.source.facilityName} · {entry.source.fileName} · {entry.source.table}:
        {entry.source.row} · {formatInstant(entry.source.receivedAt)}
      </p>
      <div id={id} hidden={!open}>
        {open && <VisitDetails entry={entry} />}
      </div>
    </li>
  )
}
