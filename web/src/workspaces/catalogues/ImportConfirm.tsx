import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommitImport } from '../../api/catalogues'
import type {
  CatalogueCard,
  CatalogueCommitted,
  CatalogueImportOptions,
  CatalogueImportPreview,
} from '../../api/types'
import { useErrorText } from '../../ui/ErrorView'
import { ExplainedButton } from '../../ui/ExplainedButton'
import { formatDay } from '../../ui/format'
import { useFormat } from '../../ui/useFormat'
import { DayField } from './DayField'
import { DiffLines } from './DiffLines'
import { today } from './today'

interface Props {
  readonly card: CatalogueCard
  readonly file: File
  readonly preview: CatalogueImportPreview
  readonly options: CatalogueImportOptions
  readonly onOptions: (options: Partial<CatalogueImportOptions>) => void
  readonly onDone: (done: CatalogueCommitted) => void
}

/** More than this share of a catalogue ending is most often an amendment taken for a whole list. */
const many = 0.2

export function ImportConfirm({ card, file, preview, options, onOptions, onDone }: Props) {
  const { t } = useTranslation()
  const textOf = useErrorText()
  const [label, setLabel] = useState('')
  const [note, setNote] = useState('')
  const [skipBadRows, setSkip] = useState(false)
  const commit = useCommitImport(card.id)
  const { counts, base } = preview
  const nothing = counts.added + counts.changed + counts.ended === 0
  const whyNot = nothing
    ? t('catalogues.nothingChanges')
    : preview.bad > 0 && !skipBadRows
      ? t('catalogues.mustSkip')
      : label.trim() === ''
        ? t('catalogues.labelMissing')
        : undefined
  const confirm = () =>
    commit.mutate(
      {
        file,
        options: {
          ...options,
          sheet: preview.columns.sheet,
          headerRow: preview.columns.headerRow,
          codeColumn: preview.columns.code,
          nameColumn: preview.columns.name,
          fieldColumns: preview.columns.fields,
          label: label.trim(),
          note: note.trim() || undefined,
          base: base.version,
          skipBadRows,
        },
      },
      { onSuccess: onDone },
    )
  return (
    <section className="card import-step" aria-labelledby="step-confirm">
      <h2 id="step-confirm">{t('catalogues.stepConfirm')}</h2>
      <fieldset className="mode-choice">
        <legend>{t('catalogues.mode')}</legend>
        {(['replace', 'amend'] as const).map((mode) => (
          <label key={mode}>
            <input
              type="radio"
              name="mode"
              checked={options.mode === mode}
              onChange={() => onOptions({ mode })}
            />{' '}
            {t(`catalogues.${mode}`)}
          </label>
        ))}
      </fieldset>
      <div className="cat-filters">
        <DayField
          label={t('catalogues.effectiveFrom')}
          value={options.effectiveFrom}
          onChange={(day) => onOptions({ effectiveFrom: day ?? today() })}
        />
        <label className="text-field">
          {t('catalogues.label')}
          <input
            type="text"
            value={label}
            maxLength={200}
            placeholder={t('catalogues.labelHint')}
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
        </label>
        <label className="text-field">
          {t('catalogues.note')}
          <input
            type="text"
            value={note}
            maxLength={1000}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        </label>
      </div>
      <p className="caption">{t('catalogues.effectiveWhy')}</p>
      <DiffPart card={card} preview={preview} day={options.effectiveFrom} />
      {preview.bad > 0 && (
        <label className="skip-bad">
          <input
            type="checkbox"
            checked={skipBadRows}
            onChange={(event) => setSkip(event.currentTarget.checked)}
          />{' '}
          {t('catalogues.skipBad', { count: preview.bad })}
        </label>
      )}
      {commit.error && (
        <p role="alert" className="outcome outcome-bad">
          {textOf(commit.error)}
        </p>
      )}
      <ExplainedButton whyNot={whyNot} onClick={confirm} loading={commit.isPending}>
        {t('catalogues.confirm')}
      </ExplainedButton>
    </section>
  )
}

function DiffPart({
  card,
  preview,
  day,
}: {
  card: CatalogueCard
  preview: CatalogueImportPreview
  day: string
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const { counts, base } = preview
  const total = counts.added + counts.changed + counts.ended
  return (
    <div className="import-diff">
      <h3>{t('catalogues.diff', { day: formatDay(day) })}</h3>
      <p>
        {base.label
          ? t('catalogues.diffBase', { label: base.label, entries: base.entries })
          : t('catalogues.diffBaseNone')}
      </p>
      <p data-testid="import-counts">
        <strong>{t('catalogues.changes', counts)}</strong>
      </p>
      {base.entries > 0 && counts.ended / base.entries > many && (
        <p role="alert" className="outcome outcome-mixed">
          {t('catalogues.manyEnd', { ended: counts.ended, share: format.share(counts.ended / base.entries) })}
        </p>
      )}
      <DiffLines card={card} lines={preview.diffs} />
      {total > preview.diffs.length && (
        <p className="caption">{t('catalogues.shownOf', { shown: preview.diffs.length, total })}</p>
      )}
    </div>
  )
}
