import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFacilityCards } from '../../api/intake'
import { acceptedEndings } from '../../api/upload'
import { ExplainedButton } from '../../ui/ExplainedButton'
import { Icon } from '../../ui/icons'
import { SelectField } from '../../ui/SelectField'
import { UploadAnswerView } from './UploadAnswerView'
import { useUploads } from './useUploads'

/** Files may be dropped anywhere on the page while the desk is open, or chosen with the button. */
export function UploadBox() {
  const { t } = useTranslation()
  const chooser = useRef<HTMLInputElement>(null)
  const { uploads, busy, send: sendAll, dismiss } = useUploads()
  const { data: cards } = useFacilityCards()
  const [facility, setFacility] = useState('')
  const send = (files: readonly File[]) => sendAll(files, facility || undefined)
  const dragging = useDropAnywhere(send)
  return (
    <section className="card desk-upload" aria-labelledby="upload-title">
      <h2 id="upload-title">{t('upload.title')}</h2>
      <div className={dragging ? 'drop-zone is-over' : 'drop-zone'} data-testid="drop-zone">
        <Icon name="upload" size={22} />
        <p className="drop-words">
          {dragging ? t('upload.dropNow') : `${t('upload.drop')} ${t('upload.or')}`}
        </p>
        <input
          ref={chooser}
          type="file"
          multiple
          accept={acceptedEndings.join(',')}
          // The button beside it opens it; shown to a screen reader it would be a second button of the same name.
          hidden
          onChange={(event) => {
            send([...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ''
          }}
        />
        <ExplainedButton
          whyNot={busy ? t('upload.busy') : undefined}
          onClick={() => chooser.current?.click()}
        >
          {t('upload.choose')}
        </ExplainedButton>
      </div>
      <p className="caption">{t('upload.kinds')}</p>
      <SelectField
        label={t('upload.facility')}
        all={t('upload.facilityInFile')}
        value={facility}
        onChange={setFacility}
        options={(cards ?? []).map(({ facilityCode, name }) => ({
          value: facilityCode,
          text: name ? `${facilityCode} · ${name}` : facilityCode,
        }))}
      />
      <div role="status" aria-label={t('upload.answers')}>
        {uploads.map((upload) => (
          <UploadAnswerView key={upload.id} upload={upload} onDismiss={() => dismiss(upload.id)} />
        ))}
      </div>
    </section>
  )
}

function useDropAnywhere(onFiles: (files: File[]) => void): boolean {
  const [dragging, setDragging] = useState(false)
  const latest = useRef(onFiles)
  useEffect(() => {
    latest.current = onFiles
  })
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setDragging(true)
    }
    const leave = (event: DragEvent) => event.relatedTarget === null && setDragging(false)
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setDragging(false)
      latest.current([...(event.dataTransfer?.files ?? [])])
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [])
  return dragging
}
