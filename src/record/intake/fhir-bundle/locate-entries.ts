import type { LocatedTable } from '../bhyt-xml/located.types.ts'
import { breakJson, jsonPlaces } from '../documents/json-places.ts'
import { breakXml, type XmlPlace, xmlPlaces } from '../documents/xml-places.ts'

/** Longest text handed to a screen, in UTF-16 units. */
const mostText = 1_000_000
/** entry, index, resource and four names below it: as far as a finding is usually told. */
const deepest = 7

/** The Bundle as text, with the place of every entry and of the elements that findings name. */
export function locateEntries(bytes: Uint8Array): LocatedTable[] {
  const whole = new TextDecoder('utf-8').decode(bytes)
  const isXml = whole.trimStart().startsWith('<')
  const broken = isXml ? breakXml(whole) : breakJson(whole)
  const text = broken.slice(0, mostText)
  const places = isXml ? xmlEntries(text) : jsonEntries(text)
  return [{ table: 'Bundle', text, truncated: text.length < broken.length, ...places }]
}

type Places = Pick<LocatedTable, 'rows' | 'fields'>

function jsonEntries(text: string): Places {
  const rows: { row: number; start: number; end: number }[] = []
  const found: { row: number; path: string; start: number; end: number }[] = []
  const types = new Map<number, string>()
  for (const { path, start, end } of jsonPlaces(text, deepest)) {
    const [entry, index, resource, ...names] = path
    if (entry !== 'entry' || typeof index !== 'number') continue
    const row = index + 1
    if (path.length === 2) rows.push({ row, start, end })
    else if (resource === 'resource' && names.length > 0) {
      if (names[0] === 'resourceType') types.set(row, text.slice(start, end))
      found.push({ row, path: pathText(names), start, end })
    }
  }
  rows.sort((a, b) => a.row - b.row)
  const fields = found.map(({ row, path, start, end }) => ({
    row,
    field: `${types.get(row) ?? 'Resource'}.${path}`,
    start,
    end,
  }))
  return { rows, fields }
}

const pathText = (names: readonly (string | number)[]): string =>
  names.reduce<string>(
    (text, name) => (typeof name === 'number' ? `${text}[${name}]` : text ? `${text}.${name}` : name),
    '',
  )

/** FHIR XML: the entries of the outer Bundle, and their elements as findings name them. */
function xmlEntries(text: string): Places {
  const bundle = xmlPlaces(text).children.find((place) => place.name === 'Bundle')
  const entries = bundle?.children.filter((place) => place.name === 'entry') ?? []
  const rows = entries.map(({ start, end }, index) => ({ row: index + 1, start, end }))
  const fields = entries.flatMap((entry, index) => {
    const resource = entry.children.find((place) => place.name === 'resource')?.children[0]
    return resource ? elementsOf(resource, resource.name, index + 1, 4) : []
  })
  return { rows, fields }
}

function elementsOf(
  parent: XmlPlace,
  path: string,
  row: number,
  depth: number,
): LocatedTable['fields'][number][] {
  const seen = new Map<string, number>()
  const repeated = new Set(
    parent.children.map((c) => c.name).filter((name, i, all) => all.indexOf(name) !== i),
  )
  return parent.children.flatMap((child) => {
    const index = seen.get(child.name) ?? 0
    seen.set(child.name, index + 1)
    const plain = `${path}.${child.name}`
    const field = repeated.has(child.name) ? `${plain}[${index}]` : plain
    const place = { row, field, start: child.start, end: child.end }
    // A list of one and a single element look alike in XML; findings name lists by index.
    const first = repeated.has(child.name) ? [] : [{ ...place, field: `${plain}[0]` }]
    return [place, ...first, ...(depth > 0 ? elementsOf(child, field, row, depth - 1) : [])]
  })
}
