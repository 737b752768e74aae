import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MedicalRecordMessage } from '#vocabulary/messages'
import { codesOf, fixture, readAll } from '../documents/testing.ts'
import { medicalRecordFormat } from './index.ts'

const json = fixture('ho-so-benh-an/01-inpatient.json')
const xml = fixture('ho-so-benh-an/02-inpatient.xml')
const others = fixture('ho-so-benh-an/03-two-outpatients-other-vendor.xml')
const read = (file: string | Uint8Array, facility: string | null = '99901') =>
  readAll(medicalRecordFormat, file, facility).records
const messageOf = (file: string | Uint8Array) => read(file)[0]!.message as MedicalRecordMessage

type Json = Record<string, Record<string, unknown>>
function changed(change: (groups: Json) => void): string {
  const { HoSoBenhAn } = JSON.parse(json.toString('utf8')) as { HoSoBenhAn: Json }
  change(HoSoBenhAn)
  return JSON.stringify({ HoSoBenhAn })
}

test('all groups of a stay are read, with the number of the stay as key', () => {
  const [record] = read(json)
  assert.deepEqual(codesOf(record, 'error'), [])
  const message = record!.message as MedicalRecordMessage
  assert.equal(message.visitLinkId, 'hsba:26.08.15.000123')
  assert.equal(message.facilityCode, '99901')
  assert.deepEqual(
    Object.entries(message.groups).map(([name, rows]) => [name, rows.length]),
    [
      ['ThongTinBenhNhan', 1],
      ['ThongTinVaoVien', 1],
      ['ThongTinDieuTri', 1],
      ['YLenhThuocVatTu', 1],
      ['PhieuChiDinh', 1],
      ['KetQuaChanDoanHinhAnh', 1],
      ['KetQuaXetNghiem', 1],
      ['GiayChuyenVien', 1],
      ['HoSoCapCuu', 1],
      ['PhieuPhauThuat', 1],
    ],
  )
  const [form] = message.groups.KetQuaXetNghiem!
  assert.equal(form?.values.sovaovien, '26.08.15.000123', 'the head’s words stand in each form')
  assert.equal(form?.rows?.danhsach?.[0]?.values.ketqua, '12.50')
})

test('XML and JSON of one stay say the same', () => {
  assert.deepEqual(messageOf(xml), messageOf(json))
})

test('another vendor’s spelling, list names and own fields are understood and told', () => {
  const records = read(others, '99902')
  assert.equal(records.length, 2)
  const [first, second] = records.map((r) => r.message as MedicalRecordMessage)
  assert.equal(first?.visitLinkId, 'hsba:26.0201')
  assert.equal(first?.groups.ThongTinBenhNhan?.[0]?.values.malk, 'LK-99902-201')
  assert.equal(first?.groups.ThongTinBenhNhan?.[0]?.values.mayte, 'YT.201')
  assert.equal(first?.groups.KetQuaXetNghiem?.[0]?.rows?.pkqxn_ds_kqxn?.length, 2)
  assert.equal(
    first?.groups.KetQuaXetNghiem?.[0]?.rows?.pkqxn_ds_kqxn?.[1]?.values.pkqxn_tenxetnghiem,
    'CRP <hs>',
  )
  assert.ok(codesOf(records[0], 'info').includes('HSBA_FIELD_UNKNOWN'))
  assert.ok(codesOf(records[0], 'info').includes('HSBA_FIELD_SPELLING'))
  assert.deepEqual(codesOf(records[1], 'warning'), ['HSBA_TIME'])
  assert.equal(second?.groups.ThongTinDieuTri?.[0]?.values.ngayravien, 'hôm qua', 'kept as written')
})

test('records in a list, a line each, or without the outer name are read', () => {
  const one = JSON.stringify(JSON.parse(json.toString('utf8')))
  assert.equal(read(`[${one},${one}]`).filter((r) => r.message).length, 2)
  assert.equal(read(`${one}\n${one}`).filter((r) => r.message).length, 2)
  assert.deepEqual(messageOf(JSON.stringify(JSON.parse(one).HoSoBenhAn)), messageOf(json))
})

