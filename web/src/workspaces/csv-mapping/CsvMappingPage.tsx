import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../shell/paths'
import { PageHeading } from '../../ui/PageHeading'
import { DeskTabs } from '../connection-desk/DeskTabs'
import { MappingEditor } from './MappingEditor'
import type { Opened } from './opened'
import { SampleForm } from './SampleForm'
import { SavedMappings } from './SavedMappings'
import './csv.css'

export function CsvMappingPage() {
  const { t } = useTranslation()
  const { facility } = useSearch({ from: paths.csvMapping })
  const [opened, setOpened] = useState<Opened>()
  return (
    <div className="page">
      <DeskTabs />
      <PageHeading title={t('csvMapping.title')} tab={t('nav.csvMapping')} />
      <p className="page-intro">{t('csvMapping.intro')}</p>
      <SampleForm facility={facility ?? ''} onOpened={setOpened} />
      {opened && (
        <MappingEditor
          key={`${opened.owner} ${opened.fileName} ${opened.sample.columns.join()}`}
          opened={opened}
        />
      )}
      <SavedMappings />
    </div>
  )
}
