import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonRecord } from '../../api/types'
import { SummaryAllergies, SummaryMedicine, SummaryProblem, SummaryValue } from './SummaryRows'
import { usePrinting } from './usePrinting'

/** What must be known in ten seconds: four cards, each with its few newest rows. */
export function SummaryCards({ record }: { record: PersonRecord }) {
  const { t } = useTranslation()
  return (
    <div className="summary-cards">
      <SummaryCard title={t('summary.problems')} none={t('summary.noProblems')}>
        {record.problems.map((problem) => (
          <SummaryProblem key={problem.ref} problem={problem} />
        ))}
      </SummaryCard>
      <SummaryCard title={t('summary.medicines')} none={t('summary.noMedicines')}>
        {record.medicines.map((medicine) => (
          <SummaryMedicine key={medicine.ref} medicine={medicine} />
        ))}
      </SummaryCard>
      <SummaryCard title={t('summary.values')} none={t('summary.noValues')}>
        {record.lastValues.map((value) => (
          <SummaryValue key={value.ref} value={value} />
        ))}
      </SummaryCard>
      <SummaryCard title={t('record.allergies')} none={t('record.noAllergiesWhy')}>
        {record.allergies.map((allergy) => (
          <SummaryAllergies key={allergy.ref} allergy={allergy} />
        ))}
      </SummaryCard>
    </div>
  )
}

const few = 6

interface CardProps {
  readonly title: string
  readonly none: string
  readonly children: readonly ReactNode[]
}

function SummaryCard({ title, none, children }: CardProps) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const printing = usePrinting()
  const shown = all || printing ? children : children.slice(0, few)
  return (
    <section className="card summary-card" aria-label={title}>
      <h3>
        {title} {children.length > 0 && <span className="part-count">{children.length}</span>}
      </h3>
      {children.length === 0 ? <p className="caption">{none}</p> : <ul>{shown}</ul>}
      {children.length > few && (
        <button
          type="button"
          className="text-button no-print"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? t('state.showLess') : t('state.showAll', { count: children.length })}
        </button>
      )}
    </section>
  )
}
