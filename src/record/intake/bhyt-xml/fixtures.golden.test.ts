import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { addDecimals, compareDecimals, type FacilityMessage, type TableId, tableOf } from '#vocabulary/bhyt'
import { readFile } from './testing.ts'

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../../../../fixtures/bhyt', name))

/** What a file says, short enough to be read by a person and long enough to notice a change. */
async function summary(name: string) {
  const { events, records } = await readFile(fixture(name))
  const problems = (list: readonly { code: string; table?: string; row?: number; field?: string }[]) =>
    list.map((p) =>
      [p.code.replace('BHYT_', ''), p.table, p.row, p.field].filter((x) => x !== undefined).join(' '),
    )
  return events.map((e) => {
    if (e.kind === 'head')
      return [
        'head',
        e.format,
        e.encoding,
        e.facilityCode,
        e.createdOn,
        e.declaredCount,
        ...problems(e.problems),
      ]
    if (e.kind !== 'record') return [e.kind, ...problems(e.problems)]
    const r = records[e.number - 1]!
    const tables =
      r.message &&
      Object.entries(r.message.tables)
        .map(([id, rows]) => `${id}:${rows!.length}`)
        .join(' ')
    return [
      r.visitLinkId,
      r.facilityCode,
      r.norm,
      tables,
      ...problems(r.problems.filter((p) => p.code !== 'BHYT_DISTRICT_EMPTY')),
    ]
  })
}

