import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FileSource } from '../../api/types'
import { findSaid } from './find-said'

/** One row of the fields given, as the server would describe it. */
function aTable(fields: Record<string, string>): FileSource['tables'][number] {
  let text = ''
  const places = Object.entries(fields).map(([field, said]) => {
    const start = text.length + field.length + 2
    text += `<${field}>${said}</${field}>`
    return { row: 1, field, start, end: start + said.length }
  })
  return {
    table: 'XML4',
    text,
    truncated: false,
    fields: places,
    rows: [{ row: 1, start: 0, end: text.length }],
  }
}

function said(fields: Record<string, string>, ...words: string[]) {
  const table = aTable(fields)
  const found = findSaid(table, 1, words)
  return found && [found.field, table.text.slice(found.start, found.end)]
}

test('the value a doctor sees leads to the field that says it', () => {
  assert.deepEqual(said({ MA_LK: '12', GIA_TRI: '86,2' }, '86,2', 'NEU%'), ['GIA_TRI', '86,2'])
})

test('a field in CDATA is marked by its words, not by its brackets', () => {
  assert.deepEqual(said({ TEN: '<![CDATA[Ceftriaxon 1g]]>' }, 'Ceftriaxon 1g'), ['TEN', 'Ceftriaxon 1g'])
})

test('a value written inside a sentence leads to that sentence, and never to part of a longer number', () => {
  assert.deepEqual(said({ NGAY: '202601201030', DIEN_BIEN: 'HA 120/70 mmHg' }, '120'), [
    'DIEN_BIEN',
    'HA 120/70 mmHg',
  ])
  assert.deepEqual(said({ DIEN_BIEN: 'CSST<M82_T37_HA120/70_NT18>' }, '120')?.[0], 'DIEN_BIEN')
  assert.equal(said({ NGAY: '202601201030', GIA: '1.120', KQ: '120.5' }, '120'), null)
  assert.equal(said({ GHI_CHU: 'Loét' }, 'Lo'), null)
})

test('two fields with the same words leave the whole row marked rather than guess', () => {
  assert.equal(said({ STT: '1', SO_LUONG: '1' }, '1'), null)
})

test('what the sender did not write is looked for by its code', () => {
  assert.deepEqual(said({ MA_BENH: 'I10;E11.9' }, 'Bệnh lý tăng huyết áp', 'I10'), ['MA_BENH', 'I10;E11.9'])
  assert.equal(said({ MA_BENH: 'K35.8' }, 'Hẹn khám lại'), null)
})

test('tone marks composed another way and escaped signs are the same words', () => {
  assert.deepEqual(said({ KQ: '&lt;0.5' }, '<0.5'), ['KQ', '&lt;0.5'])
  assert.deepEqual(said({ TEN: 'Sốt'.normalize('NFD') }, 'Sốt')?.[0], 'TEN')
})
