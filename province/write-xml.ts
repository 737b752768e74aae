import { windows1258 } from './windows-1258.ts'

/** A way of writing: what differs from the annex (base64 of UTF-8, values escaped, a pair of tags for nothing). */
interface Hand {
  /** XML in the clear in place of base64. */
  readonly inline?: true
  /** What the table says of its own encoding; '' for no declaration. */
  readonly declared?: string
  /** A byte order mark before the table, before the whole file. */
  readonly mark?: true
  readonly fileMark?: true
  readonly nfd?: true
  readonly text?: (value: string) => string
  readonly empty?: 'short' | 'left out'
  /** Ends each element. */
  readonly end?: string
  /** Fields as attributes of their row. */
  readonly attributes?: true
  readonly tag?: (field: string) => string
  readonly encode?: (table: string) => Uint8Array
  readonly base64?: (text: string) => string
  /** Encoding of the whole file: its name and how. */
  readonly file?: { readonly name: string; readonly encode: (text: string) => Uint8Array }
}

const escaped = /[&<>]/
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}
const escapeText = (text: string) => (escaped.test(text) ? text.replace(/[&<>]/g, (c) => entities[c]!) : text)
const escapeAttribute = (text: string) => text.replace(/[&<>"]/g, (c) => entities[c]!)

// Anything beyond ASCII letters, digits and simple marks goes into CDATA at this vendor.
const plainText = /^[\w.;:%/+\- ]*$/
const cdata = (text: string) => (plainText.test(text) ? text : `<![CDATA[${text}]]>`)
/** `Ma_Lk`: as a class of the program calls it. */
const camel = (field: string) => field.toLowerCase().replace(/(^|_)[a-z]/g, (c) => c.toUpperCase())
const utf16 = (text: string) => Buffer.from(text, 'utf16le')
const utf16Swapped = (text: string) => Buffer.from(text, 'utf16le').swap16()

const hands = {
  plain: {},
  // A .NET StringWriter says utf-16 whatever the bytes are, and leaves its byte order mark behind.
  dotnet: { declared: 'utf-16', mark: true, fileMark: true, text: cdata, empty: 'short', end: '\n' },
  'inline-nfd': { inline: true, declared: '', nfd: true, empty: 'left out' },
  qd3176: {},
  'cdata-inline': { inline: true, declared: '', text: cdata },
  'windows-1258': { declared: 'windows-1258', encode: windows1258 },
  'utf-16': { declared: 'utf-16', mark: true, encode: utf16 },
  'base64-lines': { base64: (text: string) => text.replace(/.{76}/g, '$&\r\n') },
  'base64-unpadded': { base64: (text: string) => text.replace(/=+$/, '') },
  'base64-url': { base64: (text: string) => text.replaceAll('+', '-').replaceAll('/', '_') },
  attributes: { attributes: true, empty: 'left out' },
  'tags-camel': { tag: camel },
  'tags-small': { tag: (field: string) => field.toLowerCase() },
  'file-utf-16': { inline: true, declared: '', fileMark: true, file: { name: 'utf-16', encode: utf16 } },
  'file-utf-16-swapped': {
    inline: true,
    declared: '',
    fileMark: true,
    file: { name: 'utf-16', encode: utf16Swapped },
  },
  'file-windows-1258': {
    inline: true,
    declared: '',
    file: { name: 'windows-1258', encode: windows1258 },
  },
} as const satisfies Readonly<Record<string, Hand>>

/** How a vendor writes: the habits seen in real files (bhyt-xml.md §10), one per pretend hospital. */
export type Habit = keyof typeof hands

/** Every habit there is; the first four are those of the pretend province unless it is asked for others. */
export const habits = Object.keys(hands) as readonly Habit[]

const handOf = (habit: Habit): Hand => hands[habit]

/** Field, value; an empty value is an empty element, or nothing, as the vendor does. */
export type Row = readonly (readonly [field: string, value: string])[]

function element(field: string, value: string, { tag, text, empty, end = '' }: Hand): string {
  const name = tag ? tag(field) : field
  if (value !== '') return `<${name}>${text ? text(value) : escapeText(value)}</${name}>${end}`
  if (empty === 'left out') return ''
  return empty === 'short' ? `<${name}/>${end}` : `<${name}></${name}>`
}

function rowXml(row: Row, hand: Hand): string {
  let xml = ''
  for (const [field, value] of row) xml += element(field, value, hand)
  return xml
}

const attributesOf = (row: Row) =>
  row
    .filter(([, value]) => value !== '')
    .map(([field, value]) => ` ${field}="${escapeAttribute(value)}"`)
    .join('')

export interface TableXml {
  readonly id: string
  /** Root, list, item; list and item are absent in tables of one row. */
  readonly root: string
  readonly list?: string
  readonly item?: string
  readonly rows: readonly Row[]
}

function tableXml({ root, list, item, rows }: TableXml, hand: Hand): string {
  const { declared = 'utf-8', mark, attributes } = hand
  let inside = ''
  for (const row of rows) {
    if (item && attributes) inside += `<${item}${attributesOf(row)}/>`
    else inside += item ? `<${item}>${rowXml(row, hand)}</${item}>` : rowXml(row, hand)
  }
  if (list) inside = `<${list}>${inside}</${list}>`
  const head = declared && `<?xml version="1.0" encoding="${declared}"?>`
  return `${mark ? '\uFEFF' : ''}${head}<${root}>${inside}</${root}>`
}

/** One HOSO: its tables as base64, or in the clear at the vendor who never read the annex. */
export function hosoXml(tables: readonly TableXml[], habit: Habit): string {
  const hand = handOf(habit)
  let xml = '<HOSO>'
  for (const table of tables)
    xml += `<FILEHOSO><LOAIHOSO>${table.id}</LOAIHOSO><NOIDUNGFILE>${contentOf(tableXml(table, hand), hand)}</NOIDUNGFILE></FILEHOSO>`
  return `${xml}</HOSO>`
}

function contentOf(text: string, { inline, nfd, encode, base64 }: Hand): string {
  const shaped = nfd ? text.normalize('NFD') : text
  if (inline) return shaped
  const bytes = encode ? encode(shaped) : Buffer.from(shaped, 'utf8')
  const packed = Buffer.from(bytes).toString('base64')
  return base64 ? base64(packed) : packed
}

export function envelopeHead(facilityCode: string, day: string, count: number, habit: Habit): string {
  const { fileMark, file } = handOf(habit)
  return `${fileMark ? '\uFEFF' : ''}<?xml version="1.0" encoding="${file?.name ?? 'utf-8'}"?>\n<GIAMDINHHS xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><THONGTINDONVI><MACSKCB>${facilityCode}</MACSKCB></THONGTINDONVI><THONGTINHOSO><NGAYLAP>${day}</NGAYLAP><SOLUONGHOSO>${count}</SOLUONGHOSO><DANHSACHHOSO>`
}
export const envelopeTail = '</DANHSACHHOSO></THONGTINHOSO><CHUKYDONVI/></GIAMDINHHS>'

/** A piece of a file as bytes; pieces one after the other make the file. */
export const fileBytes = (text: string, habit: Habit): Uint8Array =>
  handOf(habit).file?.encode(text) ?? Buffer.from(text, 'utf8')
