import { CloseButton, Progress } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/client'
import { acceptedEndings } from '../../api/upload'
import { paths } from '../../shell/paths'
import { useErrorText } from '../../ui/ErrorView'
import { formatInstant } from '../../ui/format'
import { useFormat } from '../../ui/useFormat'
import { TextProblems } from './TextProblems'
import type { Upload } from './useUploads'

const few = 3

export function UploadAnswerView({ upload, onDismiss }: { upload: Upload; onDismiss: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const textOf = useErrorText()
  const { name, share, answer, error, wrongKind } = upload
  if (wrongKind) {
    return (
      <Answer kind="bad" onDismiss={onDismiss}>
        {t('upload.wrongKind', { name, endings: acceptedEndings.join(' ') })}
      </Answer>
    )
  }
  if (error) {
    const refused = error instanceof ApiError && error.status >= 400 && error.status < 500
    return (
      <Answer kind="bad" onDismiss={onDismiss}>
        <strong>{refused ? t('upload.refused', { name }) : t('upload.failed', { name })}</strong>
        {error instanceof ApiError && error.problems.length > 0 ? (
          <TextProblems problems={error.problems} few={few} />
        ) : (
          <p>{textOf(error)}</p>
        )}
      </Answer>
    )
  }
  if (answer) {
    const count = answer.files.length
    const setAside = answer.files.filter(({ status }) => status === 'set-aside').length
    const key = setAside === 0 ? 'kept' : setAside === count ? 'allSetAside' : 'someSetAside'
    return (
      <Answer kind={setAside === 0 ? 'good' : 'mixed'} onDismiss={onDismiss}>
        <strong>{t(`upload.${key}`, { name, count, setAside })}</strong>
        {answer.alreadyReceivedAt && (
          <p>{t('upload.again', { at: formatInstant(answer.alreadyReceivedAt) })}</p>
        )}
        <TextProblems
          problems={[...answer.problems, ...answer.files.flatMap((file) => file.problems)]}
          few={few}
        />
        <Link to={paths.receipt} params={{ receiptId: answer.receiptId }} data-testid="uploaded-receipt">
          {t('upload.open')}
        </Link>
      </Answer>
    )
  }
  const text =
    share < 1 ? t('upload.sending', { name, share: format.share(share) }) : t('upload.reading', { name })
  return (
    <div className="upload-progress">
      <p className="break-anywhere">{text}</p>
      <Progress value={share * 100} animated={share >= 1} aria-label={text} />
    </div>
  )
}

interface AnswerProps {
  readonly kind: 'good' | 'mixed' | 'bad'
  readonly onDismiss: () => void
  readonly children: ReactNode
}

function Answer({ kind, onDismiss, children }: AnswerProps) {
  const { t } = useTranslation()
  return (
    <div className={`outcome outcome-${kind} upload-answer`} data-testid="upload-answer">
      <div className="break-anywhere">{children}</div>
      <CloseButton aria-label={t('upload.dismiss')} onClick={onDismiss} size="sm" />
    </div>
  )
}
