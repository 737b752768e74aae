import type { ReactNode } from 'react'

interface Props {
  readonly id: string
  readonly title: string
  readonly count?: number | string
  readonly children: ReactNode
}

/** One of the record's parts; the section navigation points at its id. */
export function RecordPart({ id, title, count, children }: Props) {
  return (
    <section id={id} className="record-part" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} tabIndex={-1}>
        {title}
        {count !== undefined && <span className="part-count"> {count}</span>}
      </h2>
      {children}
    </section>
  )
}
