import assert from 'node:assert/strict'
import { test } from 'node:test'
import { previewMapping } from './preview-mapping.ts'
import { readSample } from './read-sample.ts'
import { similarity } from './suggest-mapping.ts'
import { csvBytes, labColumns, visitColumns, visitRow } from './testing.ts'

const fieldsOf = (bytes: Uint8Array) => {
  const sample = readSample(bytes, undefined)
  assert.ok(sample.ok)
  const { suggestion, columns, rows } = sample.value
  const named = Object.fromEntries(
    suggestion.fields.map((f) => [columns[f.columns[0]!]!, `${f.table}.${f.field}`]),
  )
  return { suggestion, rows, named }
}

test('a visit list is understood by its header, and its suggestion reads its own sample', () => {
  const { suggestion, rows, named } = fieldsOf(csvBytes([visitColumns, visitRow()], { delimiter: ';' }))
  assert.deepEqual(named, {
    'Mã lượt khám': 'XML1.MA_LK',
    'Mã BN': 'XML1.MA_BN',
    'Họ và tên': 'XML1.HO_TEN',
    'Ngày sinh': 'XML1.NGAY_SINH',
    'Giới tính': 'XML1.GIOI_TINH',
    'Số CCCD': 'XML1.SO_CCCD',
    'Ngày khám': 'XML1.NGAY_VAO',
    'Chẩn đoán': 'XML1.CHAN_DOAN_RV',
    'Mã ICD': 'XML1.MA_BENH_CHINH',
    STT: 'XML1.STT',
  })
  const { records } = previewMapping(
    {
      ...suggestion,
      fields: suggestion.fields.map((f) => ({ ...f, columns: [...f.columns], steps: [...f.steps] as never })),
      columns: [...suggestion.columns],
      keyColumns: [...suggestion.keyColumns],
    },
    rows,
    '99901',
  )
  assert.ok(records[0]!.isTaken)
  assert.equal(records[0]!.values['XML1.NGAY_SINH'], '199003150000')
})

test('headers without tone marks, in capitals or as field names mean the same', () => {
  assert.equal(similarity('HO VA TEN', 'họ và tên'), 1)
  assert.ok(similarity('HOTEN', 'HO_TEN') > 0.9)
  const header = ['ma bn', 'HO TEN', 'NAM SINH', 'PHAI', 'DIA CHI', 'SO THE BHYT', 'NGAY_VAO']
  const { named } = fieldsOf(csvBytes([header, ['1', 'A B', '1990', 'Nam', 'x', '', '20260815']]))
  assert.deepEqual(Object.values(named).sort(), [
    'XML1.DIA_CHI',
    'XML1.GIOI_TINH',
    'XML1.HO_TEN',
    'XML1.MA_BN',
    'XML1.MA_THE_BHYT',
    'XML1.NGAY_SINH',
    'XML1.NGAY_VAO',
  ])
})

test('laboratory, immunization and case lists are told apart, repeated visits are seen', () => {
  const lab = fieldsOf(
    csvBytes([
      labColumns,
      ...[1, 2].map((n) => ['BN1', 'A', '1990', 'Nam', '15/08/2026', `x${n}`, '5', 'g', '15/08/2026 09:10']),
    ]),
  )
  assert.equal(lab.suggestion.list, 'laboratory')
  assert.ok(lab.suggestion.together)
  assert.equal(lab.named['Kết quả'], 'XML4.GIA_TRI')
  const shots = fieldsOf(
    csvBytes([
      ['Mã đối tượng', 'Họ tên trẻ', 'Ngày sinh', 'Giới tính', 'Vắc xin', 'Mũi số', 'Số lô', 'Ngày tiêm'],
      ['1', 'A', '01/02/2026', 'Nữ', 'BCG', '1', 'L1', '02/03/2026'],
    ]),
  )
  assert.equal(shots.suggestion.list, 'immunization')
  assert.equal(shots.named['Vắc xin'], 'XML2.TEN_THUOC')
  assert.equal(shots.named['Ngày tiêm'], 'XML2.NGAY_YL')
})
