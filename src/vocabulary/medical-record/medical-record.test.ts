import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fieldNamed, groupNamed, isRecordName, nestedNamed, recordGroups, recordTime } from './index.ts'

test('the 11 groups stand in the order of the annex', () => {
  assert.deepEqual(
    recordGroups().map((g) => g.name),
    [
      'ThongTinBenhNhan',
      'ThongTinVaoVien',
      'ThongTinDieuTri',
      'YLenhThuocVatTu',
      'PhieuChiDinh',
      'KetQuaChanDoanHinhAnh',
      'KetQuaXetNghiem',
      'GiayChuyenVien',
      'HoSoCapCuu',
      'PhieuThuThuat',
      'PhieuPhauThuat',
    ],
  )
})

test('a name is known however a vendor spells it, and only in its group', () => {
  assert.equal(fieldNamed('ThongTinBenhNhan', 'CCCD_SO')?.name, 'cccd_so')
  assert.equal(fieldNamed('ThongTinBenhNhan', 'maLk')?.kind, 'code')
  assert.equal(fieldNamed('KetQuaXetNghiem', 'MaChiSo')?.kind, 'indicator')
  assert.equal(fieldNamed('ThongTinBenhNhan', 'machiso'), null)
  assert.equal(groupNamed('KetquaXetNghiem')?.name, 'KetQuaXetNghiem')
  assert.equal(nestedNamed('YLenhThuocVatTu', 'DanhSach'), 'danhsach')
  assert.ok(isRecordName('HO_SO_BENH_AN'))
})

test('no two fields of a group share a spelling, and every field says where its name was seen', () => {
  for (const { name, fields } of recordGroups())
    for (const field of fields) assert.equal(fieldNamed(name, field.name), field, `${name}.${field.name}`)
})

test('times are read in every way they are written, at the precision sent', () => {
  const ways: readonly (readonly [string, string | null])[] = [
    ['31/12/2023 23:04:11.000', '2023-12-31T23:04:11+07:00'],
    ['31/12/2023 23:04', '2023-12-31T23:04:00+07:00'],
    ['5/7/2025', '2025-07-05'],
    ['2025-05-05 11:16:11.000', '2025-05-05T11:16:11+07:00'],
    ['2025-05-05T11:16:11Z', '2025-05-05T11:16:11Z'],
    ['202312312304', '2023-12-31T23:04:00+07:00'],
    ['12/2023', '2023-12'],
    ['1956', '1956'],
    ['31/02/2023', null],
    ['hôm qua', null],
    ['00/00/1956', null],
    ['', null],
  ]
  for (const [sent, expected] of ways) assert.equal(recordTime(sent), expected, sent)
})

test('whatever is written, a time is a FHIR dateTime or nothing', () => {
  const form = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?)?)?$/
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9/: T.Z+-]{0,30}$/)), (text) => {
      const time = recordTime(text)
      return time === null || (form.test(time) && !Number.isNaN(Date.parse(time)))
    }),
    { numRuns: 500 },
  )
})
