import { Button } from '@mantine/core'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly file: File | undefined
  readonly onFile: (file: File) => void
  readonly busy: boolean
}

export function ChooseFile({ file, onFile, busy }: Props) {
  const { t } = useTranslation()
  const chooser = useRef<HTMLInputElement>(null)
  return (
    <section className="card import-step" aria-labelledby="step-file">
      <h2 id="step-file">{t('catalogues.stepFile')}</h2>
      <p className="caption">{t('catalogues.file')}</p>
      <input
        ref={chooser}
        type="file"
        accept=".xlsx,.csv,.txt"
        // The button beside it opens it; shown to a screen reader it would be a second button of the same name.
        hidden
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0]
          if (chosen) onFile(chosen)
          event.currentTarget.value = ''
        }}
      />
      <div className="import-file">
        <Button onClick={() => chooser.current?.click()} loading={busy}>
          {t('catalogues.chooseFile')}
        </Button>
        <span role="status" className="break-anywhere">
          {busy ? t('catalogues.reading') : file?.name}
        </span>
      </div>
    </section>
  )
}
