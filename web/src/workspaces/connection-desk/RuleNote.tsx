import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRule } from '../../api/rules'
import { useErrorText } from '../../ui/ErrorView'

/** Codes that docs/rules.md describes; the other readers' own words are all there is. */
const isDescribed = /^(R|BHYT)[-_]/

/** What a check demands and where that is written; nothing for codes without a description. */
export function RuleNote({ code }: { code: string }) {
  const { t } = useTranslation()
  const textOf = useErrorText()
  const [opened, setOpened] = useState(false)
  const rule = useRule(code, opened)
  if (!isDescribed.test(code)) return null
  const { data } = rule
  return (
    <details className="rule-note" data-testid="rule-note" onToggle={(e) => setOpened(e.currentTarget.open)}>
      <summary>
        {t('problems.rule')} <span className="visually-hidden">{code}</span>
      </summary>
      {rule.isLoading && <p className="caption">{t('problems.ruleLoading')}</p>}
      {rule.error && <p className="caption">{textOf(rule.error)}</p>}
      {data && (
        <dl>
          {data.title !== data.id && (
            <>
              <dt>{t('problems.ruleTitle')}</dt>
              <dd>{data.title}</dd>
            </>
          )}
          <dt>{t('problems.ruleSource')}</dt>
          <dd>{data.source}</dd>
          {data.pass !== '–' && (
            <>
              <dt>{t('problems.rulePass')}</dt>
              <dd>{data.pass}</dd>
              <dt>{t('problems.ruleFail')}</dt>
              <dd>{data.fail}</dd>
            </>
          )}
          {data.gatewayStop && (
            <>
              <dt>{t('problems.ruleStop')}</dt>
              <dd>{data.gatewayStop}</dd>
            </>
          )}
        </dl>
      )}
    </details>
  )
}
