import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { FacilityMessage, Norm, TableId } from '#vocabulary/bhyt'
import { tableOf } from '#vocabulary/bhyt'
import { checkRules, duplicateKey } from './index.ts'
import { exampleMessage } from './testing.ts'

const codes = (message: FacilityMessage, options = {}) => checkRules(message, options).map(({ code }) => code)

test('the sentence names table and field as people call them, and holds no value', () => {
  const message = exampleMessage({
    tables: { XML2: { SO_LUONG: '14', DON_GIA: '3150', THANH_TIEN_BV: '44000' } },
  })
  assert.deepEqual(checkRules(message), [
    {
      code: 'R-XML2-001',
      severity: 'error',
      table: 'XML2',
      row: 1,
      field: 'THANH_TIEN_BV',
      message:
        'Bảng XML2, THANH_TIEN_BV (thành tiền giá bệnh viện) khác số lượng nhân đơn giá quá 1 đồng. Tính lại trong HIS rồi gửi lại.',
    },
  ])
})

test('a table of a thousand broken lines is five problems of each rule', () => {
  const rows = Array.from({ length: 1_000 }, () => ({ MA_NHOM: '1', SO_LUONG: '-1' }))
  const found = codes(exampleMessage({ tables: { XML2: rows } }))
  assert.equal(found.filter((code) => code === 'R-XML2-010').length, 5)
  assert.ok(found.length < 50)
})

test('the day of the visit decides which rules are in force', () => {
  const at = (NGAY_RA: string) =>
    codes(exampleMessage({ tables: { XML1: { NGAY_VAO: NGAY_RA, NGAY_RA, MAHUYEN_CU_TRU: '760' } } }))
  assert.deepEqual(at('202506302359'), [])
  assert.deepEqual(at('202507010000'), ['R-XML1-022'])
})

test('without a day, dated rules are silent', () => {
  const message = exampleMessage({ tables: { XML1: { MAHUYEN_CU_TRU: '760' } } })
  const { NGAY_VAO: _, NGAY_RA: __, ...values } = message.tables.XML1![0]!.values
  assert.deepEqual(codes({ ...message, tables: { XML1: [{ row: 1, values }] } }), [])
})

test('a visit of QĐ 4210 is measured by the rules of its time only', () => {
  const tables = {
    XML1: { NGAY_VAO: '201905060730', NGAY_RA: '201905060905', MA_LOAI_KCB: '01', SO_NGAY_DTRI: '1' },
  }
  assert.deepEqual(codes(exampleMessage({ tables })), [])
  assert.deepEqual(codes(exampleMessage({ tables, norm: '4750' })), ['R-XML1-061'])
})

test('nobody can say that a time lies in the future without a clock', () => {
  const message = exampleMessage({ tables: { XML1: { NGAY_VAO: '209908150830', NGAY_RA: '209908150945' } } })
  assert.deepEqual(codes(message), [])
  assert.deepEqual(codes(message, { now: '202608161200' }), ['R-XML1-074', 'R-XML1-075'])
})

test('two keys of one visit are equal whatever the spacing of the name, and differ by the total', () => {
  const visit = (changes: Record<string, string>) =>
    exampleMessage({ tables: { XML1: { HO_TEN: 'Lê Thị Mẫu', T_TONGCHI_BV: '1000.4', ...changes } } })
  const key = duplicateKey(visit({}))
  assert.equal(duplicateKey(visit({ MA_LK: 'LK2', HO_TEN: 'LÊ  THỊ MẪU', T_TONGCHI_BV: '1000' })), key)
  assert.notEqual(duplicateKey(visit({ T_TONGCHI_BV: '1010' })), key)
})

const hostile = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    ';',
    ';;;',
    '0',
    '-0',
    '1e999',
    '99999999999999999999999999999999999999',
    '0.000000000001',
    '202602300000',
    '20260815',
    '000000000000',
    '2026081508301',
    '__proto__',
    'CSST<M_T_HA/_NT>',
    'CSST<HA120/70',
    '999999999999999.999',
  ),
  fc.stringMatching(/^\d{1,14}$/),
)

test('whatever a sender writes into whatever field, the rules answer and do not throw', () => {
  const ids: TableId[] = [
    'XML0',
    'XML1',
    'XML2',
    'XML3',
    'XML4',
    'XML5',
    'XML6',
    'XML7',
    'XML8',
    'XML9',
    'XML10',
    'XML11',
    'XML13',
    'XML14',
    'XML15',
    'GBT',
    'GKSKLX',
  ]
  const row = (id: TableId) =>
    fc.dictionary(fc.constantFrom(...tableOf(id, '4750')!.fields.map((f) => f.name)), hostile, {
      maxKeys: 40,
    })
  const table = fc
    .constantFrom(...ids)
    .chain((id) => fc.tuple(fc.constant(id), fc.array(row(id), { maxLength: 4 })))
  const norms: Norm[] = ['4210', '4750', '3176', '1931', '1804']
  fc.assert(
    fc.property(fc.array(table, { maxLength: 6 }), fc.constantFrom(...norms), (tables, norm) => {
      const filled = Object.fromEntries(
        tables.map(([id, rows]) => [id, rows.map((values, n) => ({ row: n + 1, values: { ...values } }))]),
      )
      for (const kind of ['visit', 'check-in', 'death-notice', 'driver-check'] as const) {
        const message: FacilityMessage = {
          kind,
          norm,
          facilityCode: '99901',
          visitLinkId: 'LK1',
          tables: filled,
        }
        checkRules(message, {
          now: '202608161200',
          sentBefore: () => true,
          knowsFacility: () => false,
          outpatientOnly: () => true,
        })
      }
    }),
    { numRuns: 400 },
  )
})

test('no pattern takes long on a long value', () => {
  const long = [
    '9'.repeat(50_000),
    'a;'.repeat(25_000),
    `CSST<${'M'.repeat(50_000)}`,
    '1 viên/lần * '.repeat(5_000),
    'Rh'.repeat(25_000),
  ]
  // Of this thread's CPU, not of the clock: neighbours on the machine are no fault of a pattern.
  const before = process.cpuUsage()
  for (const value of long)
    for (const id of ['XML1', 'XML2', 'XML3', 'XML4', 'XML5'] as const) {
      const values = Object.fromEntries(tableOf(id, '4750')!.fields.map((f) => [f.name, value]))
      checkRules(exampleMessage({ tables: { [id]: [values, values] } }), { now: '202608161200' })
    }
  const { user } = process.cpuUsage(before)
  assert.ok(user < 5_000_000, `${user / 1e6} s`)
})
