import { useTranslation } from 'react-i18next'
import type { Source } from '../api/types'
import { formatInstant } from './format'
import { Icon } from './icons'
import { useProvenance } from './provenance'

interface Props {
  readonly item: {
    readonly ref: string
    readonly source: Source
    readonly text?: string
    readonly code?: string | null
    readonly name?: string
  }
  /** The fact itself, for the button's name: "Amlodipin 5 mg". */
  readonly what: string
  /** Shows the facility's name beside the sign. */
  readonly named?: boolean
}

/** What to look for in the source row: the sender's text, else the code or the name. */
export const saidBy = ({ text, code, name }: Props['item']): readonly string[] =>
  [text, code, name].filter((words) => words !== undefined && words !== null)

/** One small button per fact: where did this come from? */
export function ProvenanceButton({ item, what, named = false }: Props) {
  const { t } = useTranslation()
  const open = useProvenance()
  const { facilityName, receivedAt } = item.source
  const label = t('provenance.button', { facility: facilityName, at: formatInstant(receivedAt), what })
  return (
    <button
      type="button"
      className={named ? 'source-button is-named' : 'source-button'}
      data-testid="provenance"
      aria-label={label}
      title={`${t('provenance.short')}: ${facilityName}`}
      aria-haspopup="dialog"
      onClick={() => open({ ref: item.ref, source: item.source, what, said: saidBy(item) })}
    >
      <Icon name="source" size={14} />
      {named && <span>{facilityName}</span>}
    </button>
  )
}