test('numbers keep their digits and decomposed letters become whole', () => {
  const file = changed((g) => {
    g.ThongTinVaoVien!.nhietdo = 37.5
    g.ThongTinBenhNhan!.hoten = 'NGUYỄN THỊ THỬ'.normalize('NFD')
  }).replace('"nhietdo":37.5', '"nhietdo":37.50')
  const { groups } = messageOf(file)
  assert.equal(groups.ThongTinVaoVien?.[0]?.values.nhietdo, '37.50')
  assert.equal(groups.ThongTinBenhNhan?.[0]?.values.hoten, 'NGUYỄN THỊ THỬ')
})

const refusals: readonly [string, () => string, string, (string | null)?][] = [
  ['no patient', () => changed((g) => delete g.ThongTinBenhNhan), 'HSBA_NO_PATIENT'],
  [
    'no patient number',
    () => changed((g) => delete g.ThongTinBenhNhan!.mabenhnhan),
    'HSBA_PATIENT_NUMBER_MISSING',
  ],
  [
    'no number of the stay',
    () =>
      changed((g) => {
        for (const name of ['sovaovien', 'soba', 'soluutru']) delete g.ThongTinBenhNhan![name]
      }),
    'HSBA_KEY_MISSING',
  ],
  [
    'results of another stay',
    () => changed((g) => (g.KetQuaXetNghiem!.sovaovien = '99.99')),
    'HSBA_VISIT_DIFFERS',
  ],
  ['nobody’s facility', () => changed(() => {}), 'HSBA_FACILITY_MISSING', null],
  [
    'another facility’s record',
    () => changed((g) => (g.ThongTinBenhNhan!.macskcb = '99909')),
    'HSBA_FACILITY_MISMATCH',
  ],
  [
    'two records in one',
    () => `{"HoSoBenhAn":[{"ThongTinBenhNhan":{}},{"ThongTinBenhNhan":{}}]}`,
    'HSBA_MANY_RECORDS',
  ],
  ['a group that is no group', () => `{"HoSoBenhAn":{"KhongCo":{"a":"1"}}}`, 'HSBA_NO_GROUPS'],
  ['a field twice', () => `{"HoSoBenhAn":{"ThongTinBenhNhan":{"hoten":"A","hoten":"B"}}}`, 'HSBA_BROKEN'],
]

for (const [name, file, code, facility = '99901'] of refusals)
  test(`refused with a reason: ${name}`, () => {
    const [record] = read(file(), facility)
    assert.equal(record?.message, null)
    assert.ok(codesOf(record, 'error').includes(code), codesOf(record).join(' '))
  })

test('with a code of its own in the record no credential is needed', () => {
  const file = changed((g) => (g.ThongTinBenhNhan!.ma_cskcb = '99905'))
  assert.equal(read(file, null)[0]?.facilityCode, '99905')
})

test('every row and field has its place on the page Nguồn, in XML and in JSON', () => {
  const context = { format: 'ho-so-benh-an', encoding: 'utf-8', facilityCode: null, number: 1 } as const
  const oneLine = Buffer.from(JSON.stringify(JSON.parse(json.toString('utf8'))))
  for (const bytes of [json, xml, oneLine]) {
    const tables = medicalRecordFormat.locate(bytes, context)
    const said = (table: string, row: number, field: string) => {
      const found = tables.find((t) => t.table === table)!
      const place = found.fields.find((f) => f.row === row && f.field === field)!
      return found.text.slice(place.start, place.end)
    }
    assert.equal(said('ThongTinBenhNhan', 1, 'hoten'), 'NGUYỄN THỊ THỬ')
    assert.equal(said('KetQuaXetNghiem', 1, 'ketqua'), '12.50')
    assert.equal(said('PhieuPhauThuat', 1, 'dvpt'), 'Phẫu thuật nội soi cắt ruột thừa')
    assert.equal(tables.find((t) => t.table === 'KetQuaXetNghiem')?.rows.length, 1)
  }
})
