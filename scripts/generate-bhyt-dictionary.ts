/**
 * Writes src/vocabulary/bhyt/dictionary.generated.json from the reference dictionary (bhyt-xml.json and its code lists).
 *
 *   node --import tsx scripts/generate-bhyt-dictionary.ts [folder of the reference, default ../shared/reference/vn]
 *
 * The reference lives outside the repository; its compact form is committed. One line per field, so that a change of
 * norm is a readable diff.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface SourceField {
  name: string
  type?: string
  maxLength?: number | null
  required?: string | boolean
  format?: string
  multi?: string
  codeList?: string
  condition?: string
  mustEqual?: string
  qd3176?: { maxLength?: number | string | null; renamedTo?: string; removed?: boolean }
}
interface SourceTable {
  id: string
  titleVi?: string
  root: string | null
  list: string | null
  item: string | null
  fields: SourceField[]
}

const folder = process.argv[2] ?? join(import.meta.dirname, '../../shared/reference/vn')
const source = JSON.parse(readFileSync(join(folder, 'bhyt-xml.json'), 'utf8'))
const codes = JSON.parse(readFileSync(join(folder, 'codes/code_lists.json'), 'utf8'))

/** Where two sources about QĐ 3176 disagree we accept the wider (bhyt-xml.md §5, "Conflicts between sources"). */
const wider3176: Record<string, number> = {
  'XML2.TT_THAU': 255,
  'XML3.NGUOI_THUC_HIEN': 1024,
  'XML4.GIA_TRI': 1024,
  'XML1.MA_BENH_CHINH': 100,
  'XML13.MA_BENH_CHINH': 100,
  'XML14.MA_BENH_CHINH': 100,
}
/** Dates the annex lets have two lengths, or whose format the reference leaves open. */
const formats: Record<string, string> = {
  'XML1.NGAY_MIEN_CCT': 'yyyyMMdd[HHmm]',
  'XML14.NGAY_HEN_KL': 'yyyyMMdd[HHmm]',
}

function fieldOf(table: string, field: SourceField) {
  const key = `${table}.${field.name}`
  const after: Record<string, unknown> = {}
  const later: Record<string, unknown> = {}
  if (field.qd3176) {
    const { maxLength, renamedTo, removed } = field.qd3176
    if (maxLength === 'n') after.maxLength = null
    else if (typeof maxLength === 'string')
      later.maxLength = Number.parseInt(maxLength, 10) // "4 (QĐ 1931/2026)"
    else if (maxLength !== undefined) after.maxLength = maxLength
    if (renamedTo) after.renamedTo = renamedTo
    if (removed) after.removed = true
  }
  if (wider3176[key]) after.maxLength = wider3176[key]
  return {
    name: field.name,
    type: key === 'XML15.SO_CCCD' ? 'string' : (field.type ?? 'string'),
    maxLength: field.maxLength ?? null,
    required: field.required === true ? 'required' : field.required || 'optional',
    format: formats[key] ?? field.format,
    multi: field.multi,
    codeList: field.codeList,
    condition: field.condition,
    mustEqual: field.mustEqual,
    qd3176: Object.keys(after).length > 0 ? after : undefined,
    qd1931: Object.keys(later).length > 0 ? later : undefined,
  }
}

const tables = source.tables.map((t: SourceTable) => ({
  id: t.id,
  title: t.titleVi,
  root: t.root,
  list: t.list,
  item: t.item,
  fields: t.fields.map((f) => fieldOf(t.id, f)),
}))

const titles = new Map<string, string>(source.tables.map((t: SourceTable) => [t.id, t.titleVi ?? t.id]))
const modern = new Map<string, SourceField[]>(source.tables.map((t: SourceTable) => [t.id, t.fields]))
/** The 4210 source has names only; types and formats are those of the 130 field each name became. */
const renames4210: Record<string, Record<string, string[]>> = {
  XML1: {
    MA_THE: ['MA_THE_BHYT'],
    MIEN_CUNG_CT: ['NGAY_MIEN_CCT'],
    TEN_BENH: ['CHAN_DOAN_RV'],
    MA_BENH: ['MA_BENH_CHINH'],
    MA_BENHKHAC: ['MA_BENH_KT'],
    MA_LYDO_VVIEN: ['MA_DOITUONG_KCB'],
    MA_NOI_CHUYEN: ['MA_NOI_DI'],
    TINH_TRANG_RV: ['MA_LOAI_RV'],
    T_TONGCHI: ['T_TONGCHI_BV', 'T_TONGCHI_BH'],
    T_NGOAIDS: ['T_BHTT_GDV'],
  },
  XML2: { TYLE_TT: ['TYLE_TT_BH'], THANH_TIEN: ['THANH_TIEN_BV', 'THANH_TIEN_BH'] },
  XML3: {
    TYLE_TT: ['TYLE_TT_DV', 'TYLE_TT_BH'],
    THANH_TIEN: ['THANH_TIEN_BV', 'THANH_TIEN_BH'],
    DON_GIA: ['DON_GIA_BV', 'DON_GIA_BH'],
  },
  XML5: { DIEN_BIEN: ['DIEN_BIEN_LS'], NGAY_YL: ['THOI_DIEM_DBLS'] },
}
const tables4210 = source.tables4210.map((t: SourceTable) => ({
  id: t.id,
  title: titles.get(t.id),
  root: t.root,
  list: t.list,
  item: t.item,
  fields: t.fields.map((f) => {
    const name = renames4210[t.id]?.[f.name]?.[0] ?? f.name
    const like = modern.get(t.id)?.find((m) => m.name === name)
    // Length and obligation are unknown for 4210 except the key fields, which every norm has.
    const key = ['MA_LK', 'HO_TEN', 'NGAY_SINH', 'GIOI_TINH', 'MA_CSKCB', 'NGAY_VAO'].includes(f.name)
    return {
      name: f.name,
      type: like?.type ?? (/^(T_|THANH_TIEN|DON_GIA|SO_LUONG)/.test(f.name) ? 'number' : 'string'),
      maxLength: null,
      required: key ? 'required' : 'optional',
      format: formats[`${t.id}.${name}`] ?? like?.format,
      multi: like?.multi,
      codeList: f.name === 'MA_LYDO_VVIEN' ? 'ma_lydo_vvien_4210' : like?.codeList,
    }
  }),
}))

