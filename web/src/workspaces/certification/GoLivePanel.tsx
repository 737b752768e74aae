import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMoveSandbox } from '../../api/sandbox'
import type { SandboxPage, SandboxState } from '../../api/types'
import { serverPaths } from '../../shell/paths'
import { useErrorText } from '../../ui/ErrorView'
import { ExplainedButton } from '../../ui/ExplainedButton'
import { formatDay, formatInstant } from '../../ui/format'

const shortestException = 20

/** Every step asks who and why; a step that cannot be taken says why not. */
export function GoLivePanel({ sandbox }: { sandbox: SandboxPage }) {
  const { t } = useTranslation()
  const textOf = useErrorText()
  const move = useMoveSandbox(sandbox.sandboxId)
  const [by, setBy] = useState('')
  const [reason, setReason] = useState('')
  const [exception, setException] = useState('')
  const blocked = sandbox.report.blockers.length > 0
  const asksException = blocked && sandbox.next.includes('live')
  const whyNot = (to: SandboxState): string | undefined => {
    if (by.trim() === '' || reason.trim() === '') return t('certification.byMissing')
    if (to === 'ready' && blocked) return t('certification.stillBlocked')
    if (to === 'live' && asksException && exception.trim().length < shortestException)
      return t('certification.needsException')
    return undefined
  }
  return (
    <section className="card go-live" aria-labelledby="go-live-title">
      <h2 id="go-live-title">{t('certification.goLive')}</h2>
      <p className="caption">{t('certification.goLiveIntro')}</p>
      <FixedReport sandbox={sandbox} />
      {sandbox.next.length === 0 ? (
        <p>{t('certification.nothingToDo')}</p>
      ) : (
        <>
          <TextInput
            label={t('certification.by')}
            value={by}
            onChange={(event) => setBy(event.currentTarget.value)}
          />
          <TextInput
            label={t('certification.reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {asksException && (
            <Textarea
              label={t('certification.exception')}
              autosize
              minRows={2}
              value={exception}
              onChange={(event) => setException(event.currentTarget.value)}
            />
          )}
          <div className="go-live-moves">
            {sandbox.next.map((to) => (
              <ExplainedButton
                key={to}
                variant={to === 'live' || to === 'ready' ? 'filled' : 'default'}
                whyNot={whyNot(to)}
                loading={move.isPending && move.variables.to === to}
                onClick={() => move.mutate({ to, by, reason, exception: exception.trim() || null })}
              >
                {t(`certification.moves.${to}`)}
              </ExplainedButton>
            ))}
          </div>
        </>
      )}
      <div role="status">
        {move.error && (
          <p className="outcome outcome-bad">{t('certification.failed', { message: textOf(move.error) })}</p>
        )}
      </div>
      <Steps sandbox={sandbox} />
    </section>
  )
}

function FixedReport({ sandbox: { fixedReport, sandboxId } }: { sandbox: SandboxPage }) {
  const { t } = useTranslation()
  if (!fixedReport) return null
  const { fixedAt, score, expiresAt, isCurrent, sha256 } = fixedReport
  return (
    <div className={`outcome ${isCurrent ? 'outcome-good' : 'outcome-bad'}`}>
      <p>
        {isCurrent
          ? t('certification.fixed', { at: formatInstant(fixedAt), score, until: formatDay(expiresAt) })
          : t('certification.fixedOld')}
      </p>
      <p>
        <a href={serverPaths.sandboxReport(sandboxId, 'pdf', 'fixed')} target="_blank" rel="noreferrer">
          {t('certification.fixedPdf')}
        </a>
      </p>
      <p className="caption break-anywhere">SHA-256 {sha256}</p>
    </div>
  )
}

function Steps({ sandbox: { steps } }: { sandbox: SandboxPage }) {
  const { t } = useTranslation()
  if (steps.length === 0) return null
  return (
    <>
      <h3>{t('certification.history')}</h3>
      <ol className="step-list">
        {steps.map((step) => (
          <li key={step.at + step.to}>
            <strong>
              {t('certification.historyLine', {
                from: t(`certification.states.${step.from}`),
                to: t(`certification.states.${step.to}`),
              })}
            </strong>{' '}
            <span className="caption">
              {formatInstant(step.at)} · {step.by}
            </span>
            <p className="break-anywhere">{step.reason}</p>
            {step.exception && (
              <p className="break-anywhere">
                {t('certification.historyException', { exception: step.exception })}
              </p>
            )}
          </li>
        ))}
      </ol>
    </>
  )
}
