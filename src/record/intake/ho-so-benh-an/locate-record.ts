import { fieldNamed, groupNamed, nestedNamed, type RecordGroup } from '#vocabulary/medical-record'
import type { LocatedTable } from '../bhyt-xml/located.types.ts'
import { breakJson, jsonPlaces } from '../documents/json-places.ts'
import { breakXml, innerPlace, type XmlPlace, xmlPlaces } from '../documents/xml-places.ts'

/** Longest text handed to a screen, in UTF-16 units. */
const mostText = 1_000_000

interface Place {
  readonly group: RecordGroup
  readonly row: number
  readonly field: string | null
  readonly start: number
  readonly end: number
}

/** The record as text, once for each group, with the place of its rows and fields under the names of the problems. */
export function locateRecord(bytes: Uint8Array): LocatedTable[] {
  const whole = new TextDecoder('utf-8').decode(bytes)
  const isXml = whole.trimStart().startsWith('<')
  const broken = isXml ? breakXml(whole) : breakJson(whole)
  const text = broken.slice(0, mostText)
  const places = isXml ? xmlFields(text) : jsonFields(text)
  const names = [...new Set(places.map(({ group }) => group.name))]
  const of = (name: string) => places.filter(({ group }) => group.name === name)
  const truncated = text.length < broken.length
  if (names.length === 0) return [{ table: '?', text, truncated, fields: [], rows: [] }]
  return names.map((table) => ({
    table,
    text,
    truncated,
    rows: of(table)
      .filter((p) => p.field === null)
      .map(({ row, start, end }) => ({ row, start, end })),
    fields: of(table).flatMap(({ row, field, start, end }) =>
      field === null ? [] : [{ row, field, start, end }],
    ),
  }))
}

const fieldOf = (group: RecordGroup, name: string) => fieldNamed(group.name, name)?.name ?? name

function jsonFields(text: string): Place[] {
  const places: Place[] = []
  for (const { path, start, end } of jsonPlaces(text, 12)) {
    const at = path.findIndex((name) => typeof name === 'string' && groupNamed(name) !== null)
    if (at < 0) continue
    const group = groupNamed(path[at] as string)!
    const below = path.slice(at + 1)
    const list = below.findIndex(
      (name) => typeof name === 'string' && nestedNamed(group.name, name) === 'danhsach',
    )
    const isList = group.list && list >= 0 && list <= 1
    const index = isList ? below[list + 1] : typeof below[0] === 'number' ? below[0] : 0
    const row = (typeof index === 'number' ? index : 0) + 1
    const isRow = isList ? below.length === list + 2 : below.length === 0 && !group.list
    const last = below[below.length - 1]
    if (isRow) places.push({ group, row, field: null, start, end })
    else if (typeof last === 'string' && (!isList || below.length > list + 1))
      places.push({ group, row, field: fieldOf(group, last), start, end })
  }
  return places
}

function xmlFields(text: string): Place[] {
  const places: Place[] = []
  const counts = new Map<string, number>()
  const visit = ({ children }: XmlPlace) => {
    for (const child of children) {
      const group = groupNamed(child.name)
      if (!group) visit(child)
      else addGroup(group, child)
    }
  }
  const addGroup = (group: RecordGroup, node: XmlPlace) => {
    const lists = node.children.filter((c) => nestedNamed(group.name, c.name) === 'danhsach')
    for (const form of group.list && lists.length > 0 ? lists : [node]) {
      const row = (counts.get(group.name) ?? 0) + 1
      counts.set(group.name, row)
      places.push({ group, row, field: null, start: form.start, end: form.end })
      addFields(group, form, row)
    }
  }
  const addFields = (group: RecordGroup, { children }: XmlPlace, row: number) => {
    for (const child of children)
      if (child.children.length > 0) addFields(group, child, row)
      else places.push({ group, row, field: fieldOf(group, child.name), ...innerPlace(child, text) })
  }
  visit(xmlPlaces(text))
  return places
}
