import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { QualityMeasures } from '../../api/types'
import { useFormat } from '../../ui/useFormat'
import { ShareCell } from './ShareCell'

export const measureKeys = ['overall', 'timely', 'complete', 'valid', 'identity'] as const
type Shares = Pick<QualityMeasures, 'records' | (typeof measureKeys)[number]>

interface Props {
  /** What the rows are. */
  readonly of: string
  readonly title: string
  readonly rows: readonly { readonly key: string; readonly name: ReactNode; readonly measures: Shares }[]
}

/** Rows of anything by the five measures: software, kinds of message, doors, days. */
export function MeasureTable({ of, title, rows }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <table className="plain-table quality-table">
      <caption className="visually-hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{of}</th>
          <th scope="col" className="is-number">
            {t('quality.records')}
          </th>
          {measureKeys.map((key) => (
            <th key={key} scope="col" className="is-number">
              {t(`quality.${key}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, measures }) => (
          <tr key={key}>
            <th scope="row" className="quality-facility">
              {name}
            </th>
            <td className="is-number" data-label={t('quality.records')}>
              {format.number(measures.records)}
            </td>
            {measureKeys.map((measure) => (
              <ShareCell key={measure} share={measures[measure]} name={t(`quality.${measure}`)} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
