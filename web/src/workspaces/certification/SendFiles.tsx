import { useQueryClient } from '@tanstack/react-query'
import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sendSandboxFile } from '../../api/sandbox'
import type { SandboxFileAnswer, SandboxPage } from '../../api/types'
import { useErrorText } from '../../ui/ErrorView'
import { ExplainedButton } from '../../ui/ExplainedButton'
import { Icon } from '../../ui/icons'
import { useCopy } from '../../ui/useCopy'
import { useFormat } from '../../ui/useFormat'
import { placeWords } from './place-words'

interface Sent {
  readonly id: number
  readonly name: string
  readonly answer?: SandboxFileAnswer
  readonly error?: unknown
}
const few = 5

/** The address for a program, and a place to drop files for a person. */
export function SendFiles({ sandbox }: { sandbox: SandboxPage }) {
  const { t } = useTranslation()
  const format = useFormat()
  const chooser = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const { sent, busy, send } = useSending(sandbox.sandboxId)
  const { outcome, copy } = useCopy()
  const address = `${window.location.origin}${sandbox.address}`
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    send([...event.dataTransfer.files])
  }
  return (
    <section className="card" aria-labelledby="send-title">
      <h2 id="send-title">{t('certification.send')}</h2>
      <p className="outcome outcome-mixed">
        <Icon name="warning" /> {t('certification.synthetic')}
      </p>
      {/* Dropping is a second way beside the button; the keyboard has the button. */}
      <fieldset
        aria-label={t('certification.drop')}
        className={over ? 'drop-zone is-over' : 'drop-zone'}
        data-testid="sandbox-drop"
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name="upload" size={22} />
        <p>{over ? t('certification.dropNow') : t('certification.drop')}</p>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            send([...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ''
          }}
        />
        <ExplainedButton whyNot={undefined} loading={busy} onClick={() => chooser.current?.click()}>
          {t('certification.choose')}
        </ExplainedButton>
        <p className="caption">
          {t('certification.left', {
            count: Math.max(0, sandbox.maxMessages - sandbox.messages),
            size: format.bytes(sandbox.maxBytes),
          })}
        </p>
      </fieldset>
      <div role="status">
        {sent.map((one) => (
          <SentLine key={one.id} sent={one} />
        ))}
      </div>
      <h3>{t('certification.address')}</h3>
      <p className="sandbox-address">
        <code className="break-anywhere">{address}</code>{' '}
        <button type="button" className="text-button" onClick={() => copy(address)}>
          <Icon name="copy" size={14} />{' '}
          {outcome === 'copied' ? t('certification.copied') : t('certification.copy')}
        </button>
      </p>
      <p className="caption">{t('certification.addressHint')}</p>
      <code className="sandbox-example caption break-anywhere">
        curl --data-binary @tep.xml -H 'content-type: application/xml' '{address}?fileName=tep.xml'
      </code>
    </section>
  )
}

function SentLine({ sent: { name, answer, error } }: { sent: Sent }) {
  const { t } = useTranslation()
  const textOf = useErrorText()
  if (error !== undefined)
    return (
      <p className="outcome outcome-bad sent-line">
        {t('certification.sendFailed', { name, message: textOf(error) })}
      </p>
    )
  if (!answer) return <p className="sent-line">{t('certification.sending', { name })}</p>
  const good = answer.accepted === answer.records && answer.records > 0
  return (
    <div
      className={`outcome sent-line ${good ? 'outcome-good' : 'outcome-mixed'}`}
      data-testid="sandbox-answer"
    >
      <strong>{t('certification.answer', { name, count: answer.records, accepted: answer.accepted })}</strong>
      <ul>
        {answer.problems.slice(0, few).map((p) => (
          <li key={`${p.record} ${p.code} ${p.table} ${p.row} ${p.field}`}>
            {p.message}{' '}
            <span className="caption">
              {t('certification.place', placeWords({ ...p, file: answer.file }))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function useSending(sandboxId: string) {
  const client = useQueryClient()
  const [sent, setSent] = useState<readonly Sent[]>([])
  const [busy, setBusy] = useState(false)
  const nextId = useRef(1)
  const sendOne = async (file: File) => {
    const id = nextId.current++
    const update = (change: Partial<Sent>) =>
      setSent((before) => before.map((one) => (one.id === id ? { ...one, ...change } : one)))
    setSent((before) => [{ id, name: file.name }, ...before].slice(0, few))
    try {
      update({ answer: await sendSandboxFile(sandboxId, file) })
    } catch (error) {
      update({ error })
    }
    await client.invalidateQueries({ queryKey: ['sandbox', sandboxId] })
  }
  const send = async (files: readonly File[]) => {
    setBusy(true)
    for (const file of files) await sendOne(file)
    setBusy(false)
  }
  return { sent, busy, send: (files: readonly File[]) => void send(files) }
}
