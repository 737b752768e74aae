import { Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { paths, serverPaths } from '../shell/paths'
import { formatInstant } from './format'
import { Icon } from './icons'
import { type Provenance, ProvenanceContext } from './provenance'
import { useTableName } from './useTableName'

export function ProvenanceDrawer({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const phone = useMediaQuery('(max-width: 640px)')
  const [fact, setFact] = useState<Provenance>()
  const [opened, setOpened] = useState(false)
  const show = useCallback((next: Provenance) => {
    setFact(next)
    setOpened(true)
  }, [])
  return (
    <ProvenanceContext value={show}>
      {children}
      <Drawer
        opened={opened}
        onClose={() => setOpened(false)}
        position={phone ? 'bottom' : 'right'}
        size={phone ? '75%' : 420}
        title={t('provenance.title')}
        attributes={{ header: { role: 'presentation' } }}
        closeButtonProps={{ 'aria-label': t('state.close') }}
        data-testid="provenance-drawer"
      >
        {fact && <ProvenanceFacts fact={fact} onLeave={() => setOpened(false)} />}
      </Drawer>
    </ProvenanceContext>
  )
}

function ProvenanceFacts({
  fact: { what, source, ref, said },
  onLeave,
}: {
  fact: Provenance
  onLeave: () => void
}) {
  const { t } = useTranslation()
  const tableName = useTableName()
  const place = { table: tableName(source.table), row: source.row }
  return (
    <>
      <p className="provenance-what">{what}</p>
      <dl className="facts">
        <dt>{t('provenance.facility')}</dt>
        <dd>
          {source.facilityName} <span className="caption">({source.facilityCode})</span>
        </dd>
        <dt>{t('provenance.vendor')}</dt>
        <dd>{source.vendor ?? t('provenance.vendorUnknown')}</dd>
        <dt>{t('provenance.file')}</dt>
        <dd className="break-anywhere">{source.fileName ?? t('desk.noFileName')}</dd>
        <dt>{t('provenance.record')}</dt>
        <dd>{t('provenance.recordText', { number: source.fileNumber })}</dd>
        <dt>{t('provenance.place')}</dt>
        <dd data-testid="provenance-place">{t('provenance.placeText', place)}</dd>
        <dt>{t('provenance.received')}</dt>
        <dd>{formatInstant(source.receivedAt)}</dd>
        <dt>{t('provenance.versions')}</dt>
        <dd>
          {source.version > 1
            ? t('provenance.versionMany', { count: source.version })
            : t('provenance.versionOne')}
        </dd>
      </dl>
      <div className="provenance-links">
        <Link
          className="button-link"
          data-testid="provenance-xml"
          onClick={onLeave}
          to={paths.file}
          params={{ receiptId: source.receiptId, fileNumber: String(source.fileNumber) }}
          search={{ table: source.table, row: String(source.row) }}
          state={{ said }}
        >
          <Icon name="source" /> {t('provenance.xml')}
        </Link>
        <NewTabLink href={serverPaths.fhir(ref)} testId="provenance-fhir" text={t('provenance.fhir')} />
        {source.version > 1 && (
          <NewTabLink href={serverPaths.fhirHistory(ref)} text={t('provenance.history')} />
        )}
      </div>
    </>
  )
}

function NewTabLink({ href, text, testId }: { href: string; text: string; testId?: string }) {
  const { t } = useTranslation()
  return (
    <a className="quiet-link" href={href} target="_blank" rel="noreferrer" data-testid={testId}>
      {text} <Icon name="external" size={14} />{' '}
      <span className="visually-hidden">{t('provenance.newTab')}</span>
    </a>
  )
}
