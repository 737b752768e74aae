import { Button } from '@mantine/core'
import { type RefObject, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { MappingDecision, MappingLine } from '../../api/types'
import { Icon } from '../../ui/icons'
import { keyText } from './useDecisions'

interface Props {
  readonly lines: readonly MappingLine[]
  readonly chosen: number
  readonly decided: ReadonlyMap<string, MappingDecision>
  readonly onChoose: (at: number) => void
  readonly more: boolean
  readonly loading: boolean
  readonly onMore: () => void
}

export function QueueList({ lines, chosen, decided, onChoose, more, loading, onMore }: Props) {
  const { t } = useTranslation()
  const list = useRef<HTMLOListElement>(null)
  useFocusFollows(list, chosen)
  return (
    <section aria-label={t('catalogues.map.queue')}>
      <ol className="queue-list" ref={list}>
        {lines.map((line, at) => {
          const decision = decided.get(keyText(line))
          return (
            <li key={keyText(line)}>
              <button
                type="button"
                className="queue-row"
                aria-current={at === chosen ? 'true' : undefined}
                onClick={() => onChoose(at)}
                onFocus={() => onChoose(at)}
                data-row
                data-testid="local-code"
              >
                <span className="queue-name">{line.display || t('catalogues.map.noName')}</span>
                <span className="queue-count digits">{t('catalogues.map.used', { count: line.count })}</span>
                <span className="caption queue-from">
                  {line.code || t('catalogues.map.noCode')} · {t(`catalogues.ids.${line.list as 'wards'}`)}
                </span>
                {decision && (
                  <span className="mark-pill status-stored">
                    <Icon name="check" size={14} />{' '}
                    {decision.state === 'mapped'
                      ? decision.target
                      : t(`catalogues.map.states.${decision.state}`)}
                  </span>
                )}
              </button>
            </li>
          )
        })}
      </ol>
      {more && (
        <Button variant="default" loading={loading} onClick={onMore}>
          {t('catalogues.map.older')}
        </Button>
      )}
    </section>
  )
}

/** After a decision the next line has the focus, unless somebody is typing; J and K go on from there. */
function useFocusFollows(list: RefObject<HTMLOListElement | null>, chosen: number) {
  const former = useRef(chosen)
  useEffect(() => {
    if (former.current === chosen) return
    former.current = chosen
    const row = list.current?.querySelectorAll<HTMLElement>('[data-row]')[chosen]
    const active = document.activeElement
    if (active === document.body || list.current?.contains(active)) row?.focus()
    row?.scrollIntoView({ block: 'nearest' })
  }, [chosen, list])
}