const certificate = source.certificates.find((c: { id: string }) => c.id === 'GIAYBAOTU')
const noticeFormats: Record<string, string> = {
  NGAY_SINH: 'yyyyMMdd[HHmm]',
  NGAY_CAP: 'yyyyMMdd',
  NGAYGIO_VV: 'yyyyMMddHHmm',
  NGAY_TV: 'yyyyMMdd[HHmm]',
  NGAY_CAPGIAYBT: 'yyyyMMdd',
}
const noticeLists: Record<string, string> = { GIOI_TINH: 'gioi_tinh', MA_DANTOC: 'dan_toc' }
// Which fields of a death notice must be there is not in the source; these four are what makes it one (ours).
const noticeNeeds = new Set(['MA_GBT', 'HO_TEN', 'NGAY_TV', 'MACSKCB'])
const documents = [
  {
    id: 'GBT',
    title: 'Giấy báo tử',
    root: 'HSDLGBT',
    list: null,
    item: 'GIAYBAOTU',
    fields: certificate.fields.map((name: string) => ({
      name,
      type: 'string',
      maxLength: null,
      required: noticeNeeds.has(name) ? 'required' : 'optional',
      format: noticeFormats[name],
      codeList: noticeLists[name],
    })),
  },
  {
    id: 'GKSKLX',
    title: 'Giấy khám sức khỏe người lái xe',
    root: null,
    list: null,
    item: null,
    fields: source.driverHealthCheck.fields.map(
      (f: { name: string; required: boolean; meaning: string }) => ({
        name: f.name,
        type: 'string',
        maxLength: f.name === 'SO' ? 21 : null,
        required: f.required ? 'required' : 'optional',
        format: f.meaning === 'dd/MM/yyyy' ? 'dd/MM/yyyy' : undefined,
        // 0 nam, 1 nữ: not the list of XML1.
        codeList: f.name === 'GIOITINHVAL' ? 'gioi_tinh_gksklx' : undefined,
      }),
    ),
  },
]

/** Rows of a small CSV whose cells may be quoted. */
function csv(name: string): string[][] {
  const text = readFileSync(join(folder, 'codes', name), 'utf8').replace(/^\uFEFF/, '')
  const rows: string[][] = [[]]
  for (const m of text.matchAll(/"((?:[^"]|"")*)"(,|\r?\n|$)|([^",\r\n]*)(,|\r?\n|$)/g)) {
    if (m[0] === '') break
    rows.at(-1)!.push((m[1] ?? m[3] ?? '').replaceAll('""', '"'))
    if ((m[2] ?? m[4]) !== ',') rows.push([])
  }
  return rows.filter((r) => r.length > 1).slice(1)
}
const listOf = (name: string) => {
  const list: Record<string, string> = {}
  for (const [code, text] of csv(name))
    list[code!] ??= text!.replace(/\s*\((?:mã 55: )?từ trí nhớ.*$/, '').replace(/ \(mã 55:.*$/, '')
  return list
}
const entitlement = listOf('doi_tuong_kcb_qd3276.csv')
// Codes of QĐ 824/2023 that QĐ 3276/2025 no longer lists: valid in files of their day.
for (const code of ['1.8', '1.9', '1.10', '3.4', '3.5', '3.7', '7.1'])
  entitlement[code] ??= 'Mã theo QĐ 824/QĐ-BYT 2023'

const codeLists: Record<string, Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(codes).filter(([name]) => !['gateway_result', 'card_lookup'].includes(name)),
  ),
  gioi_tinh_gksklx: { '0': 'Nam', '1': 'Nữ' },
  dan_toc: listOf('dan_toc.csv'),
  khoa: listOf('khoa.csv'),
  ma_doituong_kcb: entitlement,
} as Record<string, Record<string, string>>

/** JSON keeps number-like keys in numeric order whatever we do, so a list is an array of [code, label]. */
const listLines = Object.entries(codeLists).map(
  ([name, list]) => `  ${JSON.stringify(name)}: ${JSON.stringify(Object.entries(list))}`,
)
const tableLines = (list: { fields: unknown[] }[]) =>
  list
    .map((t) => {
      const { fields, ...head } = t
      const lines = fields.map((f) => `   ${JSON.stringify(f)}`).join(',\n')
      return `  ${JSON.stringify(head).slice(0, -1)},"fields":[\n${lines}\n  ]}`
    })
    .join(',\n')

const out = `{
 "tables": [
${tableLines([...tables, ...documents])}
 ],
 "tables4210": [
${tableLines(tables4210)}
 ],
 "renames4210": ${JSON.stringify(renames4210)},
 "codeLists": {
${listLines.join(',\n')}
 }
}
`
JSON.parse(out)
writeFileSync(join(import.meta.dirname, '../src/vocabulary/bhyt/dictionary.generated.json'), out)
