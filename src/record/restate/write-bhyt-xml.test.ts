import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SaxesParser } from 'saxes'
import { type FacilityMessage, tableOf } from '#vocabulary/bhyt'
import { writeBhytXml } from './write-bhyt-xml.ts'

const aVisit = (over: Partial<FacilityMessage> = {}): FacilityMessage => ({
  kind: 'visit',
  norm: '4750',
  facilityCode: '99901',
  visitLinkId: 'LK1',
  tables: {
    XML2: [
      { row: 1, values: { TEN_THUOC: 'A & <B>', MA_LK: 'LK1', STT: '1' } },
      { row: 3, values: { STT: '3' } },
    ],
    XML1: [{ row: 1, values: { HO_TEN: 'NGUYỄN VĂN THỬ', MA_LK: 'LK1', Z_RIENG: 'riêng' } }],
  },
  ...over,
})
const write = (messages: readonly FacilityMessage[], indent = false) =>
  writeBhytXml(messages, { createdOn: '2026-09-01', indent })

const written = (messages: readonly FacilityMessage[], indent = false): string => {
  const result = write(messages, indent)
  assert.ok(result.ok)
  return result.value
}
const documents = (xml: string) =>
  [...xml.matchAll(/<LOAIHOSO>(\w+)<\/LOAIHOSO>\s*<NOIDUNGFILE>([^<]*)</g)].map(
    ([, table, text]) => [table!, Buffer.from(text!, 'base64').toString('utf8')] as const,
  )

test('tables stand in order, fields in the order of the annex, empty ones too, unknown ones last', () => {
  const files = documents(written([aVisit()]))
  assert.deepEqual(
    files.map(([table]) => table),
    ['XML1', 'XML2'],
  )
  const names = [...files[0]![1].matchAll(/<(\w+)>[^<]*<\/\1>/g)].map(([, name]) => name)
  assert.deepEqual(names, [...tableOf('XML1')!.fields.map(({ name }) => name), 'Z_RIENG'])
  assert.match(files[1]![1], /<TEN_THUOC>A &amp; &lt;B&gt;<\/TEN_THUOC>/)
  assert.match(files[1]![1], /<\/CHI_TIET_THUOC><CHI_TIET_THUOC><\/CHI_TIET_THUOC><CHI_TIET_THUOC>/, 'row 2')
})

test('the order in which fields came changes no byte', () => {
  const { tables } = aVisit()
  const turned = Object.fromEntries(
    Object.entries(tables)
      .reverse()
      .map(([table, rows]) => [
        table,
        rows!.map(({ row, values }) => ({
          row,
          values: Object.fromEntries(Object.entries(values).reverse()),
        })),
      ]),
  )
  assert.equal(written([aVisit({ tables: turned })]), written([aVisit()]))
})

test('a visit of QĐ 4210 is written under its own names, one amount where there were two', () => {
  const values = {
    MA_LK: 'LK1',
    MA_THE_BHYT: 'GD4797999000001',
    MA_DOITUONG_KCB: '1',
    MA_LYDO_VVIEN: '1',
    T_TONGCHI_BV: '500',
    T_TONGCHI_BH: '500',
    MA_LOAI_KCB: '01',
  }
  const [file] = documents(written([aVisit({ norm: '4210', tables: { XML1: [{ row: 1, values }] } })]))
  for (const said of ['<MA_THE>GD4', '<MA_LYDO_VVIEN>1<', '<T_TONGCHI>500<', '<MA_LOAI_KCB>1<'])
    assert.ok(file![1].includes(said), said)
  for (const modern of ['MA_THE_BHYT', 'MA_DOITUONG_KCB', 'T_TONGCHI_BV', 'T_TONGCHI_BH'])
    assert.ok(!file![1].includes(modern), modern)
  const unequal = { ...values, T_TONGCHI_BH: '400' }
  const [other] = documents(
    written([aVisit({ norm: '4210', tables: { XML1: [{ row: 1, values: unequal }] } })]),
  )
  assert.match(other![1], /<T_TONGCHI>500<.*<T_TONGCHI_BH>400</)
})

test('whatever stands in a field, the file stays well-formed', () => {
  const hostile = ']]>\u0000\u0008<!DOCTYPE x>&amp;\uD800\uFFFE</TONG_HOP>\r\n"\''
  const values = { HO_TEN: hostile, '<x>': 'a name no element can have', 'a b': 'x' }
  const xml = written([aVisit({ tables: { XML1: [{ row: 1, values }] } })])
  for (const text of [xml, ...documents(xml).map(([, inner]) => inner)]) {
    const parser = new SaxesParser({ xmlns: true })
    parser.on('error', (error) => assert.fail(error))
    parser.write(text).close()
  }
})

test('visits of two facilities, or a check-in among visits, are not one file', () => {
  const codes = [
    write([]),
    write([aVisit(), aVisit({ facilityCode: '99902' })]),
    write([aVisit(), aVisit({ kind: 'check-in' })]),
  ].map((result) => !result.ok && result.problem.code)
  assert.deepEqual(codes, ['RESTATE_NOTHING', 'RESTATE_MIXED_FACILITIES', 'RESTATE_MIXED_KINDS'])
})
