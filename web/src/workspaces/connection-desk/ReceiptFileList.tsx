import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ReceiptFile } from '../../api/types'
import { paths } from '../../shell/paths'
import { formatInstant } from '../../ui/format'
import { SeverityMark, StatusMark } from '../../ui/StatusMark'
import { worstFirst } from './worst-first'

export function ReceiptFileList({ receiptId, files }: { receiptId: string; files: readonly ReceiptFile[] }) {
  return (
    <ul className="file-list">
      {files.map((file) => (
        <ReceiptFileRow key={file.fileNumber} receiptId={receiptId} file={file} />
      ))}
    </ul>
  )
}

function ReceiptFileRow({ receiptId, file }: { receiptId: string; file: ReceiptFile }) {
  const { t } = useTranslation()
  const first = worstFirst(file.problems)[0]
  return (
    <li className="file-row" data-testid="receipt-file">
      <Link
        to={paths.file}
        params={{ receiptId, fileNumber: String(file.fileNumber) }}
        search={{
          table: first?.table,
          row: first?.row === undefined ? undefined : String(first.row),
          field: first?.field,
        }}
        className="receipt-link break-anywhere"
        data-row
      >
        {t('receipt.openFile', { number: file.fileNumber, visit: file.visitLinkId ?? t('receipt.noVisit') })}
      </Link>
      <span className="file-status">
        <StatusMark status={file.status} />
        {file.norm && <span className="caption">{t('receipt.norm', { norm: file.norm })}</span>}
      </span>
      <span className="file-problem">
        {first && (
          <>
            <SeverityMark severity={first.severity} /> {first.message}
            {file.problems.length > 1 && <span className="caption"> +{file.problems.length - 1}</span>}
          </>
        )}
      </span>
      <span className="caption">
        {[
          file.storedAt && formatInstant(file.storedAt),
          file.attempts > 1 && t('file.attempts', { count: file.attempts }),
        ]
          .filter(Boolean)
          .join(' · ')}
        {file.personId && (
          <>
            {' '}
            <Link to={paths.record} params={{ personId: file.personId }}>
              {t('receipt.person')}
            </Link>
          </>
        )}
      </span>
    </li>
  )
}
