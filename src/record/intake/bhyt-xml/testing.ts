/** Builders for tests: visits with every field filled, and the many ways senders write them. Synthetic data only. */
import { Buffer } from 'node:buffer'
import type { FacilityMessage } from '#vocabulary/bhyt'
import { codesOf, type Field, type TableId, tableOf } from '#vocabulary/bhyt'
import type { ReadRecord } from '../format.types.ts'
import { splitFile } from '../split-file.ts'
import { readRecord } from './read-record.ts'
import type { SplitEvent, SplitLimits } from './split.types.ts'

/** A small seeded generator: the same seed gives the same test on every machine. */
export function random(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number) => Math.floor(next() * n)
  return { below, pick: <T>(list: readonly T[]): T => list[below(list.length)]! }
}
export type Random = ReturnType<typeof random>

export type Rows = Readonly<Record<string, string>>[]
export type Tables = Partial<Record<TableId, Rows>>

const words = [
  'Đau',
  'ngực',
  'trái',
  'khó',
  'thở',
  'sốt',
  'cao',
  'Nguyễn',
  'Ước',
  'Thuận',
  'hậu',
  'phẫu',
  'ổn',
  'ữ',
  'ẩm',
  'viêm',
]
const marks = ['', '', '', '<2 giờ', '& vã mồ hôi', '"tốt"', "l'eau", 'a>b', 'CSST<M75_T37>', '100%', '½']

/** Vietnamese words with the characters XML must escape, at most `length` long. */
export function someText(r: Random, length: number): string {
  const parts = Array.from({ length: 1 + r.below(6) }, () => `${r.pick(words)} ${r.pick(marks)}`.trim())
  const text = parts.join(' ').slice(0, Math.max(1, length)).trim()
  return text === '' ? 'a' : text
}

const two = (n: number) => String(n).padStart(2, '0')
const day = (r: Random) => `2026${two(1 + r.below(12))}${two(1 + r.below(28))}`

const fixed: Readonly<Record<string, string>> = {
  MA_LK: 'LK<&>"01"',
  HO_TEN: 'ĐỖ THỊ ƯỚC LƯỢNG',
  NGAY_SINH: '198505120000',
  GIOI_TINH: '2',
  MA_CSKCB: '99901',
  NGAY_VAO: '202608020710',
  NGAY_VAO_NOI_TRU: '202608020740',
  NGAY_RA: '202608070900',
  NGAY_YL: '202608030900',
  SO_CCCD: '048195999003',
  SO_CCCD_NND: '048195999003',
  MA_THE_BHYT: 'GD4489999000003',
  MA_THE_NND: 'GD4489999000003',
  MA_THE_TAM: 'TE1480000000001',
  MA_DKBD: '99903',
  MATINH_CU_TRU: '48',
  MAHUYEN_CU_TRU: '490',
  MAXA_CU_TRU: '20242',
  CAN_NANG: '61.2',
}

function someValue(r: Random, f: Field): string {
  if (fixed[f.name]) return fixed[f.name]!
  if (f.format === 'yyyyMMddHHmm' || f.format === 'yyyyMMdd[HHmm]')
    return `${day(r)}${f.maxLength === 8 ? '' : '0815'}`
  if (f.format === 'yyyyMMdd') return day(r)
  const codes = f.codeList ? codesOf(f.codeList) : undefined
  if (codes) return r.pick([...codes.keys()])
  if (f.type === 'number')
    return /^(T_|THANH_TIEN|DON_GIA|SO_LUONG)/.test(f.name)
      ? `${r.below(1e7)}.${r.below(10)}5`
      : String(r.below(Math.min(10 ** Math.min(f.maxLength ?? 2, 2), 99)))
  return someText(r, Math.min(f.maxLength ?? 300, 300))
}

/** A visit of August 2026 with every table and every field filled, and nothing to complain of. */
export function aFullVisit(r: Random, rowsPerList = 2): Tables {
  const tables: Record<string, Rows> = {}
  for (let n = 1; n <= 15; n++) {
    const id = `XML${n}` as TableId
    const table = tableOf(id, '1804')
    if (!table?.root) continue
    const count = table.item ? rowsPerList : 1
    tables[id] = Array.from({ length: count }, () =>
      Object.fromEntries(
        table.fields.map((f) => {
          const same = f.mustEqual && tables.XML1?.[0]?.[f.mustEqual.slice(5)]
          return [f.name, same || someValue(r, f)]
        }),
      ),
    )
  }
  return tables
}

