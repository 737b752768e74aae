import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSandbox } from '../../api/sandbox'
import { paths } from '../../shell/paths'
import { ErrorView } from '../../ui/ErrorView'
import { formatDay } from '../../ui/format'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { DeskTabs } from '../connection-desk/DeskTabs'
import { GoLivePanel } from './GoLivePanel'
import { ReportView } from './ReportView'
import { SandboxFiles } from './SandboxFiles'
import { SendFiles } from './SendFiles'
import { StateMark } from './StateMark'
import './certification.css'

const route = getRouteApi(paths.sandbox)

/** One sandbox: send, read what is wanting, and go live. */
export function SandboxPage() {
  const { t } = useTranslation()
  const { sandboxId } = route.useParams()
  const { data, error, refetch } = useSandbox(sandboxId)
  const title = data
    ? `${data.facilityCode} · ${data.software} ${data.softwareVersion}`
    : t('certification.tab')
  return (
    <div className="page">
      <DeskTabs />
      <Link to={paths.certification} className="quiet-link no-print">
        <Icon name="back" /> {t('certification.back')}
      </Link>
      <PageHeading title={title} />
      {error && !data && <ErrorView error={error} onRetry={refetch} notFound={t('certification.notFound')} />}
      {!data && !error && <Loading lines={8} />}
      {data && (
        <>
          <p className="page-intro">
            <StateMark state={data.state} /> {t('certification.since', { at: formatDay(data.stateSince) })} ·{' '}
            {data.vendor}
            {!['live', 'suspended'].includes(data.state) &&
              ` · ${t('certification.expires', { at: formatDay(data.expiresAt) })}`}
          </p>
          <div className="certification-columns">
            <ReportView sandboxId={sandboxId} report={data.report} />
            <div className="sandbox-side">
              <SendFiles sandbox={data} />
              <GoLivePanel key={data.state} sandbox={data} />
              <SandboxFiles files={data.files} />
            </div>
          </div>
        </>
      )}
    </div>
  )
}
