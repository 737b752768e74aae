import { getRouteApi, Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFileSource, useReceiptFile } from '../../api/intake'
import type { FileStatus } from '../../api/types'
import { type FileSearch, paths, serverPaths } from '../../shell/paths'
import { ErrorView } from '../../ui/ErrorView'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { StatusMark } from '../../ui/StatusMark'
import { FileProblems } from './FileProblems'
import { FileTables } from './FileTables'
import { ReplayButton } from './ReplayButton'
import './desk.css'
import './file.css'

const route = getRouteApi(paths.file)

export function FilePage() {
  const { t } = useTranslation()
  const { receiptId, fileNumber } = route.useParams()
  const search = route.useSearch()
  const said = useLocation({ select: ({ state }) => state.said })
  const navigate = route.useNavigate()
  const number = Number(fileNumber)
  const query = useFileSource(receiptId, number)
  const go = (next: FileSearch) => void navigate({ search: next, replace: true, resetScroll: false })
  const source = query.data
  return (
    <div className="page file-page">
      <Link to={paths.receipt} params={{ receiptId }} className="quiet-link no-print">
        <Icon name="back" size={14} /> {t('file.back')}
      </Link>
      <PageHeading title={t('file.title', { number })}>
        <a className="button-link is-quiet" href={serverPaths.raw(receiptId)} download>
          <Icon name="download" /> {t('file.raw')}
        </a>
      </PageHeading>
      {query.error && !source && (
        <ErrorView error={query.error} onRetry={query.refetch} notFound={t('file.notFound')} />
      )}
      {!source && !query.error && <Loading lines={10} />}
      {source && (
        <>
          <FileLine receiptId={receiptId} fileNumber={number} status={source.status} />
          <div className="file-columns">
            <FileProblems problems={source.problems} chosen={search} onChoose={go} />
            <FileTables source={source} chosen={search} said={said} onChoose={go} />
          </div>
        </>
      )}
    </div>
  )
}

interface LineProps {
  readonly receiptId: string
  readonly fileNumber: number
  readonly status: FileStatus
}

function FileLine({ receiptId, fileNumber, status }: LineProps) {
  const { t } = useTranslation()
  const { data } = useReceiptFile(receiptId, fileNumber)
  const file = data?.file
  const whyNot = {
    stored: t('file.replayWhyStored'),
    accepted: t('file.replayWhyWaiting'),
    superseded: t('file.replayWhySuperseded'),
    'set-aside': undefined,
  }[status]
  return (
    <div className="card file-line">
      <div className="file-line-facts">
        <StatusMark status={status} />
        {data && (
          <span className="break-anywhere">
            {data.receipt.facilityName ?? data.receipt.facilityCode ?? t('desk.unknownFacility')}
            {data.receipt.fileName && <span className="caption"> · {data.receipt.fileName}</span>}
          </span>
        )}
        {file && (
          <span className="caption break-anywhere">
            {file.visitLinkId ? `${t('file.visit')} ${file.visitLinkId}` : t('receipt.noVisit')} ·{' '}
            {t('file.attempts', { count: file.attempts })}
          </span>
        )}
        {file?.personId && (
          <Link
            to={paths.record}
            params={{ personId: file.personId }}
            className="quiet-link"
            data-testid="file-person"
          >
            <Icon name="person" size={14} /> {t('receipt.person')}
          </Link>
        )}
      </div>
      <ReplayButton
        what={{ receiptId, fileNumber }}
        text={t('file.replay')}
        whyNot={whyNot}
        say={(answer) => (answer.accepted > 0 ? t('file.replayOk') : t('file.replayNo'))}
      />
    </div>
  )
}
