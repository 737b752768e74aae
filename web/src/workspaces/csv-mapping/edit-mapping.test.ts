import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CsvMappingBody, CsvTarget } from '../../api/types'
import { assignColumn, readCodes, whyNotSave, withStep, writeCodes } from './edit-mapping'

const target = (field: string, kind: CsvTarget['kind'] = 'text'): CsvTarget => ({
  table: 'XML1',
  field,
  label: field,
  kind,
  usual: true,
})
const empty: CsvMappingBody = {
  list: 'visit',
  columns: ['Họ', 'Tên', 'Sinh'],
  fields: [],
  keyColumns: [],
  together: false,
}

test('two columns sent to one field are joined in the order of the file, one taken away leaves the other', () => {
  const one = assignColumn(empty, 1, target('HO_TEN'))
  const both = assignColumn(one, 0, target('HO_TEN'))
  assert.deepEqual(
    both.fields.map((f) => [f.field, f.columns]),
    [['HO_TEN', [0, 1]]],
  )
  const left = assignColumn(both, 1, null)
  assert.deepEqual(left.fields[0]!.columns, [0])
  assert.deepEqual(assignColumn(left, 0, null).fields, [])
})

test('a date and a sex begin with the steps that read them', () => {
  assert.equal(assignColumn(empty, 2, target('NGAY_SINH', 'date')).fields[0]!.steps[0]!.kind, 'date')
  assert.deepEqual(assignColumn(empty, 2, target('GIOI_TINH', 'sex')).fields[0]!.steps, [{ kind: 'sex' }])
})

test('steps are replaced in place, added and taken away', () => {
  const codes = { kind: 'codes', codes: [['0', '2']], otherwise: 'keep' } as const
  const steps = withStep([{ kind: 'sex' }], 'codes', codes)
  assert.deepEqual(
    steps.map((s) => s.kind),
    ['codes', 'sex'],
  )
  assert.deepEqual(withStep(steps, 'codes', null), [{ kind: 'sex' }])
  assert.deepEqual(
    readCodes(
      writeCodes([
        ['a', 'b'],
        ['c=', 'd'],
      ]),
    )[0],
    ['a', 'b'],
  )
})

test('a mapping without a key or a name says what is missing', () => {
  assert.equal(whyNotSave(empty, 'x'), 'nothingMapped')
  const named = assignColumn(empty, 0, target('HO_TEN'))
  assert.equal(whyNotSave(named, 'x'), 'keyMissing')
  assert.equal(whyNotSave({ ...named, keyColumns: [0] }, ' '), 'nameMissing')
  assert.equal(whyNotSave(assignColumn(empty, 0, target('MA_LK')), 'x'), undefined)
})
