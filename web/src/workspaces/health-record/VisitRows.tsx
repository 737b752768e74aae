import { useTranslation } from 'react-i18next'
import type { MedicineItem, NextItem, NoteItem, ProcedureItem, ValueItem } from '../../api/types'
import { formatDay, formatInstant } from '../../ui/format'
import { ProvenanceButton } from '../../ui/ProvenanceButton'
import { medicineName } from './medicine-name'
import { ValueText } from './ValueText'

export function MedicineRow({ item }: { item: MedicineItem }) {
  const { t } = useTranslation()
  const name = medicineName(item)
  const rest = [item.dose, item.quantity && t('summary.quantity', { quantity: item.quantity })]
  return (
    <li className="detail-row">
      <div>
        <strong>{name}</strong>
        <div className="caption">{rest.filter(Boolean).join(' · ')}</div>
      </div>
      <ProvenanceButton item={item} what={name} />
    </li>
  )
}

export function ResultRow({ item }: { item: ValueItem }) {
  return (
    <li className="detail-row">
      <div className="summary-value">
        <span>{item.name}</span>
        <strong>
          <ValueText value={item} />
        </strong>
        <span className="caption">{item.at && formatInstant(item.at)}</span>
      </div>
      <ProvenanceButton item={item} what={item.name} />
    </li>
  )
}

export function ProcedureRow({ item }: { item: ProcedureItem }) {
  const { t } = useTranslation()
  return (
    <li className="detail-row">
      <div>
        {item.text} <span className="caption">{item.at && formatInstant(item.at)}</span>
        {item.conclusion && (
          <div>
            <span className="caption">{t('visit.conclusion')}:</span> <strong>{item.conclusion}</strong>
          </div>
        )}
      </div>
      <ProvenanceButton item={item} what={item.text} />
    </li>
  )
}

export function NoteRow({ item }: { item: NoteItem }) {
  const { t } = useTranslation()
  return (
    <li className="detail-row">
      <div>
        {item.at && <div className="caption">{formatInstant(item.at)}</div>}
        <p className="note-text">{item.text}</p>
      </div>
      <ProvenanceButton item={item} what={t('visit.notes')} />
    </li>
  )
}

export function NextRow({ item }: { item: NextItem }) {
  const { t } = useTranslation()
  const what = t(`visit.${item.kind}`)
  return (
    <li className="detail-row">
      <div>
        <strong>
          {what}
          {item.at && ` ${formatDay(item.at)}`}
        </strong>
        {item.text && `: ${item.text}`}
      </div>
      <ProvenanceButton item={item} what={what} />
    </li>
  )
}
