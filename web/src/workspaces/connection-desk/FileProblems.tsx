import { useTranslation } from 'react-i18next'
import type { MessageProblem } from '../../api/types'
import type { FileSearch } from '../../shell/paths'
import { keyed } from '../../ui/keyed'
import { SeverityMark } from '../../ui/StatusMark'
import { useTableName } from '../../ui/useTableName'
import { RuleNote } from './RuleNote'
import { worstFirst } from './worst-first'

interface Props {
  readonly problems: readonly MessageProblem[]
  readonly chosen: FileSearch
  readonly onChoose: (place: FileSearch) => void
}

export const placeOf = ({ table, row, field }: MessageProblem): FileSearch => ({
  table,
  row: row === undefined ? undefined : String(row),
  field,
})

export function FileProblems({ problems, chosen, onChoose }: Props) {
  const { t } = useTranslation()
  return (
    <section className="file-problems" aria-labelledby="file-problems-title">
      <h2 id="file-problems-title">
        {t('file.problems')} <span className="part-count">{problems.length}</span>
      </h2>
      {problems.length === 0 && <p>{t('file.noProblems')}</p>}
      {problems.some(({ table }) => table !== undefined) && (
        <p className="caption">{t('file.problemHint')}</p>
      )}
      <ul>
        {keyed(worstFirst(problems)).map(({ key, item: problem }) => (
          <li key={key}>
            <ProblemButton
              problem={problem}
              chosen={isSame(placeOf(problem), chosen)}
              onChoose={() => onChoose(placeOf(problem))}
            />
            <RuleNote code={problem.code} />
          </li>
        ))}
      </ul>
    </section>
  )
}

const isSame = (one: FileSearch, other: FileSearch) =>
  one.table === other.table && one.row === other.row && one.field === other.field

interface ButtonProps {
  readonly problem: MessageProblem
  readonly chosen: boolean
  readonly onChoose: () => void
}

function ProblemButton({ problem, chosen, onChoose }: ButtonProps) {
  const { t } = useTranslation()
  const tableName = useTableName()
  const { table, row, field } = problem
  const place = [
    table && row !== undefined
      ? t('file.place', { table: tableName(table), row })
      : table && tableName(table),
    field && t('file.field', { field }),
  ]
  const inside = (
    <>
      <SeverityMark severity={problem.severity} />
      <span>{problem.message}</span>
      <span className="caption">
        {table === undefined ? t('file.noPlace') : place.filter(Boolean).join(', ')} ·{' '}
        <code>{problem.code}</code>
      </span>
    </>
  )
  if (table === undefined) return <div className="problem-item">{inside}</div>
  return (
    <button
      type="button"
      className="problem-item"
      aria-pressed={chosen}
      onClick={onChoose}
      data-row
      data-testid="file-problem"
    >
      {inside}
    </button>
  )
}
