import { useTranslation } from 'react-i18next'
import type { ReviewField, ReviewItemView, ReviewSide, ReviewValue } from '../../api/types'
import { formatDay } from '../../ui/format'
import { Icon, type IconName } from '../../ui/icons'
import { keyed } from '../../ui/keyed'

const marks: Record<ReviewField['state'], { icon: IconName; look: string }> = {
  equal: { icon: 'check', look: 'status-stored' },
  similar: { icon: 'info', look: 'severity-warning' },
  different: { icon: 'close', look: 'severity-error' },
  'one-side': { icon: 'pause', look: '' },
}

/** Both sides field by field: what differs is underlined and bold, and the last column says it in a word. */
export function FieldTable({ item }: { item: ReviewItemView }) {
  const { t } = useTranslation()
  return (
    <table className="plain-table review-fields">
      <caption className="visually-hidden">{t('identityReview.sides')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('identityReview.field')}</th>
          <th scope="col">{t('identityReview.left')}</th>
          <th scope="col">{t('identityReview.right')}</th>
          <th scope="col">{t('identityReview.compared')}</th>
        </tr>
      </thead>
      <tbody>
        {item.fields.map((field) => (
          <tr key={field.field} className={`is-${field.state}`}>
            <th scope="row">{t(`identityReview.fields.${field.field}`)}</th>
            <Values of={field} values={field.left} side={t('identityReview.left')} />
            <Values of={field} values={field.right} side={t('identityReview.right')} />
            <td>
              <span className={`mark-pill ${marks[field.state].look}`}>
                <Icon name={marks[field.state].icon} size={14} /> {t(`identityReview.marks.${field.state}`)}
              </span>
            </td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t('identityReview.visits')}</th>
          <Records side={item.left} name={t('identityReview.left')} />
          <Records side={item.right} name={t('identityReview.right')} />
          <td />
        </tr>
      </tbody>
    </table>
  )
}

const numbers = new Set<string>([
  'citizen-id',
  'cmnd',
  'bhxh',
  'passport',
  'birth-certificate',
  'phone',
  'mother-number',
])

interface ValuesProps {
  readonly of: ReviewField
  readonly values: readonly ReviewValue[]
  readonly side: string
}

function Values({ of: { field }, values, side }: ValuesProps) {
  const { t } = useTranslation()
  if (values.length === 0) return <td data-side={side}>{t('identityReview.none')}</td>
  return (
    <td data-side={side}>
      <ul>
        {keyed(values).map(({ key, item: value }) => (
          <li key={key} className={numbers.has(field) ? 'review-number' : ''}>
            {keyed(value.parts).map(({ key: part, item: { text, differs } }) =>
              differs ? (
                <mark key={part}>{shown(field, text)}</mark>
              ) : (
                <span key={part}>{shown(field, text)}</span>
              ),
            )}
            {values.length > 1 && (
              <span className="caption"> {t('identityReview.ofRecords', { count: value.records })}</span>
            )}
          </li>
        ))}
      </ul>
    </td>
  )

  function shown(name: string, text: string) {
    return name === 'sex' && (text === 'male' || text === 'female') ? t(`sex.${text}`) : text
  }
}

const shownAtMost = 5

function Records({ side, name }: { side: ReviewSide; name: string }) {
  const { t } = useTranslation()
  const rest = side.records.length - shownAtMost + side.others
  return (
    <td data-side={name}>
      <ul>
        {side.records.slice(0, shownAtMost).map((record) => (
          <li key={`${record.facility}|${record.localId}`}>
            {record.facilityName ?? record.facility}
            {record.facilityName && <span className="caption"> {record.facility}</span>}{' '}
            <span className="digits">
              {record.seenOn ? formatDay(record.seenOn) : t('identityReview.noVisit')}
            </span>
          </li>
        ))}
      </ul>
      {rest > 0 && <p className="caption">{t('identityReview.moreRecords', { count: rest })}</p>}
    </td>
  )
}
