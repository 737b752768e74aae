/** How a vendor writes: the habits seen in real files (bhyt-xml.md §10), one per pretend hospital. */
export type Habit = 'plain' | 'dotnet' | 'inline-nfd' | 'qd3176'

/** Field, value; an empty value is an empty element, or nothing, as the vendor does. */
export type Row = readonly (readonly [field: string, value: string])[]

const escaped = /[&<>]/
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const escapeText = (text: string) => (escaped.test(text) ? text.replace(/[&<>]/g, (c) => entities[c]!) : text)

// Anything beyond ASCII letters, digits and simple marks goes into CDATA at this vendor.
const plainText = /^[\w.;:%/+\- ]*$/

function element(field: string, value: string, habit: Habit): string {
  if (value === '') {
    if (habit === 'inline-nfd') return ''
    return habit === 'dotnet' ? `<${field}/>\n` : `<${field}></${field}>`
  }
  if (habit === 'dotnet')
    return plainText.test(value)
      ? `<${field}>${value}</${field}>\n`
      : `<${field}><![CDATA[${value}]]></${field}>\n`
  return `<${field}>${escapeText(value)}</${field}>`
}

export function rowXml(row: Row, habit: Habit): string {
  let xml = ''
  for (const [field, value] of row) xml += element(field, value, habit)
  return xml
}

const declaration: Readonly<Record<Habit, string>> = {
  plain: '<?xml version="1.0" encoding="utf-8"?>',
  qd3176: '<?xml version="1.0" encoding="utf-8"?>',
  // A .NET StringWriter says utf-16 whatever the bytes are, and leaves its byte order mark behind.
  dotnet: '\uFEFF<?xml version="1.0" encoding="utf-16"?>',
  'inline-nfd': '',
}

export interface TableXml {
  readonly id: string
  /** Root, list, item; list and item are absent in tables of one row. */
  readonly root: string
  readonly list?: string
  readonly item?: string
  readonly rows: readonly Row[]
}

function tableXml({ root, list, item, rows }: TableXml, habit: Habit): string {
  let inside = ''
  for (const row of rows) {
    const xml = rowXml(row, habit)
    inside += item ? `<${item}>${xml}</${item}>` : xml
  }
  if (list) inside = `<${list}>${inside}</${list}>`
  return `${declaration[habit]}<${root}>${inside}</${root}>`
}

/** One HOSO: its tables as base64, or in the clear at the vendor who never read the annex. */
export function hosoXml(tables: readonly TableXml[], habit: Habit): string {
  let xml = '<HOSO>'
  for (const table of tables) {
    const text = tableXml(table, habit)
    const content =
      habit === 'inline-nfd' ? text.normalize('NFD') : Buffer.from(text, 'utf8').toString('base64')
    xml += `<FILEHOSO><LOAIHOSO>${table.id}</LOAIHOSO><NOIDUNGFILE>${content}</NOIDUNGFILE></FILEHOSO>`
  }
  return `${xml}</HOSO>`
}

export const envelopeHead = (facilityCode: string, day: string, count: number, habit: Habit) =>
  `${habit === 'dotnet' ? '\uFEFF' : ''}<?xml version="1.0" encoding="utf-8"?>\n<GIAMDINHHS xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><THONGTINDONVI><MACSKCB>${facilityCode}</MACSKCB></THONGTINDONVI><THONGTINHOSO><NGAYLAP>${day}</NGAYLAP><SOLUONGHOSO>${count}</SOLUONGHOSO><DANHSACHHOSO>`
export const envelopeTail = '</DANHSACHHOSO></THONGTINHOSO><CHUKYDONVI/></GIAMDINHHS>'
