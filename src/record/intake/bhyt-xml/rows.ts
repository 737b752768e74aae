import type { ProblemCode } from './problem-sentences.ts'
import { kindOfTag, squash, type TableShape } from './tag-names.ts'
import type { XmlNode } from './xml-tree.ts'

/** One field of one row: an element, or an attribute of the row's element. */
export interface Cell {
  readonly name: string
  readonly node: XmlNode
  readonly attribute: string | null
}
export interface SentRow {
  /** 1-based position as sent. */
  readonly row: number
  readonly node: XmlNode
  readonly cells: Cell[]
}
export interface RowQuirk {
  readonly code: ProblemCode
  readonly row: number
  readonly field?: string
}
export interface Rows {
  readonly rows: SentRow[]
  readonly quirks: RowQuirk[]
}

/** Room for every known field and some; what a sender adds beyond is not kept in values (the raw file has it). */
const mostCells = 200

const sayable = /^[A-Za-z_][\w.-]{0,63}$/

/**
 * Finds the rows and fields of a table in an element tree, however it is wrapped: list and item as the annex says, the
 * item alone, a dataset around it, one more layer inside it, keys as attributes (bhyt-xml.md §10.11).
 */
export function rowsOf(root: XmlNode, shape: TableShape): Rows {
  const rows: SentRow[] = []
  const quirks: RowQuirk[] = []

  const hasItems = !shape.single && holdsItem(root, shape, 6)

  const newRow = (node: XmlNode): SentRow => {
    const row = { row: rows.length + 1, node, cells: [] }
    rows.push(row)
    return row
  }

  const add = (row: SentRow, tag: string, known: string | null, node: XmlNode, attribute: string | null) => {
    if (known === null && (!sayable.test(tag) || row.cells.length >= mostCells)) return
    const name = known ?? tag
    if (known === null) quirks.push({ code: 'BHYT_FIELD_UNKNOWN', row: row.row, field: name })
    else if (attribute !== null)
      quirks.push({ code: 'BHYT_QUIRK_KEY_AS_ATTRIBUTE', row: row.row, field: name })
    else if (name !== tag) quirks.push({ code: 'BHYT_QUIRK_FIELD_NAME', row: row.row, field: name })
    row.cells.push({ name, node, attribute })
  }

  const has = (row: SentRow, tag: string) => {
    const name = shape.canonical(tag)
    return name !== null && row.cells.some((c) => c.name === name)
  }

  /** A leaf that is no part of the structure; a known field is a cell even with mark-up inside. */
  const isStrayCell = (node: XmlNode) => node.children === null && kindOfTag(node.name) !== 'structure'
  const isCell = (node: XmlNode) => shape.canonical(node.name) !== null || isStrayCell(node)

  /** The row whose fields stand directly in this element; `outer` is the row it stands in. */
  const rowIn = (node: XmlNode, outer: SentRow | null, keys: readonly string[]): SentRow | null => {
    if (squash(node.name) === shape.item && (outer === null || !shape.single)) return newRow(node)
    const firstCell = node.children?.find(isCell)
    if (firstCell === undefined && keys.length === 0) return outer
    if (outer === null && hasItems) return null // a stray field beside the list is not a row of it
    if (outer === null || (firstCell !== undefined && has(outer, firstCell.name))) return newRow(node)
    quirks.push({ code: 'BHYT_QUIRK_NESTING', row: outer.row })
    return outer
  }

  const walk = (node: XmlNode, outer: SentRow | null) => {
    const keys = node.attributes
      ? Object.keys(node.attributes).filter((a) => shape.canonical(a) !== null)
      : []
    const row = rowIn(node, outer, keys)
    if (row) for (const key of keys) add(row, key, shape.canonical(key), node, key)
    for (const child of node.children ?? []) {
      const known = shape.canonical(child.name)
      if (row && (known !== null || isStrayCell(child))) add(row, child.name, known, child, null)
      else if (child.children || child.attributes || squash(child.name) === shape.item) walk(child, row)
    }
  }

  walk(root, null)
  // An empty single table is not a row; an empty item of a list keeps its place in the count.
  return { rows: rows.filter((r) => r.cells.length > 0 || !shape.single), quirks }
}

function holdsItem(node: XmlNode, shape: TableShape, depth: number): boolean {
  if (squash(node.name) === shape.item) return true
  return depth > 0 && (node.children ?? []).some((c) => c.children !== null && holdsItem(c, shape, depth - 1))
}
