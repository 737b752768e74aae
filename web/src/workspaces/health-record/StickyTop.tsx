import { type ReactNode, useEffect, useRef, useState } from 'react'

/** Holds the person and the parts of the record in sight; once the page scrolls, a phone shows a shorter form. */
export function StickyTop({ children }: { children: ReactNode }) {
  const edge = useRef<HTMLDivElement>(null)
  const [stuck, setStuck] = useState(false)
  useEffect(() => {
    if (!edge.current) return
    const seen = new IntersectionObserver(([change]) => {
      if (change) setStuck(!change.isIntersecting && change.boundingClientRect.top < 0)
    })
    seen.observe(edge.current)
    return () => seen.disconnect()
  }, [])
  return (
    <>
      <div ref={edge} className="sticky-edge" />
      <div className="record-sticky" data-stuck={stuck || undefined}>
        {children}
      </div>
    </>
  )
}
