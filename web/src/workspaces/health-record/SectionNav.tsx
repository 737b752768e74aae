import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonRecord } from '../../api/types'

const parts = ['tom-tat', 'luot-kham', 'xet-nghiem', 'giay-to', 'hanh-chinh'] as const

/** Anchors to the parts of the record; the one in view is marked. */
export function SectionNav({ record }: { record: PersonRecord }) {
  const { t } = useTranslation()
  const current = usePartInView()
  const entries = {
    'tom-tat': { text: t('record.summary'), count: undefined },
    'luot-kham': { text: t('record.visits'), count: `${record.timeline.length}${record.more ? '+' : ''}` },
    'xet-nghiem': { text: t('record.trends'), count: record.trends.length },
    'giay-to': { text: t('record.documents'), count: record.documents.length },
    'hanh-chinh': { text: t('record.administrative'), count: undefined },
  } as const
  return (
    <nav className="section-nav no-print" aria-label={t('record.sections')}>
      {parts.map((id) => (
        <a
          key={id}
          href={`#${id}`}
          aria-current={current === id ? 'location' : undefined}
          onClick={(event) => {
            event.preventDefault()
            goToPart(id)
          }}
        >
          {entries[id].text}
          {entries[id].count !== undefined && <span className="part-count"> {entries[id].count}</span>}
        </a>
      ))}
    </nav>
  )
}

/** Scrolls a part under the sticky banner and moves the focus to its heading. */
export function goToPart(id: string) {
  const part = document.getElementById(id)
  if (!part) return
  const banner = document.querySelector('.record-sticky')?.getBoundingClientRect().height ?? 0
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  const top = part.getBoundingClientRect().top + window.scrollY - banner - 16
  window.scrollTo({ top, behavior: still ? 'auto' : 'smooth' })
  document.getElementById(`${id}-title`)?.focus({ preventScroll: true })
}

function usePartInView(): string {
  const [current, setCurrent] = useState<string>(parts[0])
  useEffect(() => {
    const seen = new IntersectionObserver(
      (changes) => {
        const entered = changes.find((change) => change.isIntersecting)
        if (entered) setCurrent(entered.target.id)
      },
      { rootMargin: '-35% 0px -60% 0px' },
    )
    for (const id of parts) {
      const part = document.getElementById(id)
      if (part) seen.observe(part)
    }
    return () => seen.disconnect()
  }, [])
  return current
}
