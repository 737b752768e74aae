import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { QualityLine } from '../../api/types'
import { paths } from '../../shell/paths'
import { formatInstant } from '../../ui/format'
import { useFormat } from '../../ui/useFormat'
import { ShareCell } from './ShareCell'
import { Sparkline } from './Sparkline'
import { isAscending, readSort, type SortKey, sortKeys, sortLines } from './sort-lines'

interface Props {
  readonly lines: readonly QualityLine[]
  readonly period: string
  readonly find: string
  readonly sort: string
  readonly onSort: (key: SortKey) => void
}

/** Facilities by measures. On a phone each facility becomes a card: eight columns do not fit 390 pixels. */
export function QualityTable({ lines, period, find, sort, onSort }: Props) {
  const { t } = useTranslation()
  const sorted = readSort(sort)
  const shown = sortLines(lines, find, sorted)
  return (
    <div className="card quality-board">
      <table className="plain-table quality-table">
        <caption className="caption">
          {t('quality.facilities', { count: shown.length })}. {t('quality.caption')}
        </caption>
        <thead>
          <tr>
            {sortKeys.map((key) => (
              <th
                key={key}
                scope="col"
                className={key === 'facility' ? undefined : 'is-number'}
                aria-sort={key === sorted ? (isAscending(key) ? 'ascending' : 'descending') : undefined}
              >
                <button type="button" className="sort-button" onClick={() => onSort(key)}>
                  {t(`quality.${key}`)}
                  <span aria-hidden="true">{key === sorted ? (isAscending(key) ? ' ▲' : ' ▼') : ''}</span>
                </button>
              </th>
            ))}
            <th scope="col">{t('quality.trend')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => (
            <QualityRow key={line.facilityCode} line={line} period={period} />
          ))}
        </tbody>
      </table>
      {shown.length === 0 && <p>{t('quality.noneFound')}</p>}
    </div>
  )
}

function QualityRow({ line, period }: { line: QualityLine; period: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { facilityCode, measures } = line
  return (
    <tr data-testid="quality-row">
      <th scope="row" className="quality-facility">
        {facilityCode === '' ? (
          <span>{t('quality.unknownFacility')}</span>
        ) : (
          <Link to={paths.qualityFacility} params={{ facility: facilityCode }} search={{ period }} data-row>
            {line.name ?? facilityCode}
          </Link>
        )}
        <span className="caption">
          {facilityCode !== '' && `${facilityCode} · ${line.vendor ?? t('quality.unknownVendor')}`}
        </span>
      </th>
      <td className="is-number" data-label={t('quality.records')}>
        {format.number(measures.records)}
      </td>
      <ShareCell share={measures.overall} name={t('quality.overall')} />
      <ShareCell share={measures.timely} name={t('quality.timely')} />
      <ShareCell share={measures.complete} name={t('quality.complete')} />
      <ShareCell share={measures.valid} name={t('quality.valid')} />
      <ShareCell share={measures.identity} name={t('quality.identity')} />
      <td className="is-number" data-label={t('quality.open')}>
        {format.number(measures.open)}
        {measures.oldestOpenAt && (
          <span className="caption quality-since">
            {t('quality.openSince', { at: formatInstant(measures.oldestOpenAt).slice(0, 10) })}
          </span>
        )}
      </td>
      <td data-label={t('quality.trend')}>
        <Sparkline trend={line.trend} />
      </td>
    </tr>
  )
}
