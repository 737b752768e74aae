import { useTranslation } from 'react-i18next'
import { useShare } from './useShare'

const width = 96
const height = 24

/** A small line of shares, drawn by hand: three hundred charts would be too much for an old computer. */
export function Sparkline({ trend }: { trend: readonly (number | null)[] }) {
  const { t } = useTranslation()
  const shareText = useShare()
  const known = trend.filter((share) => share !== null)
  if (known.length < 2) return <span className="caption">{t('quality.noTrend')}</span>
  // Never magnified beyond a tenth: a change of one in a thousand is no cliff.
  const low = Math.min(...known, Math.max(...known) - 0.1)
  const high = Math.max(...known)
  const x = (n: number) => (trend.length === 1 ? 0 : (n * (width - 4)) / (trend.length - 1)) + 2
  const y = (share: number) => 2 + ((high - share) / (high - low || 1)) * (height - 4)
  const points = trend.flatMap((share, n) =>
    share === null ? [] : [`${x(n).toFixed(1)},${y(share).toFixed(1)}`],
  )
  const [first, last] = [known[0]!, known.at(-1)!]
  const label = t('quality.trendOf', { first: shareText(first), last: shareText(last) })
  return (
    <svg
      className="sparkline"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <polyline points={points.join(' ')} />
      <circle cx={points.at(-1)!.split(',')[0]} cy={points.at(-1)!.split(',')[1]} r={2} />
    </svg>
  )
}
