import { useTranslation } from 'react-i18next'
import type { MappingCandidate } from '../../api/types'
import { useFormat } from '../../ui/useFormat'

interface Props {
  readonly candidate: MappingCandidate | Omit<MappingCandidate, 'score'>
  readonly place: number
  readonly disabled: boolean
  /** What tells it from another of the same name; empty where no other has it. */
  readonly details: string
  readonly onChoose: () => void
}

/** A proposal with a bar of how alike it is. */
export function CandidateRow({ candidate, place, disabled, details, onChoose }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const score = 'score' in candidate ? candidate.score : null
  return (
    <li>
      <button
        type="button"
        className="candidate-row"
        onClick={onChoose}
        disabled={disabled}
        title={t('catalogues.map.choose', { code: candidate.code, key: place })}
        aria-keyshortcuts={String(place)}
        data-testid="candidate"
      >
        <kbd className="candidate-key">{place}</kbd>
        <span className="entry-code-text">{candidate.code}</span>
        <span className="candidate-name">
          {candidate.name}
          {details && <span className="caption candidate-details">{details}</span>}
        </span>
        {score !== null && (
          <span className="candidate-score">
            <span className="score-bar" aria-hidden="true">
              <span style={{ width: `${Math.round(score * 100)}%` }} />
            </span>
            <span className="caption digits">
              {t('catalogues.map.likeness', { share: format.share(score) })}
            </span>
          </span>
        )}
      </button>
    </li>
  )
}
