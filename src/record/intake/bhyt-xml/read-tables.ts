import type { MessageKind, TableId } from '#vocabulary/bhyt'
import { openBase64 } from './base64.ts'
import { decodeDocument, type Encoding } from './encoding.ts'
import { parsePlain } from './parse-plain.ts'
import type { ProblemCode, Problems } from './problem-sentences.ts'
import { type PlainTable, readPlainTable } from './read-plain-table.ts'
import { type Rows, rowsOf } from './rows.ts'
import { repairXml } from './scan-xml.ts'
import { shapeOf, tableByKind, tableByTag } from './tag-names.ts'
import { isDecomposed, tidyValue } from './tidy-value.ts'
import { type ParsedXml, parseXml, textOf, type XmlNode } from './xml-tree.ts'

/** One row on its way to becoming a TableRow; its values are corrected in place. */
export interface DraftRow {
  readonly row: number
  readonly values: Record<string, string>
}
export type DraftTables = Map<TableId, DraftRow[]>
export interface ReadTables {
  readonly kind: MessageKind
  readonly tables: DraftTables
}

/** The quick reader of plain mark-up first, then the strict one; on failure once more with what was meant as text escaped (bhyt-xml.md §10.1). */
export function parseOrRepair(text: string, table: string | undefined, problems: Problems): ParsedXml {
  const plain = parsePlain(text)
  if (plain) return { ok: true, root: plain }
  const strict = parseXml(text)
  if (strict.ok || strict.code !== 'BHYT_XML_BROKEN') return strict
  // A declaration inside a record is no slip of the pen: escaping it away would hide it.
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return { ok: false, code: 'BHYT_DOCTYPE', inside: null }
  const repaired = repairXml(text)
  if (!repaired.unescaped && !repaired.control) return strict
  const again = parseXml(repaired.text)
  if (!again.ok) return again
  if (repaired.unescaped) problems.add('BHYT_QUIRK_UNESCAPED', { table })
  if (repaired.control) problems.add('BHYT_QUIRK_CONTROL_CHARACTER', { table })
  return again
}

const open = '<NOIDUNGFILE>'

/**
 * Parses a HOSO without walking through its base64: nine tenths of its letters say nothing to an XML parser. A content
 * without mark-up is cut out first and stands in the tree as `@n`, which no base64 can be.
 */
export function parseEnvelope(
  text: string,
  problems: Problems,
): { readonly parsed: ParsedXml; readonly contents: string[] } {
  const contents: string[] = []
  // With comments or CDATA about, a NOIDUNGFILE seen in the text may not be one; and `@` must be ours alone.
  if (text.includes('<!') || text.includes('>@'))
    return { parsed: parseOrRepair(text, undefined, problems), contents }
  const pieces: string[] = []
  let done = 0
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, at + open.length)) {
    const start = at + open.length
    const end = text.indexOf('<', start)
    if (end - start < 100 || !text.startsWith('</NOIDUNGFILE>', end)) continue
    const content = text.slice(start, end)
    if (content.includes('&')) continue
    pieces.push(text.slice(done, start), `@${contents.length}`)
    contents.push(content)
    done = end
  }
  pieces.push(text.slice(done))
  return { parsed: parseOrRepair(pieces.join(''), undefined, problems), contents }
}

/** Every FILEHOSO of a HOSO, opened. Tables that could not be read leave an error and are absent. */
export function readFiles(
  record: XmlNode,
  contents: readonly string[],
  encoding: Encoding,
  problems: Problems,
): DraftTables {
  const tables: DraftTables = new Map()
  for (const file of findAll(record, 'FILEHOSO')) {
    const kind = childNamed(file, 'LOAIHOSO')?.text ?? ''
    const content = childNamed(file, 'NOIDUNGFILE')
    const cut = content && /^@(\d{1,6})$/.exec(content.text)
    if (cut) content.text = contents[Number(cut[1])] ?? content.text
    readFile(kind, content, encoding, problems, tables)
  }
  return tables
}

function readFile(
  kind: string,
  content: XmlNode | null,
  encoding: Encoding,
  problems: Problems,
  into: DraftTables,
): void {
  const named = tableByKind(kind)
  const table = named?.id
  const opened = openContent(content, table, encoding, problems)
  if (opened === 'broken') return
  if (opened === 'empty') {
    if (table === 'XML1') problems.add('BHYT_NO_XML1', { table })
    else if (table) problems.add('BHYT_TABLE_EMPTY', { table })
    else problems.add('BHYT_TABLE_UNKNOWN')
    return
  }
  const { root, plain } = opened
  const byRoot = plain ? plain.id : tableOfTree(root!)
  const id = byRoot ?? table
  if (!id) {
    problems.add('BHYT_TABLE_UNKNOWN')
    return
  }
  if (id === 'GBT' || id === 'GKSKLX') {
    problems.add('BHYT_TABLE_MISPLACED', { table: id })
    return
  }
  if (named && byRoot && byRoot !== named.id) problems.add('BHYT_QUIRK_TABLE_BY_ROOT', { table: id })
  else if (!named?.asWritten) problems.add('BHYT_QUIRK_TABLE_NAME', { table: id })
  for (const quirk of opened.quirks) problems.addHabit(quirk, id)
  if (plain) addPlainRows(plain, opened.composed, problems, into)
  else addRows(id, rowsOf(root!, shapeOf(id)), opened.composed, problems, into)
}

