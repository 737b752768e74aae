import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentItem } from '../../api/types'
import { formatDay } from '../../ui/format'
import { Icon } from '../../ui/icons'
import { ProvenanceButton } from '../../ui/ProvenanceButton'
import { printOne } from './print-one'
import { usePrinting } from './usePrinting'

export function DocumentList({ documents }: { documents: readonly DocumentItem[] }) {
  const { t } = useTranslation()
  if (documents.length === 0) return <p>{t('document.none')}</p>
  return (
    <ul className="document-list">
      {documents.map((document) => (
        <DocumentCard key={document.ref} document={document} />
      ))}
    </ul>
  )
}

function DocumentCard({ document }: { document: DocumentItem }) {
  const { t } = useTranslation()
  const printing = usePrinting()
  const [opened, setOpened] = useState(false)
  const open = opened || printing
  const id = `document-${document.ref.replace('/', '-')}`
  const kind = t(`document.kind.${document.kind}`)
  return (
    <li className="card document" id={id} data-testid="document">
      <div className="visit-head">
        <button
          type="button"
          className="visit-toggle"
          aria-expanded={open}
          aria-controls={`${id}-text`}
          data-row
          onClick={() => setOpened(!opened)}
        >
          <Icon name="chevron" className={open ? 'icon chevron is-open' : 'icon chevron'} />
          <span className="visit-when digits">
            {document.at ? formatDay(document.at) : t('state.unknown')}
          </span>
          <span className="visit-what">
            <strong>{document.title || kind}</strong>
            {document.title !== '' && document.title !== kind && <span className="caption">{kind}</span>}
          </span>
        </button>
        <span className="visit-aside">
          <ProvenanceButton item={document} what={document.title || kind} named />
        </span>
      </div>
      <div id={`${id}-text`} hidden={!open}>
        {open && (
          <div className="document-text">
            {document.sections.length === 0 && <p className="caption">{t('document.empty')}</p>}
            {document.sections.map((section) => (
              <div key={section.title} className="document-section">
                <h3>{section.title}</h3>
                <p className="note-text">{section.text}</p>
              </div>
            ))}
            {document.author && (
              <p className="document-author">{t('document.author', { author: document.author })}</p>
            )}
            <button type="button" className="text-button no-print" onClick={() => printOne(id)}>
              <Icon name="print" /> {t('document.print')}
            </button>
          </div>
        )}
      </div>
    </li>
  )
}
