import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReadCorrection, ReadCorrectionState } from '../../api/types'
import { paths } from '../../shell/paths'
import { formatInstant } from '../../ui/format'
import { Icon } from '../../ui/icons'

interface Props {
  readonly correction: ReadCorrection
  readonly note: string
  readonly onNote: (note: string) => void
  readonly onSay: (state: ReadCorrectionState) => void
  readonly isBusy: boolean
}

/** One reading: who saw it, what was shown as one, whose it is now, and what has been done about it. */
export function CorrectionCard({ correction, note, onNote, onSay, isBusy }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const { reading, persons, state } = correction
  return (
    <li
      className="card correction"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: j and k walk along the list, and the keys are for the line reached.
      tabIndex={0}
      data-row
      data-correction={correction.correctionId}
      data-testid="correction"
      aria-labelledby={`${id}-who`}
    >
      <h2 id={`${id}-who`} className="correction-who">
        {reading.actorName ?? t('corrections.nobodySaid')}
        {reading.facility !== null && ` · ${reading.facilityName ?? reading.facility}`}
      </h2>
      <p>
        <span className="digits">{formatInstant(reading.at)}</span> ·{' '}
        {t(`corrections.asked.${reading.asked}`)} · <Door door={reading.door} />
      </p>
      <p>{t('corrections.shown', { count: persons.length, at: formatInstant(correction.partedAt) })}</p>
      <ol className="correction-persons">
        {persons.map(({ personId, records }, at) => (
          <li key={personId}>
            <Link to={paths.record} params={{ personId }}>
              {t('corrections.person', { count: at + 1 })}
            </Link>
            {': '}
            {records.map(({ patientId, facility, facilityName, localId }, place) => (
              <span key={patientId}>
                {place > 0 && ', '}
                {facilityName ?? facility} · <span className="digits">{localId}</span>
              </span>
            ))}
          </li>
        ))}
      </ol>
      {state === 'open' ? (
        <div className="review-why no-print">
          <label htmlFor={`${id}-note`}>{t('corrections.note')}</label>
          <input
            id={`${id}-note`}
            value={note}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => onNote(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') event.currentTarget.closest<HTMLElement>('[data-row]')?.focus()
            }}
          />
          <Button loading={isBusy} onClick={() => onSay('told')}>
            {t('corrections.tell')}
          </Button>
          <Button variant="default" disabled={isBusy} onClick={() => onSay('no-need')}>
            {t('corrections.noNeed')}
          </Button>
        </div>
      ) : (
        <Said correction={correction} onUndo={() => onSay('open')} isBusy={isBusy} />
      )}
    </li>
  )
}

interface SaidProps {
  readonly correction: ReadCorrection
  readonly onUndo: () => void
  readonly isBusy: boolean
}

function Said({ correction: { state, said }, onUndo, isBusy }: SaidProps) {
  const { t } = useTranslation()
  if (said === null) return null
  const isByEvent = said.by === null
  return (
    <p className="correction-said">
      <span className="mark-pill status-stored">
        <Icon name="check" size={14} /> {t(`corrections.states.${state}`)}
      </span>{' '}
      {isByEvent ? t('corrections.byEvent') : t('identityReview.by', { by: said.by })},{' '}
      <span className="digits">{formatInstant(said.at)}</span>
      {said.note !== '' && <span> “{said.note}”</span>}{' '}
      {!isByEvent && (
        <Button variant="default" size="compact-sm" className="no-print" loading={isBusy} onClick={onUndo}>
          {t('identityReview.undo')}
        </Button>
      )}
    </p>
  )
}

/** `mllp 10.1.2.3` is a door and where it was knocked at. */
function Door({ door }: { door: string }) {
  const { t } = useTranslation()
  const [name = '', ...from] = door.split(' ')
  const words: Readonly<Record<string, string>> = {
    screen: t('corrections.doors.screen'),
    fhir: t('corrections.doors.fhir'),
    mllp: t('corrections.doors.mllp'),
    'insurance-gateway': t('corrections.doors.gateway'),
    command: t('corrections.doors.command'),
  }
  return <>{[Object.hasOwn(words, name) ? words[name] : name, ...from].join(' ')}</>
}