/** The smallest visit that is taken without an error. */
export function aVisit(changes: Readonly<Record<string, string | undefined>> = {}): Rows[number] {
  const base: Record<string, string | undefined> = {
    MA_LK: 'LK1',
    HO_TEN: 'NGUYỄN VĂN THỬ',
    NGAY_SINH: '199003150000',
    GIOI_TINH: '1',
    MA_CSKCB: '99901',
    NGAY_VAO: '202608150830',
    NGAY_RA: '202608150945',
    ...changes,
  }
  return Object.fromEntries(Object.entries(base).filter((e): e is [string, string] => e[1] !== undefined))
}

const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const asCdata = (text: string) =>
  /[^\w.]/.test(text) ? `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>` : text

export interface Style {
  readonly name: string
  readonly cdata?: boolean
  readonly inline?: boolean
  readonly declaration?: string
  readonly bom?: boolean
  readonly nfd?: boolean
  readonly encode?: (text: string) => Uint8Array
  readonly base64?: (text: string) => string
  readonly unescaped?: boolean
  readonly file?: (text: string) => Uint8Array
  readonly quirk?: string
}

/** Ways to write one visit, each with the problem code that must name it (none: it is the proper way). */
export const styles: readonly Style[] = [
  { name: 'base64, as the annex says' },
  { name: 'XML in place of base64', inline: true, quirk: 'BHYT_QUIRK_INLINE_TABLE' },
  { name: 'CDATA', cdata: true },
  { name: 'CDATA inline', cdata: true, inline: true, quirk: 'BHYT_QUIRK_INLINE_TABLE' },
  { name: 'NFD', nfd: true, quirk: 'BHYT_QUIRK_NFD' },
  { name: 'NFD inline', nfd: true, inline: true, quirk: 'BHYT_QUIRK_NFD' },
  {
    name: 'windows-1258',
    declaration: 'windows-1258',
    encode: (t) => windows1258(t),
    quirk: 'BHYT_QUIRK_WINDOWS_1258',
  },
  {
    name: 'utf-16 declared over UTF-8',
    declaration: 'utf-16',
    bom: true,
    quirk: 'BHYT_QUIRK_DECLARED_UTF16',
  },
  { name: 'inner BOM', bom: true, quirk: 'BHYT_QUIRK_INNER_BOM' },
  {
    name: 'real UTF-16',
    declaration: 'utf-16',
    encode: (t) => Buffer.from(`\uFEFF${t}`, 'utf16le'),
    quirk: 'BHYT_QUIRK_UTF16',
  },
  { name: 'base64 in lines', base64: (t) => t.replace(/.{76}/g, '$&\r\n'), quirk: 'BHYT_QUIRK_BASE64_LINES' },
  { name: 'base64 without padding', base64: (t) => t.replace(/=+$/, ''), quirk: 'BHYT_QUIRK_BASE64_PADDING' },
  {
    name: 'base64 for addresses',
    base64: (t) => t.replaceAll('+', '-').replaceAll('/', '_'),
    quirk: 'BHYT_QUIRK_BASE64_URL',
  },
  { name: 'unescaped', unescaped: true, quirk: 'BHYT_QUIRK_UNESCAPED' },
  { name: 'unescaped inline', unescaped: true, inline: true, quirk: 'BHYT_QUIRK_UNESCAPED' },
  {
    name: 'whole file in UTF-16LE',
    inline: true,
    file: (t) => Buffer.from(`\uFEFF${t}`, 'utf16le'),
    quirk: 'BHYT_QUIRK_INLINE_TABLE',
  },
  {
    name: 'whole file in UTF-16BE',
    inline: true,
    file: (t) => Buffer.from(`\uFEFF${t}`, 'utf16le').swap16(),
    quirk: 'BHYT_QUIRK_INLINE_TABLE',
  },
  {
    name: 'whole file in windows-1258',
    inline: true,
    file: (t) => windows1258(t),
    quirk: 'BHYT_QUIRK_INLINE_TABLE',
  },
]

export function tableXml(id: TableId, rows: Rows, style: Style): string {
  const { root, list, item } = tableOf(id, '1804')!
  const text = (value: string) => {
    const shaped = style.nfd ? value.normalize('NFD') : value
    if (style.cdata) return asCdata(shaped)
    return style.unescaped ? shaped : escapeXml(shaped)
  }
  const fields = (row: Rows[number]) =>
    Object.entries(row)
      .map(([name, value]) => `<${name}>${text(value)}</${name}>`)
      .join('')
  if (!item) return rows.map((row) => `<${root}>${fields(row)}</${root}>`).join('')
  const items = rows.map((row) => `<${item}>${fields(row)}</${item}>`).join('')
  return `<${root}>${list && list !== root ? `<${list}>${items}</${list}>` : items}</${root}>`
}

