import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Norm, TableId } from './index.ts'
import { codesOf, label, normOf, profile, renames3176, renames4210, tableOf } from './index.ts'

const norms: readonly Norm[] = ['4210', '4750', '3176', '1931', '1804']

test('every table of every norm is whole: names once, known types, lists that exist or live elsewhere', () => {
  const elsewhere = new Set(['cskcb', 'dvkt', 'icd10_vn', 'icd9cm'])
  for (const norm of norms)
    for (const [id, table] of profile(norm).tables) {
      assert.equal(new Set(table.fields.map((f) => f.name)).size, table.fields.length, `${norm} ${id}`)
      assert.match(table.title, /^(Bảng|Giấy)/)
      for (const f of table.fields) {
        assert.match(f.name, /^[A-Z][A-Z0-9_]*$/)
        assert.ok(
          ['string', 'number'].includes(f.type) &&
            ['required', 'optional', 'conditional'].includes(f.required),
        )
        assert.ok(f.maxLength === null || Number.isInteger(f.maxLength), `${id}.${f.name}`)
        assert.ok(
          !f.codeList || elsewhere.has(f.codeList) || codesOf(f.codeList),
          `${id}.${f.name} ${f.codeList}`,
        )
      }
    }
})

test('the tables have the number of fields of the annex of QĐ 4750', () => {
  const counts = [26, 66, 39, 47, 12, 9, 47, 26, 22, 35, 13, 23, 35, 39, 22, 20]
  assert.deepEqual(
    counts.map((_, n) => tableOf(`XML${n}` as TableId)?.fields.length),
    counts,
  )
})

test('a visit is under the norm of its day', () => {
  const days: [string, Norm][] = [
    ['20180301', '4210'],
    ['202406302359', '4210'],
    ['20240701', '4750'],
    ['2024-12-31', '4750'],
    ['202501010000', '3176'],
    ['20260630', '3176'],
    ['20260701', '1931'],
    ['20260731', '1931'],
    ['2026-08-01T00:00:00+07:00', '1804'],
  ]
  for (const [day, norm] of days) assert.equal(normOf(day), norm, day)
  assert.equal(normOf(null), '4750')
})

test('QĐ 3176 renames two facilities and the state of the patient in the referral, and drops two fields', () => {
  assert.deepEqual(renames3176('XML13'), {
    MA_NOI_DI: 'MA_CSKCB_DI',
    MA_NOI_DEN: 'MA_CSKCB_DEN',
    PP_DIEU_TRI: 'TINH_TRANG_CT',
  })
  const names = (norm: Norm) => tableOf('XML13', norm)!.fields.map((f) => f.name)
  assert.ok(names('4750').includes('TEN_THUOC') && !names('3176').includes('TEN_THUOC'))
  assert.ok(names('1804').includes('MA_CSKCB_DI') && !names('1804').includes('MA_NOI_DI'))
})

test('the benefit rate may have four characters only since QĐ 1931', () => {
  const length = (norm: Norm) => tableOf('XML2', norm)!.fields.find((f) => f.name === 'MUC_HUONG')!.maxLength
  assert.deepEqual([length('4750'), length('3176'), length('1931'), length('1804')], [3, 3, 4, 4])
})

test('every 4210 name that is renamed was a field then, and what it becomes is a field now', () => {
  for (const id of ['XML1', 'XML2', 'XML3', 'XML5'] as const)
    for (const [from, to] of Object.entries(renames4210(id))) {
      assert.ok(
        tableOf(id, '4210')!.fields.some((f) => f.name === from),
        from,
      )
      for (const name of to)
        assert.ok(
          tableOf(id)!.fields.some((f) => f.name === name),
          name,
        )
    }
})

test('codes speak Vietnamese', () => {
  assert.equal(label('ma_loai_kcb', '03'), 'Điều trị nội trú')
  assert.equal(label('dan_toc', '55'), 'Người nước ngoài')
  assert.equal(label('khoa', 'K27'), 'Khoa Phụ sản')
  assert.equal(label('ma_lydo_vvien_4210', '3'), 'Trái tuyến')
  assert.equal(label('gioi_tinh', '9'), undefined)
  assert.equal(label('no_such_list', '1'), undefined)
})
