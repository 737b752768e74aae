import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../api/catalogues'
import { useCandidates } from '../../api/mapping'
import type { MappingEquivalence, MappingLine } from '../../api/types'
import { paths } from '../../shell/paths'
import { ErrorView, useErrorText } from '../../ui/ErrorView'
import { ExplainedButton } from '../../ui/ExplainedButton'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { useFormat } from '../../ui/useFormat'
import { CandidateRow } from './CandidateRow'
import { TypedField } from './TypedField'
import { today } from './today'
import type { Decisions } from './useDecisions'
import { useMappingKeys } from './useMappingKeys'
import { useTitleOf } from './useTitleOf'

/** One local code: what it is called, who uses it, and what it may be. */
export function CandidatePane({ line, decisions }: { line: MappingLine; decisions: Decisions }) {
  const { t } = useTranslation()
  const format = useFormat()
  const titleOf = useTitleOf()
  const textOf = useErrorText()
  const [typed, setTyped] = useState('')
  const [equivalence, setEquivalence] = useState<MappingEquivalence>('equivalent')
  const query = useCandidates(line.list, line.display, typed)
  const candidates = query.data?.items ?? []
  const { data: card } = useCatalogue(line.list, today())
  const detailsOf = (fields: Readonly<Record<string, string>>) =>
    (card?.fields ?? [])
      .flatMap((field) => (fields[field.key] ? [`${titleOf(field)}: ${fields[field.key]}`] : []))
      .join(' · ')
  const choose = (at: number) => {
    const candidate = candidates[at]
    if (candidate) decisions.decide({ state: 'mapped', target: candidate.code, equivalence })
  }
  useMappingKeys({
    choose,
    none: () => decisions.decide({ state: 'no-match' }),
    later: () => decisions.decide({ state: 'later' }),
    undo: decisions.undo,
  })
  return (
    <section
      className="card candidate-pane"
      aria-label={t('catalogues.map.candidates')}
      data-testid="candidates"
    >
      <h2 className="break-anywhere">{line.display || t('catalogues.map.noName')}</h2>
      <p className="caption">
        {line.code || t('catalogues.map.noCode')} · {t('catalogues.map.used', { count: line.count })} ·{' '}
        {line.source.replace(/^(vendor|facility):/, '')}
      </p>
      {line.facilities.length > 0 && (
        <p className="caption">
          {t('catalogues.map.from', {
            facilities: line.facilities
              .slice(0, 8)
              .map(({ facility, count }) => `${facility} (${format.number(count)})`)
              .join(', '),
          })}
        </p>
      )}
      {line.target && (
        <p className="outcome outcome-good">
          {t('catalogues.map.target')}: {line.target.code}{' '}
          {line.target.name ?? t('catalogues.map.targetEnded')} (
          {t(`catalogues.map.${line.target.equivalence}`)})
        </p>
      )}
      <div className="cat-filters">
        <TypedField label={t('catalogues.map.manual')} value={typed} onChange={setTyped} isPageSearch />
        <label className="select-field">
          {t('catalogues.map.equivalence')}
          <select
            value={equivalence}
            onChange={(event) => setEquivalence(event.currentTarget.value as MappingEquivalence)}
          >
            {(['equivalent', 'wider', 'narrower'] as const).map((each) => (
              <option key={each} value={each}>
                {t(`catalogues.map.${each}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {query.error && <ErrorView error={query.error} onRetry={query.refetch} />}
      {!query.data && !query.error && <Loading lines={5} />}
      {query.data && candidates.length === 0 && (
        <p>
          {query.data.inForce ? (
            t('catalogues.map.noCandidates')
          ) : (
            <>
              {t('catalogues.map.emptyList')}{' '}
              <Link to={paths.importCatalogue} params={{ list: line.list }}>
                {t('catalogues.map.importList')}
              </Link>
            </>
          )}
        </p>
      )}
      <ol className="candidate-list">
        {candidates.map((candidate, at) => (
          <CandidateRow
            key={candidate.code}
            candidate={candidate}
            place={at + 1}
            disabled={decisions.pending}
            details={
              candidates.some((other) => other !== candidate && other.name === candidate.name)
                ? detailsOf(candidate.fields)
                : ''
            }
            onChoose={() => choose(at)}
          />
        ))}
      </ol>
      <div className="candidate-actions">
        <Button
          variant="default"
          onClick={() => decisions.decide({ state: 'no-match' })}
          aria-keyshortcuts="n"
        >
          {t('catalogues.map.noMatch')} (N)
        </Button>
        <Button variant="default" onClick={() => decisions.decide({ state: 'later' })} aria-keyshortcuts="l">
          {t('catalogues.map.later')} (L)
        </Button>
        <ExplainedButton
          variant="default"
          whyNot={decisions.canUndo ? undefined : t('catalogues.map.nothingToUndo')}
          onClick={decisions.undo}
          leftSection={<Icon name="replay" />}
        >
          {t('catalogues.map.undo')} (U)
        </ExplainedButton>
      </div>
      {decisions.error && (
        <p role="alert" className="outcome outcome-bad">
          {textOf(decisions.error)}
        </p>
      )}
      <p className="caption map-keys">{t('catalogues.map.keys')}</p>
    </section>
  )
}
