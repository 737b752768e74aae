/** An element of an XML text with its place; its name without the prefix. */
export interface XmlPlace {
  readonly name: string
  readonly start: number
  end: number
  readonly innerStart: number
  innerEnd: number
  readonly children: XmlPlace[]
}

const token = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<(\/?)(?:[\w.-]+:)?([A-Za-z_][\w.-]{0,99})([^<>]*)>/g
const deepest = 64
const most = 200_000

/** The elements of an XML text, as far as damaged text lets them be seen: this serves eyes, not readers. */
export function xmlPlaces(text: string): XmlPlace {
  const root: XmlPlace = {
    name: '',
    start: 0,
    end: text.length,
    innerStart: 0,
    innerEnd: text.length,
    children: [],
  }
  const open = [root]
  let count = 0
  for (const found of text.matchAll(token)) {
    const [piece, slash, name, rest] = found
    if (name === undefined) continue
    const end = found.index + piece.length
    if (slash) close(open, name, found.index, end)
    else {
      if (open.length > deepest || ++count > most) break
      const place: XmlPlace = { name, start: found.index, end, innerStart: end, innerEnd: end, children: [] }
      open[open.length - 1]!.children.push(place)
      if (!rest!.endsWith('/')) open.push(place)
    }
  }
  return root
}

/** An element without its own end ends where the one around it does. */
function close(open: XmlPlace[], name: string, at: number, end: number): void {
  let index = open.length - 1
  while (index > 0 && open[index]!.name !== name) index--
  if (index <= 0) return
  for (const place of open.splice(index)) {
    place.innerEnd = at
    place.end = place.name === name ? end : at
  }
}

/** The text of an element without the white space and CDATA marks around it; an empty element as a whole. */
export function innerPlace(
  { start, end, innerStart, innerEnd }: XmlPlace,
  text: string,
): { start: number; end: number } {
  const inner = text.slice(innerStart, innerEnd)
  if (inner.trim() === '') return { start, end }
  const cdata = /^(\s*<!\[CDATA\[)([\s\S]*)\]\]>\s*$/.exec(inner)
  if (cdata)
    return { start: innerStart + cdata[1]!.length, end: innerStart + cdata[1]!.length + cdata[2]!.length }
  const before = inner.length - inner.trimStart().length
  return { start: innerStart + before, end: innerEnd - (inner.length - inner.trimEnd().length) }
}

/** XML on one line, an element a line: for eyes. */
export const breakXml = (text: string): string => (text.includes('\n') ? text : text.replace(/></g, '>\n<'))
