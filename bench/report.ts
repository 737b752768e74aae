export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** The target and whether smaller or larger is better. */
  readonly must?: { readonly at: 'least' | 'most'; readonly value: number }
  /** The box's own limit in the same run, in the same unit, when the two compare. */
  readonly limit?: { readonly name: string; readonly value: number }
}

export interface Part {
  readonly part: string
  readonly figures: readonly Figure[]
  readonly notes: readonly string[]
  /** What the table leaves out and `--json` keeps. */
  readonly details?: unknown
}

export const verdictOf = ({ value, must }: Figure): 'must' | 'missed' | '' =>
  !must ? '' : (must.at === 'least' ? value >= must.value : value <= must.value) ? 'must' : 'missed'

/** A table for people. */
export function print(part: Part): string {
  const rows = part.figures.map((f) => [
    f.name,
    `${show(f.value)} ${f.unit}`,
    f.must ? `${f.must.at === 'least' ? '≥' : '≤'} ${show(f.must.value)}` : '',
    verdictOf(f),
    f.limit ? `${show(f.limit.value)} ${f.limit.name} (ratio ${(f.value / f.limit.value).toFixed(3)})` : '',
  ])
  const all = [['figure', 'measured', 'target', 'verdict', 'limit of the box, same run'], ...rows]
  const widths = all[0]!.map((_, i) => Math.max(...all.map((row) => row[i]!.length)))
  const lines = all.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  )
  return [`\n## ${part.part}`, ...lines, ...part.notes.map((note) => `  ${note}`)].join('\n')
}

const show = (n: number) =>
  Math.abs(n) >= 100
    ? Math.round(n).toLocaleString('en')
    : n.toLocaleString('en', { maximumFractionDigits: 2 })

export function percentile(sorted: readonly number[], p: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? Number.NaN
}
