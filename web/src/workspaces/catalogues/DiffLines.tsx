import { useTranslation } from 'react-i18next'
import type { CatalogueCard, CatalogueDiffLine } from '../../api/types'
import { useTitleOf } from './useTitleOf'

const pill = { added: 'status-stored', changed: 'severity-info', ended: 'status-set-aside' } as const

/** What is new, changed column by column, and ended. */
export function DiffLines({ card, lines }: { card: CatalogueCard; lines: readonly CatalogueDiffLine[] }) {
  const { t } = useTranslation()
  const titleOf = useTitleOf()
  const nameOf = (field: string) => {
    const known = card.fields.find(({ key }) => key === field)
    return known ? titleOf(known) : t('catalogues.codeName')
  }
  return (
    <ul className="diff-list">
      {lines.map((line) => (
        <li key={line.kind + line.code} data-testid="diff-line">
          <span className={`mark-pill ${pill[line.kind]}`}>{t(`catalogues.kind.${line.kind}`)}</span>
          <span className="entry-code-text">{line.code}</span>
          <div className="entry-what">
            <span>{line.name}</span>
            {line.changes.map((change) => (
              <span key={change.field} className="diff-change">
                {nameOf(change.field)}: <del>{change.from || '–'}</del> <span aria-hidden="true">→</span>{' '}
                <ins>{change.to || '–'}</ins>
              </span>
            ))}
          </div>
        </li>
      ))}
    </ul>
  )
}
