import { Buffer } from 'node:buffer'
import { fail, ok, type Result } from '#foundation/result'
import { type FacilityMessage, type TableId, type TableRow, tableOf } from '#vocabulary/bhyt'
import { orderedFields } from './field-order.ts'
import { problems } from './restate.problems.ts'
import { XmlWriter } from './xml-text.ts'

export interface WriteOptions {
  /** Day of the file (NGAYLAP), `yyyy-MM-dd`. */
  readonly createdOn: string
  /** One element per line, for people. */
  readonly indent?: boolean
}

const schemas =
  ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'

/**
 * The canonical file of these messages: visits of one facility in the envelope GIAMDINHHS, base64 inside (letter
 * 1245/BHXH-CNTT); a check-in, a death notice or a driver's certificate (JSON) alone in its own form. The same messages
 * give the same bytes.
 */
export function writeBhytXml(messages: readonly FacilityMessage[], options: WriteOptions): Result<string> {
  const [first] = messages
  if (!first) return fail(problems.nothingToWrite)
  if (messages.some(({ kind }) => kind !== 'visit'))
    return messages.length === 1 ? ok(writeAlone(first, options)) : fail(problems.mixedKinds)
  if (messages.some(({ facilityCode }) => facilityCode !== first.facilityCode))
    return fail(problems.mixedFacilities)
  return ok(writeVisits(messages, first.facilityCode, options))
}

function writeVisits(
  messages: readonly FacilityMessage[],
  facilityCode: string,
  { createdOn, indent = false }: WriteOptions,
): string {
  const xml = new XmlWriter(indent)
  const writeVisit = (message: FacilityMessage) => {
    for (const [table, text] of filesOf(message, indent))
      xml.within('FILEHOSO', () => {
        xml.leaf('LOAIHOSO', table)
        xml.leaf('NOIDUNGFILE', Buffer.from(text).toString('base64'))
      })
  }
  xml.within(
    'GIAMDINHHS',
    () => {
      xml.within('THONGTINDONVI', () => xml.leaf('MACSKCB', facilityCode))
      xml.within('THONGTINHOSO', () => {
        xml.leaf('NGAYLAP', createdOn.replaceAll('-', ''))
        xml.leaf('SOLUONGHOSO', String(messages.length))
        xml.within('DANHSACHHOSO', () => {
          for (const message of messages) xml.within('HOSO', () => writeVisit(message))
        })
      })
      xml.leaf('CHUKYDONVI', '')
    },
    schemas,
  )
  return xml.finish()
}

/** One document per table; tables of a single row have one per row (a discharge paper per twin). XML12 has no wire form. */
function filesOf(message: FacilityMessage, indent: boolean): [TableId, string][] {
  const files: [TableId, string][] = []
  const tables = Object.keys(message.tables) as TableId[]
  for (const table of tables.sort((a, b) => Number(a.slice(3)) - Number(b.slice(3)))) {
    const rows = message.tables[table] ?? []
    const shape = tableOf(table, message.norm) ?? tableOf(table)
    if (!shape?.root || !rows.length) continue
    const parts = shape.item ? [rows] : rows.map((row) => [row])
    for (const part of parts) {
      const xml = new XmlWriter(indent)
      writeTable(xml, message, table, part)
      files.push([table, xml.finish()])
    }
  }
  return files
}

/** An empty item keeps the place of a row that was empty, so that its neighbours keep their numbers. */
const widestGap = 1000

function writeTable(
  xml: XmlWriter,
  { norm }: FacilityMessage,
  table: TableId,
  rows: readonly TableRow[],
): void {
  const { root, list, item } = (tableOf(table, norm) ?? tableOf(table))!
  const writeFields = (row: TableRow) => {
    for (const [name, value] of orderedFields(table, norm, row.values)) xml.leaf(name, value)
  }
  const writeItems = () => {
    let next = 1
    for (const row of rows) {
      if (row.row - next <= widestGap) for (; next < row.row; next++) xml.within(item!, () => {})
      xml.within(item!, () => writeFields(row))
      next = row.row + 1
    }
  }
  if (!item) for (const row of rows) xml.within(root!, () => writeFields(row))
  else xml.within(root!, () => (list ? xml.within(list, writeItems) : writeItems()))
}

function writeAlone(message: FacilityMessage, { indent = false }: WriteOptions): string {
  if (message.kind === 'driver-check') {
    const values = message.tables.GKSKLX?.[0]?.values ?? {}
    const fields = Object.fromEntries(orderedFields('GKSKLX', message.norm, values))
    return JSON.stringify(fields, null, indent ? 1 : undefined)
  }
  const xml = new XmlWriter(indent)
  if (message.kind === 'check-in') {
    xml.within('CHI_TIEU_TRANG_THAI_KCB', () => {
      xml.within('DSACH_TRANG_THAI_KCB', () => {
        for (const { values } of message.tables.XML0 ?? [])
          xml.within('TRANG_THAI_KCB', () => {
            for (const [name, value] of orderedFields('XML0', message.norm, values)) xml.leaf(name, value)
          })
      })
      xml.leaf('CHUKYDONVI', '')
    })
    return xml.finish()
  }
  const notice = message.tables.GBT?.[0]?.values ?? {}
  const writeNotice = () => {
    for (const [name, value] of orderedFields('GBT', message.norm, notice)) xml.leaf(name, value)
  }
  xml.within(
    'HSDLGBT',
    () => {
      xml.within('GIAYBAOTU', writeNotice)
      xml.leaf('CHUKYDONVI', '')
    },
    schemas,
  )
  return xml.finish()
}
