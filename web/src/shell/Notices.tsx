import { Button, Progress } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMeta } from '../api/meta'
import { useReachable } from '../api/reachability'
import { Icon } from '../ui/icons'

export function LoopbackNotice() {
  const { t } = useTranslation()
  const { data: meta } = useMeta()
  if (!meta?.loopbackOnly) return null
  return (
    <p className="notice notice-loopback" role="note">
      <Icon name="info" /> <span>{t('notice.loopback')}</span>
    </p>
  )
}

export function DemonstrationBar() {
  const { t } = useTranslation()
  const { data: meta } = useMeta()
  if (!meta?.demonstration) return null
  const { done, total } = meta.demonstration
  const text = t('notice.demonstration', { done, total })
  return (
    <div className="notice notice-demonstration no-print">
      <span>{text}</span>
      <Progress
        value={total > 0 ? (100 * done) / total : 0}
        aria-label={text}
        className="demonstration-progress"
      />
    </div>
  )
}

export function UnreachableNotice() {
  const { t } = useTranslation()
  const reachable = useReachable()
  const client = useQueryClient()
  const [trying, setTrying] = useState(false)
  const retry = async () => {
    setTrying(true)
    await client.refetchQueries({ type: 'active' })
    setTrying(false)
  }
  return (
    <div role="status" className="no-print">
      {!reachable && (
        <div className="notice notice-unreachable" data-testid="unreachable">
          <Icon name="warning" /> <span>{t('notice.unreachable')}</span>
          <Button size="compact-sm" variant="white" color="dark" onClick={retry} loading={trying}>
            {t('notice.retry')}
          </Button>
        </div>
      )}
    </div>
  )
}
