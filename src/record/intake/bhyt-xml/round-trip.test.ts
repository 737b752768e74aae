import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  aFullVisit,
  fileHoso,
  giamDinh,
  hoso,
  random,
  readFile,
  type Style,
  styles,
  type Tables,
  tableXml,
} from './testing.ts'

function rowsOfMessage(
  tables: NonNullable<Awaited<ReturnType<typeof readFile>>['records'][number]['message']>['tables'],
): Tables {
  return Object.fromEntries(
    Object.entries(tables).map(([id, rows]) => [id, rows!.map((r) => ({ ...r.values }))]),
  )
}

for (const style of styles)
  test(`a visit with every field filled reads back equal when written as: ${style.name}`, async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const tables = aFullVisit(random(seed))
      const text = giamDinh([hoso(tables, style)])
      const { records } = await readFile(style.file?.(text) ?? text)
      const [read] = records
      assert.deepEqual(
        read!.problems.filter((p) => p.severity === 'error'),
        [],
      )
      assert.deepEqual(rowsOfMessage(read!.message!.tables), tables)
      const warnings = new Set(read!.problems.filter((p) => p.severity === 'warning').map((p) => p.code))
      if (style.quirk && style.name !== 'base64 without padding' && style.name !== 'base64 for addresses')
        assert.ok(warnings.has(style.quirk), `${[...warnings]}`)
      if (style.name === styles[0]!.name) assert.deepEqual([...warnings], [])
    }
  })

test('a document whose base64 happens to need padding is named when the padding is missing', async () => {
  const style = styles.find((s) => s.name === 'base64 without padding')!
  const codes = new Set<string>()
  for (let seed = 1; seed <= 5; seed++) {
    const { records } = await readFile(giamDinh([hoso(aFullVisit(random(seed)), style)]))
    for (const p of records[0]!.problems) codes.add(p.code)
  }
  assert.ok(codes.has('BHYT_QUIRK_BASE64_PADDING'))
})

test('tables wrapped in a dataset, with one more layer inside, or bare in their list, read the same', async () => {
  const tables = aFullVisit(random(3))
  const plain: Style = { name: 'plain', inline: true }
  const inner = (id: 'XML1' | 'XML2') => tableXml(id, tables[id]!, plain)
  const variants = [
    [`<NewDataSet><Table>${inner('XML1')}</Table></NewDataSet>`, inner('XML2')],
    [
      inner('XML1')
        .replace('<TONG_HOP>', '<TONG_HOP><CHITIET>')
        .replace('</TONG_HOP>', '</CHITIET></TONG_HOP>'),
      inner('XML2'),
    ],
    [inner('XML1'), inner('XML2').replaceAll(/<\/?CHITIEU_CHITIET_THUOC>/g, '')],
    [inner('XML1'), inner('XML2').replaceAll(/<\/?DSACH_CHI_TIET_THUOC>/g, '')],
    [
      inner('XML1').replaceAll('HO_TEN', 'Ho_Ten').replaceAll('MA_DANTOC', 'MADANTOC'),
      inner('XML2').replaceAll('TEN_THUOC', 'TENTHUOC'),
    ],
    [
      `<?xml version="1.0"?>\n<!-- xuất -->${inner('XML1')}`.replace('<?xml version="1.0"?>\n', ''),
      inner('XML2'),
    ],
  ]
  for (const [xml1, xml2] of variants) {
    const { records } = await readFile(
      giamDinh([`<HOSO>${fileHoso('XML1', xml1!)}${fileHoso('XML2', xml2!)}</HOSO>`]),
    )
    assert.deepEqual(
      records[0]!.problems.filter((p) => p.severity === 'error'),
      [],
    )
    assert.deepEqual(rowsOfMessage(records[0]!.message!.tables), { XML1: tables.XML1, XML2: tables.XML2 })
  }
})