export function fileHoso(kind: string, content: string): string {
  return `<FILEHOSO><LOAIHOSO>${kind}</LOAIHOSO><NOIDUNGFILE>${content}</NOIDUNGFILE></FILEHOSO>`
}

export function hoso(tables: Tables, style: Style = styles[0]!): string {
  const files = Object.entries(tables).map(([id, rows]) => {
    const xml = tableXml(id as TableId, rows!, style)
    if (style.inline) return fileHoso(id, xml)
    const declared = `${style.bom ? '\uFEFF' : ''}<?xml version="1.0" encoding="${style.declaration ?? 'utf-8'}"?>${xml}`
    const base64 = Buffer.from(style.encode?.(declared) ?? Buffer.from(declared)).toString('base64')
    return fileHoso(id, style.base64?.(base64) ?? base64)
  })
  return `<HOSO>${files.join('')}</HOSO>`
}

export function giamDinh(
  records: readonly string[],
  { facility = '99901', count = records.length, declaration = 'utf-8' } = {},
): string {
  return `<?xml version="1.0" encoding="${declaration}"?>\n<GIAMDINHHS><THONGTINDONVI><MACSKCB>${facility}</MACSKCB></THONGTINDONVI><THONGTINHOSO><NGAYLAP>20260815</NGAYLAP><SOLUONGHOSO>${count}</SOLUONGHOSO><DANHSACHHOSO>\n${records.join('\n')}\n</DANHSACHHOSO></THONGTINHOSO><CHUKYDONVI/></GIAMDINHHS>`
}

/** Cuts bytes into chunks of the given sizes, over and over. */
export async function* chunked(
  bytes: Uint8Array,
  sizes: readonly number[] = [65536],
): AsyncGenerator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!
    yield bytes.subarray(at, at + size)
    at += size
  }
}

export async function split(
  file: string | Uint8Array,
  sizes?: readonly number[],
  limits?: Partial<SplitLimits>,
): Promise<SplitEvent[]> {
  const events: SplitEvent[] = []
  for await (const event of splitFile(chunked(Buffer.from(file), sizes), { limits })) events.push(event)
  return events
}

/** Every record of a file, read; and the events it came in. */
export async function readFile(
  file: string | Uint8Array,
): Promise<{ events: SplitEvent[]; records: ReadRecord<FacilityMessage>[] }> {
  const events = await split(file)
  const head = events.find((e) => e.kind === 'head')
  const records = events.flatMap((e) =>
    e.kind === 'record' && e.bytes && head?.kind === 'head'
      ? [readRecord(e.bytes, { ...head, number: e.number })]
      : [],
  )
  return { events, records }
}

/** One visit through the whole reader. */
export async function readVisit(tables: Tables, facility = '99901'): Promise<ReadRecord<FacilityMessage>> {
  const { records } = await readFile(giamDinh([hoso(tables)], { facility }))
  return records[0]!
}

const toByte = new Map<string, number>()
const decoder = new TextDecoder('windows-1258')
for (let byte = 0; byte < 256; byte++) toByte.set(decoder.decode(Uint8Array.of(byte)), byte)

/** As old Vietnamese software wrote it: the vowel with its hat or horn, then the tone as a character of its own. */
export function windows1258(text: string): Uint8Array {
  const bytes: number[] = []
  for (const letter of text.normalize('NFC').replaceAll('encoding="utf-8"', 'encoding="windows-1258"')) {
    const whole = toByte.get(letter)
    if (whole !== undefined) bytes.push(whole)
    else {
      const tones = [...letter.normalize('NFD')].filter((c) => /[\u0300\u0301\u0303\u0309\u0323]/.test(c))
      const vowel = [...letter.normalize('NFD')]
        .filter((c) => !tones.includes(c))
        .join('')
        .normalize('NFC')
      for (const c of [vowel, ...tones]) {
        const byte = toByte.get(c)
        if (byte === undefined) throw new Error(`windows-1258 has no ${c}`)
        bytes.push(byte)
      }
    }
  }
  return Uint8Array.from(bytes)
}
