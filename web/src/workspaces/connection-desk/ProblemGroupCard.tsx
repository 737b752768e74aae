import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ProblemGroups } from '../../api/types'
import { paths } from '../../shell/paths'
import { formatInstant } from '../../ui/format'
import { SeverityMark } from '../../ui/StatusMark'
import { ReplayButton } from './ReplayButton'
import { RuleNote } from './RuleNote'
import { isBackwards, type ReplayWindow, replayFilter } from './replay-window'

interface Props {
  readonly group: ProblemGroups['groups'][number]
  /** Names of facilities by code, as far as they have been given. */
  readonly names: ReadonlyMap<string, string>
  /** Which of its records the button means. */
  readonly window: ReplayWindow
}

export function ProblemGroupCard({ group, names, window }: Props) {
  const { t } = useTranslation()
  const { example } = group
  const facilities = group.facilities.map((code) => names.get(code) || code || t('desk.unknownFacility'))
  const place = [group.table, group.field].filter(Boolean).join(' · ')
  return (
    <li className="card problem-group" data-testid="problem-group">
      <div className="problem-count">
        <Link to={paths.desk} search={{ code: group.code }} title={t('problems.openRows')}>
          <strong>{t('problems.count', { count: group.count })}</strong>
        </Link>
        <span className="caption">{t('problems.files', { count: group.files })}</span>
      </div>
      <div className="problem-what">
        <p>
          <SeverityMark severity={group.severity} /> {group.message}
        </p>
        <p className="caption">
          <code>{group.code}</code>
          {place && (
            <>
              {' · '}
              <code>{place}</code>
            </>
          )}
          {' · '}
          {t('problems.last', { at: formatInstant(group.lastAt) })}
        </p>
        {facilities.length > 0 && (
          <p className="caption">{t('problems.facilities', { names: facilities.join(', ') })}</p>
        )}
        <RuleNote code={group.code} />
      </div>
      <div className="problem-actions">
        <Link
          className="button-link is-quiet"
          to={paths.file}
          params={{ receiptId: example.receiptId, fileNumber: String(example.fileNumber) }}
          search={{
            table: example.table ?? undefined,
            row: example.row === null ? undefined : String(example.row),
            field: example.field ?? undefined,
          }}
          data-row
        >
          {t('problems.example')}
        </Link>
        {group.code === 'CSV_MAPPING_MISSING' && (
          <Link
            className="button-link is-quiet"
            to={paths.csvMapping}
            search={{ facility: group.facilities[0] || undefined }}
          >
            {t('problems.mapColumns')}
          </Link>
        )}
        {group.severity === 'error' && (
          <ReplayButton
            what={{ code: group.code, ...replayFilter(window) }}
            text={t('problems.replay')}
            whyNot={isBackwards(window) ? t('problems.replayBackwards') : undefined}
          />
        )}
      </div>
    </li>
  )
}
