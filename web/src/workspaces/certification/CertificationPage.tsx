import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSandboxes } from '../../api/sandbox'
import { paths, serverPaths } from '../../shell/paths'
import { ErrorView } from '../../ui/ErrorView'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { DeskTabs } from '../connection-desk/DeskTabs'
import { OpenSandboxForm } from './OpenSandboxForm'
import { SandboxTable } from './SandboxTable'
import './certification.css'

const route = getRouteApi(paths.certification)

export function CertificationPage() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, refetch } = useSandboxes()
  return (
    <div className="page">
      <DeskTabs />
      <PageHeading title={t('certification.title')} tab={t('certification.tab')}>
        <a className="button-link is-quiet" href={serverPaths.certified} target="_blank" rel="noreferrer">
          <Icon name="external" /> {t('certification.public')}
        </a>
      </PageHeading>
      <p className="page-intro">{t('certification.intro', { days: data?.keepDays ?? 90 })}</p>
      {error && !data && <ErrorView error={error} onRetry={refetch} />}
      {!data && !error && <Loading lines={6} />}
      {data && (
        <div className="certification-columns">
          <SandboxTable
            items={data.items}
            state={search.state ?? ''}
            onState={(state) => void navigate({ search: { state: state || undefined }, replace: true })}
          />
          <OpenSandboxForm plans={data.plans} />
        </div>
      )}
    </div>
  )
}
