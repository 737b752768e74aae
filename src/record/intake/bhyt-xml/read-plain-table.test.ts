import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { TableId } from '#vocabulary/bhyt'
import { Problems } from './problem-sentences.ts'
import { readPlainTable } from './read-plain-table.ts'
import { addRows, type DraftTables, tableOfTree } from './read-tables.ts'
import { rowsOf } from './rows.ts'
import { shapeOf } from './tag-names.ts'
import { aFullVisit, random, styles, tableXml } from './testing.ts'
import { parseXml } from './xml-tree.ts'

/** The longer way: a tree by the strict parser, its rows, their values. */
function throughTree(text: string) {
  const parsed = parseXml(text)
  assert.ok(parsed.ok, `only the strict parser refuses ${JSON.stringify(text)}`)
  const id = tableOfTree(parsed.root)
  assert.ok(id, `no table in ${JSON.stringify(text)}`)
  const problems = new Problems()
  const tables: DraftTables = new Map()
  addRows(id, rowsOf(parsed.root, shapeOf(id)), false, problems, tables)
  return { id, rows: tables.get(id), codes: problems.list().map(({ code }) => code) }
}

/** Either it leaves the text to the longer way, or it reads what that reads, and nothing was odd about it. */
function agrees(text: string): boolean {
  const plain = readPlainTable(text)
  if (plain === null) return false
  const { id, rows, decomposed } = plain
  const numbered = rows.map((values, n) => ({ row: n + 1, values }))
  const codes = decomposed ? ['BHYT_QUIRK_NFD'] : []
  assert.deepEqual({ id, rows: numbered, codes }, throughTree(text), JSON.stringify(text))
  // The order of the fields is the order in which problems are told.
  assert.deepEqual(
    rows.map((row) => Object.keys(row)),
    throughTree(text).rows?.map(({ values }) => Object.keys(values)),
  )
  return true
}

test('every table of a full visit is read without a tree, and as the tree says', () => {
  const proper = styles.filter(({ name }) => /^(base64, as the annex says|CDATA|NFD)$/.test(name))
  assert.equal(proper.length, 3)
  for (let seed = 0; seed < 20; seed++)
    for (const style of proper)
      for (const [id, rows] of Object.entries(aFullVisit(random(seed), 3))) {
        const text = `<?xml version="1.0" encoding="utf-8"?>${tableXml(id as TableId, rows!, style)}`
        const read = agrees(text)
        assert.ok(read || text.includes(']]]]>'), `${id} ${style.name}`)
      }
})

test('ends of lines are read as XML hands them on, however the sender writes them', () => {
  const text = '<TONG_HOP>\r\n<MA_LK>1</MA_LK>\r<HO_TEN>một\r\nhai</HO_TEN>\r\n</TONG_HOP>\r\n'
  assert.ok(agrees(text))
})

test('anything that is not to the letter of the annex is left to the tree', () => {
  for (const text of [
    '',
    'x',
    '<TONG_HOP/>',
    '<TONG_HOP></TONG_HOP>',
    '<TONG_HOP><ma_lk>1</ma_lk></TONG_HOP>',
    '<TONG_HOP><MA_LK x="1">1</MA_LK></TONG_HOP>',
    '<TONG_HOP><MA_LK >1</MA_LK></TONG_HOP>',
    '<TONG_HOP><MA_LK>1</MA_LK><MA_LK>2</MA_LK></TONG_HOP>',
    '<TONG_HOP><MA_LK>1<br/></MA_LK></TONG_HOP>',
    '<TONG_HOP><LA_GI>1</LA_GI></TONG_HOP>',
    '<TONG_HOP><MA_LK>1</MA_LK></TONG_HOP><TONG_HOP/>',
    '<TONG_HOP><MA_LK>1</MA_LK>',
    '<TONG_HOP><MA_LK>1</MA_LK>chữ</TONG_HOP>',
    '<TONG_HOP><MA_LK>a & b</MA_LK></TONG_HOP>',
    '<TONG_HOP><MA_LK>a]]>b</MA_LK></TONG_HOP>',
    '<TONG_HOP><MA_LK>]]><![CDATA[x</MA_LK></TONG_HOP>',
    '<DSACH_CHI_TIET_THUOC></DSACH_CHI_TIET_THUOC>',
    '<NewDataSet><TONG_HOP><MA_LK>1</MA_LK></TONG_HOP></NewDataSet>',
    '<!DOCTYPE a><TONG_HOP><MA_LK>1</MA_LK></TONG_HOP>',
  ])
    assert.equal(readPlainTable(text), null, text)
})

const content = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom(
      ...['1', '', ' ', 'Đau  ngực', ' a ', 'a\nb', '&lt;2 giờ&amp;', '<![CDATA[a<b & c]]>', 'e\u0302', '\t'],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('&#65;', '&', ']]>', '<br/>', '😀', '\r\n', '<![CDATA[x]]>y', '\u00a0'),
  },
)
const blank = fc.constantFrom('', '', '', '\n  ', '\t')
const known = ['MA_LK', 'STT', 'MA_THUOC', 'TEN_THUOC', 'SO_LUONG', 'HAM_LUONG', 'DON_GIA']
const name = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom(...known) },
  { weight: 1, arbitrary: fc.constantFrom('Ma_Lk', 'LA_GI') },
)
const field = fc
  .tuple(name, content, blank)
  .map(([tag, text, space]) => (text === '' ? `<${tag}/>${space}` : `<${tag}>${text}</${tag}>${space}`))
const row = fc
  .tuple(blank, fc.array(field, { maxLength: 4 }), blank)
  .map(([space, fields, after]) => `<CHI_TIET_THUOC>${space}${fields.join('')}</CHI_TIET_THUOC>${after}`)
const wrapping = fc.constantFrom(
  ['<CHITIEU_CHITIET_THUOC><DSACH_CHI_TIET_THUOC>', '</DSACH_CHI_TIET_THUOC></CHITIEU_CHITIET_THUOC>'],
  ['<DSACH_CHI_TIET_THUOC>\n', '</DSACH_CHI_TIET_THUOC>\n'],
  ['<CHITIEU_CHITIET_THUOC>', '</CHITIEU_CHITIET_THUOC>'],
)
const table = fc
  .tuple(wrapping, fc.array(row, { maxLength: 3 }))
  .map(([[open, close], rows]) => `${open}${rows.join('')}${close}`)

test('whatever a sender writes into a table, it is read as the tree reads it or not at all', () => {
  let read = 0
  fc.assert(
    fc.property(table, (text) => {
      if (agrees(text)) read++
    }),
    { numRuns: 4_000 },
  )
  assert.ok(read > 400, `${read} of 4,000 were read`)
  const cut = fc.tuple(table, fc.nat({ max: 300 }), fc.nat({ max: 8 }), fc.string({ maxLength: 3 }))
  fc.assert(
    fc.property(
      cut,
      ([text, at, length, put]) => void agrees(text.slice(0, at) + put + text.slice(at + length)),
    ),
    { numRuns: 4_000 },
  )
})
