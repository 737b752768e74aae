import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { TimelineEntry } from '../../api/types'
import { formatInstant } from '../../ui/format'
import { useFormat } from '../../ui/useFormat'
import { MedicineRow, NextRow, NoteRow, ProcedureRow, ResultRow } from './VisitRows'

/** Everything one visit brought, under small headings. */
export function VisitDetails({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation()
  const { medicines, procedures, results, notes, next, cost } = entry
  const nothing = [medicines, procedures, results, notes, next].every((list) => list.length === 0)
  return (
    <div className="visit-details">
      <VisitFacts entry={entry} />
      {nothing && <p className="caption">{t('visit.nothing')}</p>}
      <DetailList title={t('visit.next')}>
        {next.map((item) => (
          <NextRow key={item.ref} item={item} />
        ))}
      </DetailList>
      <DetailList title={t('visit.medicines')}>
        {medicines.map((item) => (
          <MedicineRow key={item.ref} item={item} />
        ))}
      </DetailList>
      <DetailList title={t('visit.results')}>
        {results.map((item) => (
          <ResultRow key={item.ref} item={item} />
        ))}
      </DetailList>
      <DetailList title={t('visit.procedures')}>
        {procedures.map((item) => (
          <ProcedureRow key={item.ref} item={item} />
        ))}
      </DetailList>
      <DetailList title={t('visit.notes')} wide>
        {notes.map((item) => (
          <NoteRow key={item.ref} item={item} />
        ))}
      </DetailList>
      {cost && <VisitCost cost={cost} />}
    </div>
  )
}

interface ListProps {
  readonly title: string
  /** Takes the whole width: free text reads badly in half a page. */
  readonly wide?: boolean
  readonly children: readonly ReactNode[]
}

function DetailList({ title, wide = false, children }: ListProps) {
  if (children.length === 0) return null
  return (
    <section aria-label={title} className={wide ? 'detail-list visit-notes' : 'detail-list'}>
      <h4>
        {title} <span className="part-count">{children.length}</span>
      </h4>
      <ul>{children}</ul>
    </section>
  )
}

function VisitFacts({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation()
  const period = [entry.start, entry.end].filter((at) => at !== null).map(formatInstant)
  const facts = [
    [t('visit.period'), period.join(' – ')],
    [t('visit.reason'), entry.reason],
    [t('visit.diagnosis'), entry.diagnosis],
    [t('visit.departments'), entry.departments.join(', ')],
    [t('visit.outcome'), entry.outcome],
  ] as const
  return (
    <dl className="facts visit-facts">
      {facts.map(([name, text]) =>
        text ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}

function VisitCost({ cost }: { cost: NonNullable<TimelineEntry['cost']> }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <section className="detail-list" aria-label={t('visit.cost')}>
      <h4>{t('visit.cost')}</h4>
      <dl className="visit-cost">
        {(['total', 'insurance', 'patient'] as const).map((part) => (
          <div key={part}>
            <dt className="caption">{t(`visit.${part}`)}</dt>
            <dd className="digits">{format.dong(cost[part])}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
