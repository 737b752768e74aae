import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { QualityLine } from '../../api/types.ts'
import { heatOf } from './heat-of.ts'
import { readSort, sortLines } from './sort-lines.ts'

const line = (facilityCode: string, name: string, overall: number | null, records = 10) =>
  ({
    facilityCode,
    name,
    vendor: 'HIS Đa',
    measures: { overall, records, open: 0 },
    trend: [],
  }) as unknown as QualityLine

const lines = [
  line('99901', 'Bệnh viện Ước', 0.9),
  line('99902', 'Trạm Đông', null, 0),
  line('99903', 'Bến', 0.4, 99),
]
const codes = (list: readonly QualityLine[]) => list.map((l) => l.facilityCode)

test('what needs care stands first, and who sent nothing last', () => {
  assert.deepEqual(codes(sortLines(lines, '', 'overall')), ['99903', '99901', '99902'])
  assert.deepEqual(codes(sortLines(lines, '', 'records')), ['99903', '99901', '99902'])
  assert.deepEqual(codes(sortLines(lines, '', 'facility')), ['99901', '99902', '99903'])
})

test('a facility is found by code, name or software, with or without tone marks', () => {
  assert.deepEqual(codes(sortLines(lines, 'uoc', 'overall')), ['99901'])
  assert.deepEqual(codes(sortLines(lines, 'DONG', 'overall')), ['99902'])
  assert.equal(sortLines(lines, 'his da', 'overall').length, 3)
})

test('an address with an unknown column falls back, and the steps of heat are 95, 85 and 70', () => {
  assert.equal(readSort('drop table'), 'overall')
  assert.deepEqual([0.95, 0.949, 0.85, 0.7, 0.69, null].map(heatOf), [
    'good',
    'fair',
    'fair',
    'poor',
    'bad',
    'none',
  ])
})
