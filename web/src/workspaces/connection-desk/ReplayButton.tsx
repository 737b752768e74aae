import { useTranslation } from 'react-i18next'
import { type ReplayWhat, useReplay } from '../../api/intake'
import type { ReplayAnswer } from '../../api/types'
import { useErrorText } from '../../ui/ErrorView'
import { ExplainedButton } from '../../ui/ExplainedButton'
import { Icon } from '../../ui/icons'

interface Props {
  readonly what: ReplayWhat
  readonly text: string
  readonly whyNot?: string
  /** Words for the outcome; the usual ones count the records. */
  readonly say?: (answer: ReplayAnswer) => string
}

/** Sends set-aside records down the road again and says what came of it. */
export function ReplayButton({ what, text, whyNot, say }: Props) {
  const { t } = useTranslation()
  const replay = useReplay()
  const textOf = useErrorText()
  const usual = ({ tried, accepted, setAside }: ReplayAnswer) =>
    tried === 0 ? t('problems.replayedNone') : t('problems.replayed', { tried, accepted, setAside })
  return (
    <div className="replay no-print">
      <ExplainedButton
        variant="light"
        leftSection={<Icon name="replay" />}
        loading={replay.isPending}
        whyNot={whyNot}
        onClick={() => replay.mutate(what)}
      >
        {text}
      </ExplainedButton>
      <div role="status">
        {replay.data && (
          <p className={`outcome outcome-${kindOf(replay.data)}`} data-testid="replay-outcome">
            {(say ?? usual)(replay.data)}
          </p>
        )}
        {replay.error && (
          <p className="outcome outcome-bad">
            {t('problems.replayFailed', { message: textOf(replay.error) })}
          </p>
        )}
      </div>
    </div>
  )
}

function kindOf({ accepted, setAside }: ReplayAnswer): 'good' | 'mixed' | 'bad' {
  if (setAside === 0) return 'good'
  return accepted === 0 ? 'bad' : 'mixed'
}
