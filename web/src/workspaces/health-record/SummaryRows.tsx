import { useTranslation } from 'react-i18next'
import type { AllergyItem, MedicineItem, ProblemItem, ValueItem } from '../../api/types'
import { formatDay } from '../../ui/format'
import { Icon } from '../../ui/icons'
import { ProvenanceButton } from '../../ui/ProvenanceButton'
import { medicineName } from './medicine-name'
import { ValueText } from './ValueText'

export function SummaryProblem({ problem }: { problem: ProblemItem }) {
  const { t } = useTranslation()
  return (
    <li className="summary-row">
      <div>
        {problem.code && <span className="code">{problem.code}</span>} {problem.text}
        <div className="caption">
          {problem.lastAt && formatDay(problem.lastAt)}
          {problem.times > 1 && ` · ${t('summary.times', { count: problem.times })}`}
          {problem.primary && ` · ${t('summary.primary')}`}
        </div>
      </div>
      <ProvenanceButton item={problem} what={problem.text} />
    </li>
  )
}

export function SummaryMedicine({ medicine }: { medicine: MedicineItem }) {
  const name = medicineName(medicine)
  return (
    <li className="summary-row">
      <div>
        {name}
        <div className="caption">
          {[medicine.orderedAt && formatDay(medicine.orderedAt), medicine.dose].filter(Boolean).join(' · ')}
        </div>
      </div>
      <ProvenanceButton item={medicine} what={name} />
    </li>
  )
}

export function SummaryValue({ value }: { value: ValueItem }) {
  return (
    <li className="summary-row">
      <div className="summary-value">
        <span>{value.name}</span>
        <strong>
          <ValueText value={value} />
        </strong>
        <span className="caption">{value.at && formatDay(value.at)}</span>
      </div>
      <ProvenanceButton item={value} what={value.name} />
    </li>
  )
}

export function SummaryAllergies({ allergy }: { allergy: AllergyItem }) {
  const { t } = useTranslation()
  return (
    <li className="summary-row is-allergy">
      <div>
        <Icon name="warning" size={14} /> {allergy.text}
        {allergy.criticality === 'high' && <strong> ({t('summary.critical')})</strong>}
      </div>
      <ProvenanceButton item={allergy} what={allergy.text} />
    </li>
  )
}
