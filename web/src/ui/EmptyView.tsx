import type { ReactNode } from 'react'

/** Says plainly that there is nothing, and what to do about it. */
export function EmptyView({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state-view">
      <p className="state-title">{title}</p>
      {children}
    </div>
  )
}
