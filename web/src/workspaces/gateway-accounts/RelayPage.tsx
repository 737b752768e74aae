import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { GatewayDeadLetter, GatewayLane } from '../../api/types'
import { paths } from '../../shell/paths'
import { EmptyView } from '../../ui/EmptyView'
import { ErrorView, useErrorText } from '../../ui/ErrorView'
import { formatInstant } from '../../ui/format'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { useFormat } from '../../ui/useFormat'
import { useRelay, useRetry } from './api'
import { GatewayTabs } from './GatewayTabs'

/** The way to the real gateway: what waits, what it said, what it gave back. */
export function RelayPage() {
  const { t } = useTranslation()
  const { data, error, refetch } = useRelay()
  const retry = useRetry()
  const textOf = useErrorText()
  return (
    <div className="page">
      <GatewayTabs />
      <PageHeading title={t('gateway.relayTitle')} tab={t('gateway.relay')} />
      {error && !data && <ErrorView error={error} onRetry={refetch} />}
      {!data && !error && <Loading lines={5} />}
      {data && (
        <p className="gateway-state">
          <Icon name={data.state.upstream ? 'check' : 'info'} />{' '}
          {data.state.upstream
            ? t('gateway.relayTo', { address: data.state.upstream })
            : t('gateway.relayOff')}
        </p>
      )}
      {data?.lanes.length === 0 && data.state.upstream && <EmptyView title={t('gateway.relayNone')} />}
      {data && data.lanes.length > 0 && <Lanes lanes={data.lanes} />}
      <div role="status">
        {retry.data && (
          <p className="outcome outcome-good">{t('gateway.retried', { count: retry.data.retried })}</p>
        )}
        {retry.error && (
          <p className="outcome outcome-bad">{t('gateway.failed', { message: textOf(retry.error) })}</p>
        )}
      </div>
      {data && (data.state.upstream || data.dead.length > 0) && (
        <section className="dead-letters" aria-labelledby="dead-letters">
          <h2 id="dead-letters">{t('gateway.deadTitle')}</h2>
          <p className="page-intro">
            {data.dead.length > 0 ? t('gateway.deadIntro') : t('gateway.deadNone')}
          </p>
          <ul className="dead-list">
            {data.dead.map((letter) => (
              <DeadLetter
                key={letter.outgoingId}
                letter={letter}
                isBusy={retry.isPending}
                onRetry={() => retry.mutate({ outgoingId: letter.outgoingId })}
              />
            ))}
          </ul>
          {facilitiesWithSeveral(data.dead).map((facility) => (
            <Button
              key={facility}
              variant="default"
              loading={retry.isPending}
              onClick={() => retry.mutate({ facility })}
            >
              {t('gateway.retryAll', { facility })}
            </Button>
          ))}
        </section>
      )}
    </div>
  )
}

const facilitiesWithSeveral = (dead: readonly GatewayDeadLetter[]) => [
  ...new Set(dead.map(({ facility }) => facility).filter((code, at, all) => all.indexOf(code) !== at)),
]

function Lanes({ lanes }: { lanes: readonly GatewayLane[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <ul className="lane-list">
      {lanes.map((lane) => (
        <li key={lane.facility} className="card lane">
          <strong className="digits">{lane.facility}</strong>
          <dl className="lane-counts">
            {(
              [
                ['waiting', lane.waiting],
                ['delivered', lane.deliveredToday],
                ['dead', lane.dead],
              ] as const
            ).map(([name, count]) => (
              <div key={name}>
                <dt className="caption">{t(`gateway.${name}`)}</dt>
                <dd className={name === 'dead' && count > 0 ? 'is-bad digits' : 'digits'}>
                  {format.number(count)}
                </dd>
              </div>
            ))}
          </dl>
          <div className="lane-words">
            {lane.trouble && (
              <p className="outcome outcome-mixed">
                {lane.trouble}
                {lane.pausedUntil && (
                  <>
                    {'; '}
                    {t('gateway.pausedUntil', { at: formatInstant(lane.pausedUntil) })}
                  </>
                )}
              </p>
            )}
            {lane.oldestAt && (
              <span className="caption">
                {t('gateway.oldest')} {formatInstant(lane.oldestAt)}
              </span>
            )}
            {lane.lastCode && lane.lastAt && (
              <span className="caption">
                {t('gateway.lastAnswer')}: {t('gateway.code', { code: lane.lastCode })},{' '}
                {formatInstant(lane.lastAt)}
              </span>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

interface LetterProps {
  readonly letter: GatewayDeadLetter
  readonly isBusy: boolean
  readonly onRetry: () => void
}

function DeadLetter({ letter, isBusy, onRetry }: LetterProps) {
  const { t } = useTranslation()
  const days = Math.floor((Date.now() - new Date(letter.deadAt).getTime()) / 86_400_000)
  return (
    <li className="card dead-letter" data-testid="dead-letter">
      <div className="lane-words">
        <span>
          <strong className="digits">{letter.facility}</strong>{' '}
          <span className="mark-pill severity-error">{t('gateway.code', { code: letter.code ?? '?' })}</span>{' '}
          <span className="mark-pill severity-warning">{t(`gateway.owner.${letter.owner}`)}</span>
        </span>
        <span className="break-anywhere">{letter.message}</span>
        <span className="caption">
          {formatInstant(letter.deadAt)} · {t('gateway.age', { count: days })}
          {letter.receiptId && (
            <>
              {' · '}
              <Link to={paths.receipt} params={{ receiptId: letter.receiptId }}>
                {t('gateway.receipt')}
              </Link>
            </>
          )}
        </span>
      </div>
      <Button variant="default" leftSection={<Icon name="replay" />} disabled={isBusy} onClick={onRetry}>
        {t('gateway.retry')}
      </Button>
    </li>
  )
}
