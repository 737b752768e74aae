import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreenRow } from './fold-lines'
import type { Mark } from './mark-place'
import type { Range } from './text-range'

interface Props {
  readonly row: ScreenRow
  readonly text: string
  readonly mark: Mark | null
  readonly problems: readonly Range[]
  readonly found: readonly Range[]
  readonly foundAt: Range | null
}

const touches = (row: ScreenRow, range: Range) => range.start < row.end && range.end > row.start
const within = (at: number, range: Range | null) => range !== null && range.start <= at && at < range.end

export const SourceRow = memo(function SourceRow({
  row,
  text,
  mark: chosen,
  problems,
  found,
  foundAt,
}: Props) {
  const { t } = useTranslation()
  const mark = chosen?.range ?? null
  const field = chosen?.whole === 'field' ? mark : null
  // An empty element (<NAM_SINH></NAM_SINH>) has an empty range: it is marked where it would stand.
  const emptyMark =
    mark !== null && mark.start === mark.end && row.start <= mark.start && mark.start <= row.end
  const marked = mark !== null && (emptyMark || touches(row, mark))
  return (
    <div
      className={marked ? 'source-row is-marked' : 'source-row'}
      data-testid={marked ? 'marked-row' : undefined}
    >
      <span className="source-line" aria-hidden="true">
        {marked && <span className="source-arrow">▶</span>}
        {row.line}
      </span>
      <code>
        {marked && <span className="visually-hidden">[{t('file.markedHere')}] </span>}
        {pieces(row, [field, foundAt, ...problems, ...found]).map(([start, end]) => (
          <Piece
            key={start}
            text={text.slice(start, end)}
            kind={kindAt(start, { field, foundAt, problems, found })}
          />
        ))}
        {emptyMark && (
          <mark className="mark-chosen is-empty" data-testid="marked-field">
            ∅
          </mark>
        )}
      </code>
    </div>
  )
})

interface Ranges extends Pick<Props, 'foundAt' | 'problems' | 'found'> {
  readonly field: Range | null
}

function kindAt(at: number, { field, foundAt, problems, found }: Ranges) {
  if (within(at, field)) return 'chosen'
  if (within(at, foundAt)) return 'found is-current'
  if (found.some((range) => within(at, range))) return 'found'
  return problems.some((range) => within(at, range)) ? 'problem' : 'plain'
}

function Piece({ text, kind }: { text: string; kind: ReturnType<typeof kindAt> }) {
  if (kind === 'plain') return <span>{text}</span>
  if (kind === 'problem') return <span className="mark-problem">{text}</span>
  return (
    <mark className={`mark-${kind}`} data-testid={kind === 'chosen' ? 'marked-field' : undefined}>
      {text}
    </mark>
  )
}

/** Cuts a row wherever some range begins or ends. */
function pieces(row: ScreenRow, ranges: readonly (Range | null)[]): [number, number][] {
  const cuts = new Set([row.start, row.end])
  for (const range of ranges) {
    if (range === null || !touches(row, range)) continue
    cuts.add(Math.max(row.start, range.start))
    cuts.add(Math.min(row.end, range.end))
  }
  const sorted = [...cuts].sort((one, other) => one - other)
  return sorted.slice(1).map((end, at) => [sorted[at] ?? row.start, end])
}
