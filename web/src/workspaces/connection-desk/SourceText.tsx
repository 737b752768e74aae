import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { foldLines, rowAt } from './fold-lines'
import type { Mark } from './mark-place'
import { SourceRow } from './SourceRow'
import type { Range } from './text-range'

const rowHeight = 20
const spare = 20

interface Props {
  readonly label: string
  readonly text: string
  readonly mark: Mark | null
  readonly problems: readonly Range[]
  readonly found: readonly Range[]
  readonly foundAt: Range | null
}

/** A long text of which only the rows in the window exist; every row is equally high, so a place is a sum. */
export function SourceText({ label, text, mark, problems, found, foundAt }: Props) {
  const box = useRef<HTMLElement>(null)
  const columns = useColumns(box)
  const rows = useMemo(() => foldLines(text, columns), [text, columns])
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(600)

  useLayoutEffect(() => {
    if (box.current) setHeight(box.current.clientHeight)
  }, [])
  useScrollTo(box, rows, mark?.range ?? null)
  useScrollTo(box, rows, foundAt)

  const first = Math.max(0, Math.floor(top / rowHeight) - spare)
  const last = Math.min(rows.length, Math.ceil((top + height) / rowHeight) + spare)
  return (
    <section
      ref={box}
      className="source-text"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      onScroll={(event) => {
        setTop(event.currentTarget.scrollTop)
        setHeight(event.currentTarget.clientHeight)
      }}
    >
      <div className="source-space" style={{ height: rows.length * rowHeight }}>
        <div className="source-window" style={{ top: first * rowHeight }}>
          {rows.slice(first, last).map((row) => (
            <SourceRow
              key={row.start + (row.line ?? 0) / 1e9}
              row={row}
              text={text}
              mark={mark}
              problems={problems}
              found={found}
              foundAt={foundAt}
            />
          ))}
        </div>
      </div>
    </section>
  )
}

function useScrollTo(
  box: React.RefObject<HTMLElement | null>,
  rows: ReturnType<typeof foldLines>,
  place: Range | null,
) {
  useEffect(() => {
    if (!box.current || !place) return
    const row = rowAt(rows, place.start)
    box.current.scrollTop = Math.max(0, row * rowHeight - box.current.clientHeight / 3)
    // On a phone the text stands below the problems: bring it into sight.
    const { top, bottom } = box.current.getBoundingClientRect()
    if (top > window.innerHeight - 160 || bottom < 160) box.current.scrollIntoView({ block: 'center' })
  }, [box, rows, place])
}

/** How many characters fit beside the line numbers. */
function useColumns(box: React.RefObject<HTMLElement | null>): number {
  const [columns, setColumns] = useState(100)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => {
      const probe = document.createElement('span')
      probe.textContent = '0'.repeat(100)
      probe.className = 'source-probe'
      element.append(probe)
      const width = probe.getBoundingClientRect().width / 100
      probe.remove()
      setColumns(Math.max(20, Math.floor((element.clientWidth - 72) / width)))
    }
    measure()
    const resized = new ResizeObserver(measure)
    resized.observe(element)
    return () => resized.disconnect()
  }, [box])
  return columns
}
