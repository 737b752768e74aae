import { useTranslation } from 'react-i18next'
import type { SandboxState } from '../../api/types'
import { Icon, type IconName } from '../../ui/icons'

const signs: Readonly<Record<SandboxState, readonly [icon: IconName, look: string]>> = {
  draft: ['clock', ''],
  testing: ['replay', 'severity-info'],
  ready: ['layers', 'severity-warning'],
  live: ['check', 'status-stored'],
  suspended: ['pause', 'severity-error'],
}

export function StateMark({ state }: { state: SandboxState }) {
  const { t } = useTranslation()
  const [icon, look] = signs[state]
  return (
    <span className={`mark-pill ${look}`}>
      <Icon name={icon} size={14} /> {t(`certification.states.${state}`)}
    </span>
  )
}
