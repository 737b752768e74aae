import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { serverPaths } from '../../shell/paths'
import { Icon } from '../../ui/icons'

export function RecordTools({ personId }: { personId: string }) {
  const { t } = useTranslation()
  return (
    <div className="page-actions">
      <a
        className="button-link is-quiet"
        href={serverPaths.record(personId)}
        download={`ho-so-${personId}.json`}
      >
        <Icon name="download" /> <span className="tool-text">{t('record.export')}</span>
      </a>
      <Button variant="default" onClick={() => window.print()}>
        <Icon name="print" /> <span className="tool-text">{t('record.print')}</span>
      </Button>
    </div>
  )
}