const golden: Record<string, unknown> = {
  '01-outpatient-4750-base64.xml': [
    ['head', 'bhyt-xml', 'utf-8', '99901', '2024-10-07', 1],
    ['99901_2024_10_BN0001_KB0001', '99901', '4750', 'XML1:1 XML2:2 XML3:2 XML4:1 XML14:1'],
    ['end'],
  ],
  '02-inpatient-surgery-dotnet-bom-cdata.xml': [
    ['head', 'bhyt-xml', 'utf-8', '99902', '2025-09-13', 1],
    [
      '000000004567',
      '99902',
      '3176',
      'XML1:1 XML2:3 XML3:5 XML4:4 XML5:2 XML7:1 XML8:1 XML11:1',
      'QUIRK_BASE64_LINES',
      'QUIRK_INNER_BOM',
      'QUIRK_DECLARED_UTF16',
      'QUIRK_DECIMAL_COMMA XML4 2 GIA_TRI',
      'ORDER_AFTER_DISCHARGE XML3 4 NGAY_YL',
    ],
    ['end'],
  ],
  '03-birth-twins-inline-nfd.xml': [
    ['head', 'bhyt-xml', 'utf-8', '99903', '2026-08-07', 2],
    [
      'BVPS-2026-000777',
      '99903',
      '1804',
      'XML1:1 XML2:1 XML3:1 XML5:1 XML7:1 XML8:1 XML9:2',
      'QUIRK_INLINE_TABLE',
      'QUIRK_NFD',
    ],
    ['BVPS-2026-000777-C1', '99903', '1804', 'XML1:1 XML3:1', 'QUIRK_INLINE_TABLE', 'QUIRK_NFD'],
    ['end'],
  ],
  '04-transfer-3176.xml': [
    ['head', 'bhyt-xml', 'utf-8', '99904', '2026-08-15', 1],
    ['2026-CT-0001', '99904', '1804', 'XML1:1 XML3:1 XML13:1'],
    ['end'],
  ],
  '05-checkin-xml0.xml': [
    ['head', 'check-in', 'utf-8', null, null, null],
    ['99901_2024_10_BN0001_KB0001', '99901', '4750', 'XML0:1'],
    ['end'],
  ],
  '06-legacy-4210-windows1258.xml': [
    ['head', 'bhyt-xml', 'windows-1258', '99901', '2019-05-06', 1, 'QUIRK_WINDOWS_1258'],
    ['99901OLD1', '99901', '4210', 'XML1:1 XML2:1 XML3:1', 'QUIRK_WINDOWS_1258'],
    ['end'],
  ],
  '07-deviant-batch.xml': [
    [
      'head',
      'bhyt-xml',
      'utf-8',
      null,
      '2026-08-15',
      1,
      'CREATED_ON_FORMAT NGAYLAP',
      'FACILITY_MISSING MACSKCB',
    ],
    [
      'DEV1',
      '99904',
      '1804',
      null,
      'DATE_FORMAT XML1 1 NGAY_VAO',
      'MONEY_FORMAT XML1 1 T_BHTT',
      'QUIRK_TABLE_NAME XML1',
      'TABLE_EMPTY XML2',
      'LEADING_ZERO_LOST XML1 1 SO_CCCD',
      'QUIRK_BIRTH_DATE XML1 1 NGAY_SINH',
      'LEADING_ZERO_LOST XML1 1 MAXA_CU_TRU',
      'QUIRK_CARD_SPACES XML1 1 MA_THE_BHYT',
      'CODE_UNKNOWN XML1 1 MA_DOITUONG_KCB',
      'QUIRK_LEADING_ZERO XML1 1 MA_LOAI_KCB',
      'QUIRK_DECIMAL_COMMA XML1 1 CAN_NANG',
    ],
    [
      'DEV1',
      '99904',
      '1804',
      null,
      'DATE_FORMAT XML1 1 NGAY_VAO',
      'MONEY_FORMAT XML1 1 T_BHTT',
      'QUIRK_UNESCAPED XML1',
      'QUIRK_KEY_AS_ATTRIBUTE XML1 1 MA_LK',
      'LEADING_ZERO_LOST XML1 1 SO_CCCD',
      'QUIRK_BIRTH_DATE XML1 1 NGAY_SINH',
      'LEADING_ZERO_LOST XML1 1 MAXA_CU_TRU',
      'QUIRK_CARD_SPACES XML1 1 MA_THE_BHYT',
      'CODE_UNKNOWN XML1 1 MA_DOITUONG_KCB',
      'QUIRK_LEADING_ZERO XML1 1 MA_LOAI_KCB',
      'QUIRK_DECIMAL_COMMA XML1 1 CAN_NANG',
    ],
    [null, null, null, null, 'BASE64 XML1 1 NOIDUNGFILE'],
    ['end', 'COUNT_MISMATCH SOLUONGHOSO'],
  ],
  '08-giay-bao-tu-gbt.xml': [
    ['head', 'death-notice', 'utf-8', null, null, null],
    ['gbt:99902.GBT.26.0001', '99902', '1804', 'GBT:1'],
    ['end'],
  ],
  '09-driver-health-check-gksklx.json': [
    ['head', 'driver-check', 'utf-8', null, null, null],
    [
      'gksklx:00001/GKSKLX/99904/26',
      '99904',
      '1804',
      'GKSKLX:1',
      'REQUIRED_MISSING GKSKLX 1 MAHUYEN_THUONGTRU',
      'REQUIRED_MISSING GKSKLX 1 SIGNDATA',
    ],
    ['end'],
  ],
}

for (const [name, expected] of Object.entries(golden))
  test(`${name} says what it is known to say`, async () => assert.deepEqual(await summary(name), expected))

/**
 * A second reader, as naive as can be: base64 opened, fields picked out by a regular expression. On the clean fixtures it
 * must agree with the real one, which shares no code with it.
 */
function naive(name: string): Record<string, Record<string, string>[]>[] {
  const encoding = name.startsWith('06') ? 'windows-1258' : 'utf-8'
  const file = new TextDecoder(encoding).decode(fixture(name))
  return [...file.matchAll(/<HOSO>([\s\S]*?)<\/HOSO>/g)].map(([, record]) => {
    const tables: Record<string, Record<string, string>[]> = {}
    for (const [, kind, content] of record!.matchAll(
      /<LOAIHOSO>(.*?)<\/LOAIHOSO>\s*<NOIDUNGFILE>([\s\S]*?)<\/NOIDUNGFILE>/g,
    )) {
      const inline = content!.includes('<')
      const xml = inline ? content! : new TextDecoder(encoding).decode(Buffer.from(content!, 'base64'))
      const item = tableOf(kind as TableId)!.item
      const rows = item
        ? [...xml.matchAll(new RegExp(`<${item}>([\\s\\S]*?)</${item}>`, 'g'))].map((m) => m[1]!)
        : [xml]
      tables[kind!] = rows.map((row) =>
        Object.fromEntries(
          [...row.matchAll(/<([A-Z0-9_]+)>(<!\[CDATA\[[\s\S]*?\]\]>|[^<]*)<\/\1>/g)]
            .map(([, field, raw]) => [field!, valueIn(raw!)] as const)
            .filter(([, value]) => value !== ''),
        ),
      )
    }
    return tables
  })
}

