import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SandboxLine, SandboxState } from '../../api/types'
import { paths } from '../../shell/paths'
import { EmptyView } from '../../ui/EmptyView'
import { formatDay } from '../../ui/format'
import { SelectField } from '../../ui/SelectField'
import { useFormat } from '../../ui/useFormat'
import { StateMark } from './StateMark'

const states: readonly SandboxState[] = ['draft', 'testing', 'ready', 'live', 'suspended']

interface Props {
  readonly items: readonly SandboxLine[]
  readonly state: string
  readonly onState: (state: string) => void
}

/** For the department: every facility that tries, and how far it is. */
export function SandboxTable({ items, state, onState }: Props) {
  const { t } = useTranslation()
  const shown = items.filter((item) => state === '' || item.state === state)
  return (
    <section aria-labelledby="sandboxes-title">
      <h2 id="sandboxes-title">{t('certification.list')}</h2>
      {items.length === 0 ? (
        <EmptyView title={t('certification.none')}>
          <p>{t('certification.noneMore')}</p>
        </EmptyView>
      ) : (
        <SelectField
          label={t('certification.filter')}
          all={t('certification.allStates')}
          value={state}
          onChange={onState}
          options={states.map((value) => ({
            value,
            text: `${t(`certification.states.${value}`)} (${items.filter((i) => i.state === value).length})`,
          }))}
        />
      )}
      <ul className="sandbox-list">
        {shown.map((item) => (
          <SandboxItem key={item.sandboxId} item={item} />
        ))}
      </ul>
    </section>
  )
}

function SandboxItem({ item }: { item: SandboxLine }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <li className="card sandbox-item" data-testid="sandbox">
      <div className="sandbox-who">
        <Link to={paths.sandbox} params={{ sandboxId: item.sandboxId }} data-row>
          <span className="digits">{item.facilityCode}</span> · {item.software} {item.softwareVersion}
        </Link>
        <span className="caption">{item.vendor}</span>
      </div>
      <div>
        <StateMark state={item.state} />
        <span className="caption sandbox-since">
          {t('certification.since', { at: formatDay(item.stateSince) })}
        </span>
      </div>
      <dl className="sandbox-numbers">
        <div>
          <dt>{t('certification.score')}</dt>
          <dd>{t('certification.scoreOf', { score: item.score })}</dd>
        </div>
        <div>
          <dt>{t('certification.messages')}</dt>
          <dd>{format.number(item.messages)}</dd>
        </div>
        <div>
          <dt>{t('certification.blockers')}</dt>
          <dd>{item.blockers === 0 ? t('certification.noBlockers') : format.number(item.blockers)}</dd>
        </div>
      </dl>
    </li>
  )
}
