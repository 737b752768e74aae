import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TimelineEntry } from '../../api/types'
import { yearOf } from '../../ui/format'
import { SelectField } from '../../ui/SelectField'
import { usePrinting } from './usePrinting'
import { VisitEntry } from './VisitEntry'

interface Props {
  readonly entries: readonly TimelineEntry[]
  readonly more: boolean
  readonly older: { readonly fetchNextPage: () => unknown; readonly isFetchingNextPage: boolean }
}

/** Every visit at every facility, newest first, under its year. */
export function VisitTimeline({ entries, more, older }: Props) {
  const { t } = useTranslation()
  const printing = usePrinting()
  const [facility, setFacility] = useState('')
  const [kind, setKind] = useState('')
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set())
  const shown = useMemo(
    () =>
      entries.filter(
        (entry) =>
          (facility === '' || entry.facilityCode === facility) && (kind === '' || entry.class === kind),
      ),
    [entries, facility, kind],
  )
  const toggle = (ref: string, isOpen: boolean) =>
    setOpen((before) => {
      const next = new Set(before)
      if (isOpen) next.add(ref)
      else next.delete(ref)
      return next
    })
  const anyOpen = shown.some((entry) => open.has(entry.encounterRef))

  if (entries.length === 0) return <p>{t('visit.none')}</p>
  return (
    <>
      <div className="visit-filters no-print">
        <SelectField
          label={t('visit.filterFacility')}
          all={t('visit.allFacilities')}
          value={facility}
          onChange={setFacility}
          options={distinct(entries.map((entry) => [entry.facilityCode, entry.facilityName]))}
        />
        <SelectField
          label={t('visit.filterKind')}
          all={t('visit.allKinds')}
          value={kind}
          onChange={setKind}
          options={distinct(entries.map((entry) => [entry.class, t(`visit.class.${entry.class}`)]))}
        />
        <p className="caption" role="status">
          {t('visit.shown', { shown: shown.length, total: entries.length })}
        </p>
        <button
          type="button"
          className="text-button"
          onClick={() => setOpen(anyOpen ? new Set() : new Set(shown.map((entry) => entry.encounterRef)))}
        >
          {anyOpen ? t('visit.collapseAll') : t('visit.expandAll')}
        </button>
      </div>
      {shown.length === 0 && <p>{t('visit.noneFiltered')}</p>}
      {byYear(shown).map(([year, visits]) => (
        <div key={year} className="visit-year">
          <h3>{year === '' ? t('visit.noYear') : year}</h3>
          <ol>
            {visits.map((entry) => (
              <VisitEntry
                key={entry.encounterRef}
                entry={entry}
                open={printing || open.has(entry.encounterRef)}
                onToggle={(isOpen) => toggle(entry.encounterRef, isOpen)}
              />
            ))}
          </ol>
        </div>
      ))}
      {more && (
        <div className="visit-older no-print">
          <span className="caption">{t('visit.olderHint')}</span>
          <Button variant="default" loading={older.isFetchingNextPage} onClick={() => older.fetchNextPage()}>
            {t('visit.older')}
          </Button>
        </div>
      )}
    </>
  )
}

const distinct = (pairs: readonly (readonly [string, string])[]) =>
  [...new Map(pairs)].map(([value, text]) => ({ value, text }))

function byYear(entries: readonly TimelineEntry[]): [string, TimelineEntry[]][] {
  const years = new Map<string, TimelineEntry[]>()
  for (const entry of entries) {
    const year = yearOf(entry.start) ?? ''
    years.set(year, [...(years.get(year) ?? []), entry])
  }
  return [...years]
}