function valueIn(raw: string): string {
  const cdata = /^<!\[CDATA\[([\s\S]*)\]\]>$/.exec(raw)
  const text = cdata
    ? cdata[1]!
    : raw.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  return text.normalize('NFC').trim()
}

const plain = (message: FacilityMessage) =>
  Object.fromEntries(
    Object.entries(message.tables).map(([id, rows]) => [id, rows!.map((r) => ({ ...r.values }))]),
  )

for (const name of [
  '01-outpatient-4750-base64.xml',
  '02-inpatient-surgery-dotnet-bom-cdata.xml',
  '03-birth-twins-inline-nfd.xml',
  '04-transfer-3176.xml',
])
  test(`${name} reads the same with a naive reader`, async () => {
    const { records } = await readFile(fixture(name))
    assert.deepEqual(
      records.map((r) => plain(r.message!)),
      naive(name),
    )
  })

test('the 4210 archive reads the same with a naive reader, under the names of today', async () => {
  const { records } = await readFile(fixture('06-legacy-4210-windows1258.xml'))
  const [now] = records.map((r) => plain(r.message!))
  const [then] = naive('06-legacy-4210-windows1258.xml')
  const today: Record<string, string> = {
    MA_THE: 'MA_THE_BHYT',
    TEN_BENH: 'CHAN_DOAN_RV',
    MA_BENH: 'MA_BENH_CHINH',
    MA_BENHKHAC: 'MA_BENH_KT',
    T_TONGCHI: 'T_TONGCHI_BV',
    T_NGOAIDS: 'T_BHTT_GDV',
    TINH_TRANG_RV: 'MA_LOAI_RV',
  }
  const changed = new Set(['NGAY_SINH', 'MA_LOAI_KCB'])
  for (const [field, value] of Object.entries(then!.XML1![0]!))
    if (!changed.has(field)) assert.equal(now!.XML1![0]![today[field] ?? field], value, field)
  assert.equal(now!.XML1![0]!.HO_TEN, 'Đỗ Thị Lưu Trữ')
  assert.equal(now!.XML1![0]!.NGAY_SINH, '195700000000')
  assert.deepEqual(
    [now!.XML2![0]!.THANH_TIEN_BV, now!.XML2![0]!.THANH_TIEN_BH, now!.XML2![0]!.THANH_TIEN],
    ['98000.00', '98000.00', undefined],
  )
})

test('the totals of XML1 are the sums of the lines, to the last đồng', async () => {
  for (const name of [
    '01-outpatient-4750-base64.xml',
    '02-inpatient-surgery-dotnet-bom-cdata.xml',
    '04-transfer-3176.xml',
    '06-legacy-4210-windows1258.xml',
  ]) {
    const { records } = await readFile(fixture(name))
    const { XML1, XML2 = [], XML3 = [] } = records[0]!.message!.tables
    for (const [total, line] of [
      ['T_TONGCHI_BV', 'THANH_TIEN_BV'],
      ['T_BHTT', 'T_BHTT'],
      ['T_BNCCT', 'T_BNCCT'],
    ] as const) {
      const sum = addDecimals(...[...XML2, ...XML3].map((r) => r.values[line] ?? '0'))
      assert.equal(compareDecimals(sum, XML1![0]!.values[total]!), 0, `${name} ${total}`)
    }
  }
})
