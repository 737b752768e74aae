import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSetUndone } from '../../api/catalogues'
import type { CatalogueCard, CatalogueVersion } from '../../api/types'
import { useErrorText } from '../../ui/ErrorView'
import { formatDay, formatInstant } from '../../ui/format'
import { Icon } from '../../ui/icons'

/** The versions, the newest first; an imported one can be undone and restored. */
export function VersionList({
  card,
  onDay,
}: {
  card: CatalogueCard
  onDay: (day: string | undefined) => void
}) {
  const { t } = useTranslation()
  return (
    <section className="card" aria-labelledby="versions-title">
      <h2 id="versions-title">{t('catalogues.versions')}</h2>
      {card.versions.length === 0 && <p className="caption">{t('catalogues.none')}</p>}
      <ol className="version-list">
        {card.versions.map((version) => (
          <VersionLine key={version.version} card={card} version={version} onDay={onDay} />
        ))}
      </ol>
    </section>
  )
}

interface LineProps {
  readonly card: CatalogueCard
  readonly version: CatalogueVersion
  readonly onDay: (day: string | undefined) => void
}

function VersionLine({ card, version, onDay }: LineProps) {
  const { t } = useTranslation()
  const { imported, from } = version
  const undone = imported?.undoneAt
  return (
    <li className={undone ? 'is-undone' : ''} data-testid="version">
      <span className="version-name">
        <strong>{version.label}</strong>{' '}
        {version.version === card.inForce && (
          <span className="mark-pill status-stored">
            <Icon name="check" size={14} /> {t('catalogues.inForce')}
          </span>
        )}
      </span>
      <span className="caption">
        {from === null ? (
          t('catalogues.unknownDay')
        ) : (
          <button type="button" className="text-button version-day" onClick={() => onDay(from)}>
            {t('catalogues.from')} {formatDay(from)}
          </button>
        )}
        {version.until && `, ${t('catalogues.until', { until: formatDay(version.until) })}`}
        {' · '}
        {imported ? t('catalogues.importedAt', { at: formatInstant(imported.at) }) : t('catalogues.bundled')}
      </span>
      {imported && <span className="caption">{t('catalogues.changes', imported)}</span>}
      {version.note && <span className="caption">{version.note}</span>}
      {undone && <span className="caption">{t('catalogues.undoneAt', { at: formatInstant(undone) })}</span>}
      {imported && <UndoButton list={card.id} version={version} />}
    </li>
  )
}

/** Undoing asks once more, in place; restoring does not, since it can be undone. */
function UndoButton({ list, version }: { list: string; version: CatalogueVersion }) {
  const { t } = useTranslation()
  const textOf = useErrorText()
  const [asking, setAsking] = useState(false)
  const change = useSetUndone(list)
  const undone = version.imported?.undoneAt
  return (
    <div className="version-undo">
      {undone ? (
        <Button
          size="compact-sm"
          variant="default"
          loading={change.isPending}
          onClick={() => change.mutate({ version: version.version, how: 'restore' })}
        >
          {t('catalogues.restore')}
        </Button>
      ) : asking ? (
        <>
          <p>{t('catalogues.undoAsk', { label: version.label })}</p>
          <Button
            size="compact-sm"
            color="red.9"
            loading={change.isPending}
            onClick={() =>
              change.mutate({ version: version.version, how: 'undo' }, { onSuccess: () => setAsking(false) })
            }
          >
            {t('catalogues.undoYes')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
            {t('catalogues.cancel')}
          </Button>
        </>
      ) : (
        <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
          {t('catalogues.undo')}
        </Button>
      )}
      {change.error && (
        <p role="alert" className="outcome outcome-bad">
          {textOf(change.error)}
        </p>
      )}
    </div>
  )
}
