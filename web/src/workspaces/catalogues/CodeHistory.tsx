import { useTranslation } from 'react-i18next'
import { useHistory } from '../../api/catalogues'
import { formatDay } from '../../ui/format'
import { Icon } from '../../ui/icons'

/** One code through the versions, the newest first. */
export function CodeHistory({ list, code, onClose }: { list: string; code: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { data } = useHistory(list, code)
  return (
    <section className="card cat-history" aria-label={t('catalogues.history', { code })}>
      <div className="cat-history-head">
        <h2>{t('catalogues.history', { code })}</h2>
        <button type="button" className="source-button" onClick={onClose} aria-label={t('state.close')}>
          <Icon name="close" />
        </button>
      </div>
      <ol className="version-list">
        {data?.items.map((item) => (
          <li key={item.version}>
            <span className="caption">
              {item.label} · {item.from ? formatDay(item.from) : t('catalogues.unknownDay')}
            </span>
            <span className={item.entry ? '' : 'caption'}>
              {item.entry?.name ?? t('catalogues.historyNone')}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
