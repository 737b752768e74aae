import { Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { MappingQueue } from '../../api/types'
import { useFormat } from '../../ui/useFormat'

interface Props {
  readonly progress: MappingQueue['progress']
  readonly source: string | undefined
  readonly list: string | undefined
  /** Decided since the page was opened, and not yet in what the server counted. */
  readonly since: { readonly codes: number; readonly uses: number }
}

/** How many codes are decided, and of how many uses: a hundred codes can be nine tenths of the work. */
export function MappingProgress({ progress, source, list, since }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const lines = progress.filter(
    (line) => (!source || line.source === source) && (!list || line.list === list),
  )
  const sum = (of: 'codes' | 'uses', states: readonly string[]) =>
    lines.reduce((n, line) => n + states.reduce((m, state) => m + (line[of][state] ?? 0), 0), 0)
  const all = ['open', 'mapped', 'no-match', 'later']
  const done = ['mapped', 'no-match']
  const total = sum('codes', all)
  if (total === 0) return null
  const share = Math.min(1, (sum('uses', done) + since.uses) / Math.max(1, sum('uses', all)))
  const text = t('catalogues.map.progress', {
    done: sum('codes', done) + since.codes,
    total,
    share: format.share(share),
  })
  return (
    <div className="map-progress">
      <Progress value={100 * share} aria-label={text} />
      <p className="caption">{text}</p>
    </div>
  )
}
