import { TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNameFacility } from '../../api/intake'
import { paths } from '../../shell/paths'
import { useErrorText } from '../../ui/ErrorView'
import { ExplainedButton } from '../../ui/ExplainedButton'
import { formatInstant } from '../../ui/format'
import type { KnownFacility } from './join-facilities'

interface Card {
  readonly name: string
  readonly vendor: string
}

/** One facility's name and software, edited in place; the last change can be undone. */
export function FacilityRow({ facility }: { facility: KnownFacility }) {
  const { t } = useTranslation()
  const textOf = useErrorText()
  const save = useNameFacility()
  const code = facility.facilityCode
  const kept: Card = { name: facility.name, vendor: facility.vendor ?? '' }
  const [draft, setDraft] = useState<Card>()
  const [before, setBefore] = useState<Card>()
  const { name, vendor } = draft ?? kept
  const changed = name.trim() !== kept.name || vendor.trim() !== kept.vendor
  const whyNot = !changed
    ? t('facilities.nothingToSave')
    : name.trim() === ''
      ? t('facilities.nameMissing')
      : undefined
  const store = (next: Card, undo: Card | undefined) =>
    save.mutate(
      { facilityCode: code, name: next.name.trim(), vendor: next.vendor.trim() || null },
      {
        onSuccess: () => {
          setDraft(undefined)
          setBefore(undo)
        },
      },
    )
  return (
    <li className="card facility-row" data-testid="facility">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (whyNot === undefined) store({ name, vendor }, kept)
        }}
      >
        <div className="facility-code">
          <strong className="digits">{code}</strong>
          {facility.volume && (
            <Link to={paths.desk} search={{ facility: code }} className="caption">
              {t('desk.total', { count: facility.volume.files })}
            </Link>
          )}
          <span className="caption">
            {facility.volume?.lastReceivedAt
              ? t('volumes.last', { at: formatInstant(facility.volume.lastReceivedAt) })
              : t('facilities.silent')}
          </span>
        </div>
        <TextInput
          label={t('facilities.name')}
          value={name}
          onChange={(event) => setDraft({ name: event.currentTarget.value, vendor })}
          className="facility-name"
        />
        <TextInput
          label={t('facilities.vendor')}
          value={vendor}
          onChange={(event) => setDraft({ name, vendor: event.currentTarget.value })}
        />
        <ExplainedButton type="submit" whyNot={whyNot} loading={save.isPending}>
          {t('facilities.save')}
        </ExplainedButton>
      </form>
      <div role="status">
        {save.isSuccess && !changed && (
          <p className="outcome outcome-good">
            {t('facilities.saved', { code })}{' '}
            {before && before.name !== '' && (
              <button type="button" className="text-button" onClick={() => store(before, undefined)}>
                {t('facilities.undo')}
              </button>
            )}
          </p>
        )}
        {save.error && (
          <p className="outcome outcome-bad">
            {t('facilities.failed', { code, message: textOf(save.error) })}
          </p>
        )}
      </div>
    </li>
  )
}
