import { useTranslation } from 'react-i18next'
import type { Trend } from '../../api/types'
import { formatInstant } from '../../ui/format'
import { ProvenanceButton } from '../../ui/ProvenanceButton'
import { ValueText } from './ValueText'

/** The same points as the chart, newest first, for those who read rather than look. */
export function TrendTable({ trend }: { trend: Trend }) {
  const { t } = useTranslation()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="trend-table" tabIndex={0} aria-label={`${t('trend.table')} ${trend.name}`}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('trend.at')}</th>
            <th scope="col">{t('trend.value')}</th>
            <th scope="col">{t('trend.source')}</th>
          </tr>
        </thead>
        <tbody>
          {trend.points.toReversed().map((point) => (
            <tr key={point.ref}>
              <td className="digits">{point.at ? formatInstant(point.at) : t('state.unknown')}</td>
              <td>
                <ValueText value={point} />
              </td>
              <td>
                <ProvenanceButton item={point} what={trend.name} named />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
