import { useTranslation } from 'react-i18next'
import { formatInstant } from '../../ui/format'
import { SelectField } from '../../ui/SelectField'
import { ReplayButton } from './ReplayButton'
import { everything, isBackwards, type ReplayWindow, replayFilter } from './replay-window'

interface Props {
  readonly window: ReplayWindow
  readonly onChange: (window: ReplayWindow) => void
  readonly facilities: readonly (readonly [code: string, name: string])[]
}

/** Of which facility, received when: what all replay buttons of the page mean, and one for every cause. */
export function ReplayPart({ window, onChange, facilities }: Props) {
  const { t } = useTranslation()
  const isNarrow = Object.values(window).some((value) => value !== '')
  return (
    <section className="card replay-part no-print" aria-labelledby="replay-title">
      <h2 id="replay-title">{t('problems.replayTitle')}</h2>
      <p className="caption">{t('problems.replayIntro')}</p>
      <div className="replay-fields">
        <SelectField
          label={t('problems.replayFacility')}
          all={t('problems.replayAnyFacility')}
          value={window.facility}
          onChange={(facility) => onChange({ ...window, facility })}
          options={facilities.map(([value, name]) => ({ value, text: name ? `${value} · ${name}` : value }))}
        />
        {(['from', 'to'] as const).map((end) => (
          <label key={end} className="select-field">
            {t(end === 'from' ? 'problems.replayFrom' : 'problems.replayTo')}
            {window[end] && ` (${formatInstant(`${window[end]}+07:00`)})`}
            <input
              type="datetime-local"
              value={window[end]}
              onChange={(event) => onChange({ ...window, [end]: event.currentTarget.value })}
            />
          </label>
        ))}
        {isNarrow && (
          <button type="button" className="text-button" onClick={() => onChange(everything)}>
            {t('problems.replayEverything')}
          </button>
        )}
      </div>
      <ReplayButton
        what={replayFilter(window)}
        text={t(isNarrow ? 'problems.replayChosen' : 'problems.replayAll')}
        whyNot={isBackwards(window) ? t('problems.replayBackwards') : undefined}
      />
    </section>
  )
}
