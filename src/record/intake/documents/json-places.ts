/** Where a value of a JSON text stands: from its first character to the one after its last. */
export interface JsonPlace {
  readonly path: readonly (string | number)[]
  readonly start: number
  readonly end: number
}

interface Open {
  readonly start: number
  readonly isList: boolean
  key: string | number
}

/**
 * Every value of a JSON text in the order in which they end, up to a depth and a number. Damaged text is walked as far as it
 * can be: this serves eyes, not readers.
 */
export function* jsonPlaces(text: string, deepest: number, most = 100_000): Generator<JsonPlace> {
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/gs
  const stack: Open[] = []
  let key: string | null = null
  let count = 0
  const place = (start: number, end: number): JsonPlace => ({ path: stack.map((o) => o.key), start, end })
  for (const found of text.matchAll(token)) {
    const [piece] = found
    const at = found.index
    const top = stack[stack.length - 1]
    if (piece === '{' || piece === '[') {
      if (top && !top.isList && key !== null) top.key = key
      key = null
      stack.push({ start: at, isList: piece === '[', key: piece === '[' ? 0 : '' })
    } else if (piece === '}' || piece === ']') {
      const closed = stack.pop()
      if (closed && stack.length <= deepest && ++count <= most) yield place(closed.start, at + 1)
    } else if (piece === ',') {
      key = null
      if (top?.isList) top.key = (top.key as number) + 1
    } else if (piece === ':') continue
    else if (top && !top.isList && key === null) key = piece.startsWith('"') ? piece.slice(1, -1) : piece
    else if (top && stack.length <= deepest && ++count <= most) {
      if (!top.isList) top.key = key!
      const quoted = piece.startsWith('"') ? 1 : 0
      yield place(at + quoted, at + piece.length - quoted)
    }
  }
}

/** JSON on one line, on several: for eyes. Text that has lines already stays as it is. */
export function breakJson(text: string): string {
  if (text.includes('\n') || text.length > 4_000_000) return text
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],]|[^"{}[\],]+/gs
  let depth = 0
  let out = ''
  const line = () => `\n${'  '.repeat(Math.min(depth, 40))}`
  for (const [piece] of text.matchAll(token)) {
    if (piece === '}' || piece === ']') {
      depth--
      out += line() + piece
    } else if (piece === '{' || piece === '[') {
      depth++
      out += piece + line()
    } else out += piece === ',' ? piece + line() : piece
  }
  return out
}
