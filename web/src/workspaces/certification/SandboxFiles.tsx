import { useTranslation } from 'react-i18next'
import type { SandboxFile } from '../../api/types'
import { formatInstant } from '../../ui/format'
import { useFormat } from '../../ui/useFormat'

export function SandboxFiles({ files }: { files: readonly SandboxFile[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <section className="card" aria-labelledby="sandbox-files">
      <h2 id="sandbox-files">{t('certification.files')}</h2>
      {files.length === 0 && <p>{t('certification.noFiles')}</p>}
      <ol className="step-list">
        {files.map((file) => (
          <li key={file.number}>
            <strong className="break-anywhere">
              {file.number}. {file.fileName ?? '–'}
            </strong>{' '}
            <span className="caption">
              {formatInstant(file.receivedAt)} · {format.bytes(file.size)}
            </span>
            <p>
              {file.refusal ??
                t('certification.fileLine', { accepted: file.accepted, records: file.records })}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}
