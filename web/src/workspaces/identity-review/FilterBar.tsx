import { useTranslation } from 'react-i18next'
import { type ReviewFilter, useReviewCounts } from '../../api/review'
import type { ReviewCount } from '../../api/types'
import { SelectField } from '../../ui/SelectField'
import { useFormat } from '../../ui/useFormat'
import { useWords } from './words'

const states = ['open', 'second', 'ask-facility', 'cannot-tell'] as const
const ages = ['1', '7', '30'] as const

interface Props {
  readonly clerk: string
  readonly filter: ReviewFilter
  readonly onChange: (next: ReviewFilter) => void
}

/** Which items are asked, with how many there are of each. */
export function FilterBar({ clerk, filter, onChange }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useWords()
  const { data } = useReviewCounts(clerk)
  const countOf = {
    open: data?.open,
    second: data?.second,
    'ask-facility': data?.askFacility,
    'cannot-tell': data?.cannotTell,
  }
  const withCount = (text: string, count: number | undefined) =>
    count === undefined ? text : `${text} (${format.number(count)})`
  const options = (counts: readonly ReviewCount[] | undefined, chosen: string | undefined, name: Name) => {
    const known = counts ?? []
    const all =
      chosen && !known.some((each) => each.name === chosen) ? [...known, { name: chosen, count: 0 }] : known
    return all.map((each) => ({ value: each.name, text: withCount(name(each.name), each.count) }))
  }
  const olderThan = (days: string) =>
    (data?.byAge ?? [])
      .filter((each) => Number(each.name) >= Number(days))
      .reduce((sum, each) => sum + each.count, 0)
  return (
    <div className="review-filters no-print">
      <label className="select-field">
        {t('identityReview.state')}
        <select
          value={filter.state ?? 'open'}
          onChange={(event) => onChange({ ...filter, state: event.currentTarget.value })}
        >
          {states.map((state) => (
            <option key={state} value={state}>
              {withCount(t(`identityReview.states.${state}`), countOf[state])}
            </option>
          ))}
        </select>
      </label>
      <SelectField
        label={t('identityReview.facility')}
        all={t('identityReview.allFacilities')}
        value={filter.facility ?? ''}
        onChange={(facility) => onChange({ ...filter, facility: facility || undefined })}
        options={options(data?.byFacility, filter.facility, (name) => name)}
      />
      <SelectField
        label={t('identityReview.reason')}
        all={t('identityReview.allReasons')}
        value={filter.reason ?? ''}
        onChange={(reason) => onChange({ ...filter, reason: reason || undefined })}
        options={options(data?.byReason, filter.reason, words.reason)}
      />
      <SelectField
        label={t('identityReview.guard')}
        all={t('identityReview.allGuards')}
        value={filter.guard ?? ''}
        onChange={(guard) => onChange({ ...filter, guard: guard || undefined })}
        options={options(data?.byGuard, filter.guard, words.guard)}
      />
      <SelectField
        label={t('identityReview.age')}
        all={t('identityReview.allAges')}
        value={filter.days ?? ''}
        onChange={(days) => onChange({ ...filter, days: days || undefined })}
        options={ages.map((days) => ({
          value: days,
          text: withCount(t('identityReview.olderThan', { count: Number(days) }), data && olderThan(days)),
        }))}
      />
    </div>
  )
}

type Name = (name: string) => string
