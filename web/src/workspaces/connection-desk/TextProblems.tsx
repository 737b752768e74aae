import { useTranslation } from 'react-i18next'
import type { MessageProblem } from '../../api/types'
import { keyed } from '../../ui/keyed'
import { SeverityMark } from '../../ui/StatusMark'
import { worstFirst } from './worst-first'

/** Problems as lines of text; with `few`, the rest are only counted. */
export function TextProblems({ problems, few }: { problems: readonly MessageProblem[]; few?: number }) {
  const { t } = useTranslation()
  const shown = worstFirst(problems).slice(0, few)
  return (
    <ul className="problem-lines">
      {keyed(shown).map(({ key, item }) => (
        <li key={key}>
          <SeverityMark severity={item.severity} /> {item.message}{' '}
          <code className="caption">{item.code}</code>
        </li>
      ))}
      {problems.length > shown.length && (
        <li>{t('upload.moreProblems', { count: problems.length - shown.length })}</li>
      )}
    </ul>
  )
}
