import { useTranslation } from 'react-i18next'
import type { FileStatus, MessageProblem } from '../api/types'
import { Icon, type IconName } from './icons'

const statusIcon: Record<FileStatus, IconName> = {
  accepted: 'clock',
  stored: 'check',
  'set-aside': 'stop',
  superseded: 'layers',
}

export function StatusMark({ status }: { status: FileStatus }) {
  const { t } = useTranslation()
  return (
    <span className={`mark-pill status-${status}`}>
      <Icon name={statusIcon[status]} size={14} /> {t(`status.${status}`)}
    </span>
  )
}

const severityIcon: Record<MessageProblem['severity'], IconName> = {
  error: 'stop',
  warning: 'warning',
  info: 'info',
}

export function SeverityMark({ severity }: { severity: MessageProblem['severity'] }) {
  const { t } = useTranslation()
  return (
    <span className={`mark-pill severity-${severity}`}>
      <Icon name={severityIcon[severity]} size={14} /> {t(`severity.${severity}`)}
    </span>
  )
}