interface Opened {
  /** Its tree, or its rows when it could be read without one. */
  readonly root?: XmlNode
  readonly plain?: PlainTable
  readonly quirks: readonly ProblemCode[]
  /** The text came from Windows-1258, where decomposed letters are the rule and not worth a word. */
  readonly composed: boolean
}

function openContent(
  content: XmlNode | null,
  table: string | undefined,
  encoding: Encoding,
  problems: Problems,
): Opened | 'empty' | 'broken' {
  if (!content) return 'empty'
  const inline = content.children?.[0]
  if (inline)
    return {
      root: content.children!.length > 1 ? content : inline,
      quirks: ['BHYT_QUIRK_INLINE_TABLE'],
      composed: encoding === 'windows-1258',
    }
  const text = content.text.trim()
  if (text === '') return 'empty'
  if (text.startsWith('<')) {
    const parsed = parseInner(text, table, problems)
    if (!parsed) return 'broken'
    return { root: parsed, quirks: ['BHYT_QUIRK_INLINE_TABLE'], composed: encoding === 'windows-1258' }
  }
  const bytes = openBase64(text)
  if (!bytes) {
    problems.add('BHYT_BASE64', { table, row: 1, field: 'NOIDUNGFILE' })
    return 'broken'
  }
  const decoded = decodeDocument(bytes.bytes, encoding)
  if (!decoded) {
    problems.add('BHYT_ENCODING_INVALID', { table })
    return 'broken'
  }
  if (decoded.text.trim() === '') return 'empty'
  const quirks = [...bytes.quirks, ...decoded.quirks]
  const composed = decoded.encoding === 'windows-1258'
  const plain = readPlainTable(decoded.text)
  if (plain) return { plain, quirks, composed }
  const root = parseInner(decoded.text, table, problems)
  return root ? { root, quirks, composed } : 'broken'
}

function parseInner(text: string, table: string | undefined, problems: Problems): XmlNode | null {
  const parsed = parseOrRepair(text, table, problems)
  if (parsed.ok) return parsed.root
  problems.add(parsed.code, { table, field: fieldOrNone(table, parsed.inside) })
  return null
}

/** The field a parse stopped in, when the dictionary knows it: a name from outside is not repeated. */
function fieldOrNone(table: string | undefined, tag: string | null): string | undefined {
  const id = table ? tableByKind(table)?.id : undefined
  return (tag && id && shapeOf(id).canonical(tag)) || undefined
}

/** Looks past wrappers (`NewDataSet`, `DocumentElement`) for the first element that names a table. */
export function tableOfTree(root: XmlNode): TableId | null {
  let level: XmlNode[] = [root]
  for (let depth = 0; depth < 4 && level.length > 0; depth++) {
    for (const node of level) {
      const id = tableByTag(node.name)
      if (id) return id
    }
    level = level.flatMap((n) => n.children?.slice(0, 3) ?? []).slice(0, 9)
  }
  return null
}

/** Adds what was read of one table to what earlier FILEHOSO of the same table gave; rows go on counting. */
export function addRows(
  id: TableId,
  read: Rows,
  composed: boolean,
  problems: Problems,
  into: DraftTables,
): void {
  const rows = into.get(id) ?? []
  const before = rows.at(-1)?.row ?? 0
  for (const { code, row, field } of read.quirks) problems.add(code, { table: id, row: before + row, field })
  if (read.rows.length === 0) problems.add('BHYT_TABLE_EMPTY', { table: id })
  let decomposed = false
  for (const sent of read.rows) {
    const row = before + sent.row
    const values: Record<string, string> = {}
    for (const cell of sent.cells) {
      const raw = cell.attribute === null ? textOf(cell.node) : cell.node.attributes![cell.attribute]!
      if (raw === '') continue
      const value = tidyValue(raw)
      if (value === '') continue
      if (value !== raw && isDecomposed(raw)) decomposed = true
      if (values[cell.name] === undefined) values[cell.name] = value
      else if (values[cell.name] !== value)
        problems.add('BHYT_FIELD_TWICE', { table: id, row, field: cell.name })
    }
    rows.push({ row, values })
  }
  if (decomposed && !composed) problems.addHabit('BHYT_QUIRK_NFD', id)
  into.set(id, rows)
}

function addPlainRows(plain: PlainTable, composed: boolean, problems: Problems, into: DraftTables): void {
  const rows = into.get(plain.id) ?? []
  const before = rows.at(-1)?.row ?? 0
  for (const [n, values] of plain.rows.entries()) rows.push({ row: before + n + 1, values })
  if (plain.decomposed && !composed) problems.addHabit('BHYT_QUIRK_NFD', plain.id)
  into.set(plain.id, rows)
}

function childNamed(node: XmlNode, name: string): XmlNode | null {
  return node.children?.find((c) => c.name.toUpperCase() === name) ?? null
}

function findAll(node: XmlNode, name: string): XmlNode[] {
  const found = (node.children ?? []).flatMap((c) => (c.name.toUpperCase() === name ? [c] : findAll(c, name)))
  return found
}
