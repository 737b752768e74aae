import { type ReactNode, useEffect, useRef } from 'react'

interface Props {
  readonly title: string
  /** The browser tab's name, when the title is a long question. */
  readonly tab?: string
  /** False on a page that puts the focus elsewhere, such as its search box. */
  readonly takesFocus?: boolean
  readonly children?: ReactNode
}

// Where the browser itself came in: there its own start of reading is right.
const cameInAt = window.location.pathname
let moved = false

/**
 * The page's question. Names the browser tab, and takes the focus after a change of page so that a screen reader
 * starts here and Tab goes on from here.
 */
export function PageHeading({ title, tab, takesFocus = true, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${tab ?? title} · Mạch`
  }, [tab, title])
  useEffect(() => {
    if (window.location.pathname !== cameInAt) moved = true
    if (moved && takesFocus) heading.current?.focus({ preventScroll: true })
  }, [takesFocus])
  return (
    <div className="page-heading">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children && <div className="page-actions no-print">{children}</div>}
    </div>
  )
}
