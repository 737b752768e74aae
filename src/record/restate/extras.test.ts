import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { FacilityMessage, TableId } from '#vocabulary/bhyt'
import { extrasOf, withExtras } from './extras.ts'
import type { RestatedTables } from './restate.types.ts'

const message = (tables: RestatedTables): FacilityMessage => ({
  kind: 'visit',
  norm: '1804',
  facilityCode: '99901',
  visitLinkId: 'LK1',
  tables,
})
const kept = <T>(value: T): T => JSON.parse(JSON.stringify(value))

const field = fc.oneof(
  fc.constantFrom('STT', 'HO_TEN', 'MA_KHOA', '__proto__', 'constructor', 'toString', '1'),
  fc.stringMatching(/^[A-Za-z_][\w.-]{0,8}$/),
)
const value = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('A;B', 'A; B', 'x\ny', 'x<br/>y', 'x <br/> y', '', '0'),
)
const values = fc.dictionary(field, value, { maxKeys: 6 })
const row = fc.record({ row: fc.integer({ min: -1, max: 7 }), values })
const tables = fc.dictionary(
  fc.constantFrom<TableId>('XML1', 'XML2', 'XML4', 'GBT'),
  fc.oneof(
    fc.array(row, { maxLength: 5 }),
    fc
      .array(values, { maxLength: 5 })
      .map((all) => all.map((each, index) => ({ row: index + 1, values: each }))),
  ),
) as fc.Arbitrary<RestatedTables>

test('whatever was sent and whatever was restated: with its extras it is what was sent', () => {
  fc.assert(
    fc.property(tables, tables, (sent, restated) => {
      const extras = kept(extrasOf(message(sent), restated))
      assert.deepEqual(kept(withExtras(restated, extras)), kept(sent))
    }),
    { numRuns: 3000 },
  )
})

test('what is restated as sent leaves nothing behind', () => {
  fc.assert(
    fc.property(tables, (sent) => {
      assert.deepEqual(extrasOf(message(sent), kept(sent)), {})
    }),
  )
})

test('a field that differs is kept alone; another spelling of it is kept as its spelling', () => {
  const sent: RestatedTables = {
    XML2: [
      { row: 1, values: { STT: '01', MA_BAC_SI: 'A; B; C', CACH_DUNG: 'Sáng<br/>Chiều', DU_PHONG: 'x' } },
      { row: 3, values: { STT: '3' } },
    ],
    XML6: [{ row: 1, values: { MA_LK: 'LK1' } }],
  }
  const restated: RestatedTables = {
    XML2: [
      { row: 1, values: { STT: '1', MA_BAC_SI: 'A;B;C', CACH_DUNG: 'Sáng\nChiều', MA_KHOA: 'K01' } },
      { row: 2, values: { STT: '2' } },
      { row: 3, values: { STT: '3' } },
    ],
    XML9: [{ row: 1, values: { SO: '1' } }],
  }
  assert.deepEqual(extrasOf(message(sent), restated), {
    XML2: {
      1: { STT: '01', MA_BAC_SI: [';', '; '], CACH_DUNG: ['\n', '<br/>'], DU_PHONG: 'x', MA_KHOA: null },
      2: null,
    },
    XML6: { 1: { MA_LK: 'LK1' } },
    XML9: null,
  })
})
