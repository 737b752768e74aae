import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { readPeriod, useQualityFacility } from '../../api/quality'
import type { QualityFacility } from '../../api/types'
import { vi } from '../../i18n/vi'
import { paths } from '../../shell/paths'
import { ErrorView } from '../../ui/ErrorView'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { DeskTabs } from '../connection-desk/DeskTabs'
import { CauseList } from './CauseList'
import { DelayTable } from './DelayTable'
import { IdentityFacts } from './IdentityFacts'
import { MeasureTable } from './MeasureTable'
import { PeriodLine } from './PeriodLine'
import { PeriodChoice } from './QualityFilters'
import { QualityTiles } from './QualityTiles'
import { TrendPart } from './TrendPart'
import './quality.css'

const route = getRouteApi(paths.qualityFacility)

/** One facility: where it stands, how it went, and what to mend first. */
export function QualityFacilityPage() {
  const { t } = useTranslation()
  const { facility } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const period = readPeriod(search.period)
  const { data, error, refetch } = useQualityFacility(facility, period)
  const name = data?.name ?? facility
  return (
    <div className="page">
      <DeskTabs />
      <Link to={paths.quality} search={{ period }} className="quiet-link no-print">
        <Icon name="back" /> {t('quality.back')}
      </Link>
      <PageHeading title={name} tab={`${name} · ${t('quality.tab')}`}>
        <Link className="button-link is-quiet" to={paths.desk} search={{ facility }}>
          {t('quality.openReceipts')}
        </Link>
        <Button variant="default" onClick={() => window.print()} leftSection={<Icon name="print" />}>
          {t('quality.print')}
        </Button>
      </PageHeading>
      {error && !data && <ErrorView error={error} onRetry={refetch} notFound={t('quality.notFound')} />}
      {!data && !error && <Loading lines={8} />}
      {data && (
        <>
          <p className="page-intro">
            <span className="digits">{facility}</span> · {data.vendor ?? t('quality.unknownVendor')}
          </p>
          <div className="receipt-filters no-print">
            <PeriodChoice
              value={period}
              onChange={(next) => void navigate({ search: { period: next }, replace: true })}
            />
          </div>
          <PeriodLine board={data} />
          <QualityTiles measures={data.measures} province={data.province} />
          <TrendPart trend={data.trend} />
          <div className="quality-columns">
            <CauseList causes={data.causes} />
            <IdentityFacts measures={data.measures} province={data.province} />
            <DelayTable delays={data.delays} measures={data.measures} />
          </div>
          <ByKind data={data} />
        </>
      )}
    </div>
  )
}

type KindName = keyof typeof vi.quality.kindNames
type ChannelName = keyof typeof vi.quality.channelNames
const isKind = (kind: string): kind is KindName => Object.hasOwn(vi.quality.kindNames, kind)
const isChannel = (channel: string): channel is ChannelName => Object.hasOwn(vi.quality.channelNames, channel)

function ByKind({ data }: { data: QualityFacility }) {
  const { t } = useTranslation()
  const kindName = (kind: string) =>
    isKind(kind) ? t(`quality.kindNames.${kind}`) : t('quality.kindNames.unread')
  return (
    <>
      <section className="card quality-board" aria-labelledby="quality-kinds">
        <h2 id="quality-kinds">{t('quality.kinds')}</h2>
        <MeasureTable
          of={t('quality.kind')}
          title={t('quality.kinds')}
          rows={data.kinds.map(({ kind, deadlineHours, measures }) => ({
            key: kind,
            name: (
              <>
                {kindName(kind)}
                {kind !== '' && (
                  <span className="caption">
                    {t('quality.deadline')} {t('quality.hours', { count: deadlineHours })}
                  </span>
                )}
              </>
            ),
            measures,
          }))}
        />
      </section>
      <section className="card quality-board" aria-labelledby="quality-channels">
        <h2 id="quality-channels">{t('quality.channels')}</h2>
        <MeasureTable
          of={t('quality.channel')}
          title={t('quality.channels')}
          rows={data.channels.map(({ channel, measures }) => ({
            key: channel,
            name: isChannel(channel) ? t(`quality.channelNames.${channel}`) : channel,
            measures,
          }))}
        />
      </section>
    </>
  )
}
