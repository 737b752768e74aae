import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { test } from 'node:test'
import { problemCodes } from './problem-sentences.ts'
import { readRecord } from './read-record.ts'
import {
  aFullVisit,
  aVisit,
  fileHoso,
  giamDinh,
  hoso,
  type Rows,
  random,
  readFile,
  readVisit,
} from './testing.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const context = { format: 'bhyt-xml', encoding: 'utf-8', facilityCode: '99901', number: 1 } as const
const read = (record: string) => readRecord(Buffer.from(record), context)
const inTable = (kind: string, content: string) => read(`<HOSO>${fileHoso(kind, content)}</HOSO>`)

const found = (result: ReturnType<typeof readRecord>, severity: string) =>
  result.problems
    .filter((p) => p.severity === severity)
    .map((p) => [p.code, p.table, p.row, p.field].filter((x) => x !== undefined).join(' '))

async function visit(
  changes: Record<string, string | undefined>,
  rest: Record<string, Rows> = {},
  facility?: string,
) {
  return readVisit({ XML1: [aVisit(changes)], ...rest }, facility)
}

const errorsOf = async (...args: Parameters<typeof visit>) => found(await visit(...args), 'error')
const warns = async (code: string, ...args: Parameters<typeof visit>) => {
  const result = await visit(...args)
  assert.deepEqual(found(result, 'error'), [])
  assert.ok(
    found(result, 'warning').some((p) => p === code),
    `${code} among\n${found(result, 'warning').join('\n')}`,
  )
  return result.message!
}

test('the smallest visit is taken, with warnings for what the decision asks for besides', async () => {
  const result = await visit({})
  assert.deepEqual(found(result, 'error'), [])
  assert.equal(result.message!.visitLinkId, 'LK1')
  assert.equal(result.norm, '1804')
  assert.ok(found(result, 'warning').includes('BHYT_REQUIRED_MISSING XML1 1 MA_BN'))
  assert.ok(found(result, 'info').includes('BHYT_DISTRICT_EMPTY XML1 1 MAHUYEN_CU_TRU'))
})

test('before July 2025 an empty district is missing, after it is as it should be', async () => {
  const result = await visit({ NGAY_VAO: '202506300800', NGAY_RA: '202506300900' })
  assert.ok(found(result, 'warning').includes('BHYT_REQUIRED_MISSING XML1 1 MAHUYEN_CU_TRU'))
})

test('a visit without a key field is set aside, naming table, row and field', async () => {
  for (const field of ['MA_LK', 'HO_TEN', 'NGAY_SINH', 'GIOI_TINH', 'NGAY_VAO']) {
    const result = await visit({ [field]: undefined })
    assert.deepEqual(found(result, 'error'), [`BHYT_KEY_MISSING XML1 1 ${field}`])
    assert.equal(result.message, null)
  }
})

test('an empty element and an absent one are the same', async () => {
  const filled = await visit({ GHI_CHU: '', DIA_CHI: '   ' })
  const absent = await visit({})
  assert.deepEqual(filled, absent)
})

test('a missing facility is taken from the envelope, another facility is set aside', async () => {
  const message = await warns('BHYT_FACILITY_FROM_ENVELOPE XML1 1 MA_CSKCB', { MA_CSKCB: undefined })
  assert.equal(message.facilityCode, '99901')
  assert.equal(message.tables.XML1![0]!.values.MA_CSKCB, '99901')
  assert.deepEqual(await errorsOf({ MA_CSKCB: '99902' }), ['BHYT_FACILITY_MISMATCH XML1 1 MA_CSKCB'])
})

test('a record without XML1, with two of them, or with a table nobody knows is set aside', () => {
  assert.deepEqual(found(read('<HOSO></HOSO>'), 'error'), ['BHYT_NO_XML1'])
  assert.deepEqual(found(inTable('XML1', ''), 'error'), ['BHYT_NO_XML1 XML1'])
  assert.deepEqual(found(inTable('XML77', base64('<A><B>1</B></A>')), 'error'), ['BHYT_TABLE_UNKNOWN'])
  const one = fileHoso('XML1', base64(`<TONG_HOP><MA_LK>1</MA_LK></TONG_HOP>`))
  assert.ok(found(read(`<HOSO>${one}${one}</HOSO>`), 'error').includes('BHYT_XML1_TWICE XML1'))
})

test('dates that are not dates set the visit aside', async () => {
  const cases: [string, string, string][] = [
    ['NGAY_VAO', '15/08/2026 08:30', 'BHYT_DATE_FORMAT'],
    ['NGAY_VAO', '20251399', 'BHYT_DATE_FORMAT'],
    ['NGAY_RA', '202513010000', 'BHYT_DATE_IMPOSSIBLE'],
    ['NGAY_RA', '202602300000', 'BHYT_DATE_IMPOSSIBLE'],
    ['NGAY_RA', '202608152460', 'BHYT_DATE_IMPOSSIBLE'],
    ['NGAY_TTOAN', '2026-08-15', 'BHYT_DATE_FORMAT'],
    ['GT_THE_TU', '20251399', 'BHYT_DATE_IMPOSSIBLE'],
    ['NGAY_SINH', '12/05/1985', 'BHYT_DATE_FORMAT'],
    ['NGAY_SINH', '198513050000', 'BHYT_DATE_IMPOSSIBLE'],
    ['NGAY_TAI_KHAM', '20260820;20260231', 'BHYT_DATE_IMPOSSIBLE'],
  ]
  for (const [field, value, code] of cases)
    assert.deepEqual(await errorsOf({ [field]: value }), [`${code} XML1 1 ${field}`], value)
  assert.deepEqual(await errorsOf({ NGAY_RA: '202608150829' }), [
    'BHYT_DISCHARGE_BEFORE_ADMISSION XML1 1 NGAY_RA',
  ])
})

test('a half-known birth date and one written short are read as twelve digits', async () => {
  assert.equal(
    (await visit({ NGAY_SINH: '196000000000' })).message!.tables.XML1![0]!.values.NGAY_SINH,
    '196000000000',
  )
  for (const [sent, read] of [
    ['1960', '196000000000'],
    ['19600512', '196005120000'],
    ['19600000', '196000000000'],
  ] as const) {
    const message = await warns('BHYT_QUIRK_BIRTH_DATE XML1 1 NGAY_SINH', { NGAY_SINH: sent })
    assert.equal(message.tables.XML1![0]!.values.NGAY_SINH, read)
  }
})

test('money must be a dot decimal; quantities and weights may use a comma that can mean only one thing', async () => {
  for (const value of ['19.997,50', '19997,5', '1 000', 'abc', '1.000.000'])
    assert.deepEqual(await errorsOf({ T_BHTT: value }), ['BHYT_MONEY_FORMAT XML1 1 T_BHTT'], value)
  const message = await warns('BHYT_QUIRK_DECIMAL_COMMA XML1 1 CAN_NANG', {
    CAN_NANG: '58,0',
    T_BHTT: '019997.50',
  })
  assert.equal(message.tables.XML1![0]!.values.CAN_NANG, '58.0')
  assert.equal(message.tables.XML1![0]!.values.T_BHTT, '19997.50')
  const drugs = (SO_LUONG: string) => visit({}, { XML2: [{ MA_LK: 'LK1', SO_LUONG }] })
  assert.equal((await drugs('2,5')).message!.tables.XML2![0]!.values.SO_LUONG, '2.5')
  assert.deepEqual(found(await drugs('2,500'), 'error'), ['BHYT_QUANTITY_FORMAT XML2 1 SO_LUONG'])
})

test('a result with a comma or a sign stays as the laboratory wrote it', async () => {
  const results = ['86,2', '<0.5', '> 145', 'Âm tính', '15.8 G/L'].map((GIA_TRI) => ({
    MA_LK: 'LK1',
    TEN_CHI_SO: 'x',
    GIA_TRI,
  }))
  const { message, problems } = await visit({}, { XML4: results })
  assert.deepEqual(
    message!.tables.XML4!.map((r) => r.values.GIA_TRI),
    results.map((r) => r.GIA_TRI),
  )
  assert.deepEqual(
    problems.filter((p) => p.code === 'BHYT_QUIRK_DECIMAL_COMMA').map((p) => p.row),
    [1],
  )
})

test('codes are checked against their lists, and a lost or added zero is put right', async () => {
  await warns('BHYT_CODE_UNKNOWN XML1 1 GIOI_TINH', { GIOI_TINH: '9' })
  await warns('BHYT_CODE_UNKNOWN XML1 1 MA_DOITUONG_KCB', { MA_DOITUONG_KCB: '1' })
  const type = await warns('BHYT_QUIRK_LEADING_ZERO XML1 1 MA_LOAI_KCB', {
    MA_LOAI_KCB: '1',
    MA_TAI_NAN: '00',
    MA_KHOA: 'K02; K26.1;K60',
  })
  assert.equal(type.tables.XML1![0]!.values.MA_LOAI_KCB, '01')
  assert.equal(type.tables.XML1![0]!.values.MA_TAI_NAN, '0')
  assert.equal(type.tables.XML1![0]!.values.MA_KHOA, 'K02;K26.1;K60')
})

test('numbers of people and cards are read tolerantly and told about, never guessed', async () => {
  const short = await warns('BHYT_LEADING_ZERO_LOST XML1 1 SO_CCCD', { SO_CCCD: '40060999004' })
  assert.equal(short.tables.XML1![0]!.values.SO_CCCD, '40060999004')
  await warns('BHYT_CITIZEN_ID_FORMAT XML1 1 SO_CCCD', { SO_CCCD: 'khong co' })
  const spaced = await warns('BHYT_QUIRK_CARD_SPACES XML1 1 MA_THE_BHYT', {
    MA_THE_BHYT: 'ht 2 40 9999000004',
  })
  assert.equal(spaced.tables.XML1![0]!.values.MA_THE_BHYT, 'HT2409999000004')
  await warns('BHYT_CARD_FORMAT XML1 1 MA_THE_BHYT', { MA_THE_BHYT: 'HT240' })
  await warns('BHYT_CARD_LISTS_UNEQUAL XML1 1 GT_THE_TU', {
    MA_THE_BHYT: 'HN2489999000003;GD4489999000003',
    GT_THE_TU: '20250101',
  })
})

test('placeholders and orders out of time are told about', async () => {
  await warns('BHYT_WEIGHT_PLACEHOLDER XML1 1 CAN_NANG', { CAN_NANG: '0.01' })
  await warns('BHYT_BIRTH_AFTER_ADMISSION XML1 1 NGAY_SINH', { NGAY_SINH: '202608160000' })
  await warns(
    'BHYT_ORDER_AFTER_DISCHARGE XML2 1 NGAY_YL',
    {},
    { XML2: [{ MA_LK: 'LK1', NGAY_YL: '202608151000' }] },
  )
  const zeros = await warns('BHYT_QUIRK_DATE_ZERO XML1 1 NGAY_MIEN_CCT', { NGAY_MIEN_CCT: '00000000' })
  assert.equal(zeros.tables.XML1![0]!.values.NGAY_MIEN_CCT, undefined)
  const long = await warns('BHYT_QUIRK_DATE_LENGTH XML1 1 NGAY_TTOAN', {
    NGAY_TTOAN: '20260815091500',
    GT_THE_TU: '202601010000',
  })
  assert.equal(long.tables.XML1![0]!.values.NGAY_TTOAN, '202608150915')
  assert.equal(long.tables.XML1![0]!.values.GT_THE_TU, '20260101')
})

test('a row of another visit sets the record aside', async () => {
  assert.deepEqual(await errorsOf({}, { XML2: [{ MA_LK: 'LK1' }, { MA_LK: 'LK2' }] }), [
    'BHYT_VISIT_KEY_DIFFERS XML2 2 MA_LK',
  ])
})

test('a field repeated from XML1 that says something else is told about', async () => {
  const referral = { MA_LK: 'LK1', HO_TEN: 'NGƯỜI KHÁC', NGAY_SINH: '199003150000' }
  await warns('BHYT_FIELD_DIFFERS XML13 1 HO_TEN', {}, { XML13: [referral] })
})

test('the shape of a file overrules the calendar', async () => {
  const old = {
    MA_THE_BHYT: undefined,
    MA_THE: 'BT2809999000005',
    TEN_BENH: 'Cúm',
    MA_BENH: 'J10',
    T_TONGCHI: '131100.00',
    MA_LYDO_VVIEN: '4',
    MA_LOAI_KCB: '3',
    TINH_TRANG_RV: '2',
  }
  const late = await visit(old)
  assert.equal(late.norm, '4210')
  const values = late.message!.tables.XML1![0]!.values
  assert.deepEqual(
    [
      values.MA_THE_BHYT,
      values.CHAN_DOAN_RV,
      values.MA_BENH_CHINH,
      values.T_TONGCHI_BV,
      values.T_TONGCHI_BH,
      values.MA_LOAI_KCB,
      values.MA_LOAI_RV,
    ],
    ['BT2809999000005', 'Cúm', 'J10', '131100.00', '131100.00', '03', '2'],
  )
  assert.deepEqual(
    [values.MA_DOITUONG_KCB, values.MA_LYDO_VVIEN, values.MA_THE, values.T_TONGCHI],
    ['4', '4', undefined, undefined],
  )
  assert.equal(
    (
      await visit({
        MA_THE_BHYT: 'BT2809999000005',
        MA_BENH_CHINH: 'J10',
        NGAY_VAO: '202401010800',
        NGAY_RA: '202401010900',
      })
    ).norm,
    '4750',
  )
  const in2024 = { NGAY_VAO: '202410010800', NGAY_RA: '202410010900' }
  assert.equal((await visit(in2024, { XML13: [{ MA_LK: 'LK1', MA_CSKCB_DEN: '99906' }] })).norm, '3176')
  assert.equal((await visit({}, { XML13: [{ MA_LK: 'LK1', MA_NOI_DEN: '99906' }] })).norm, '4750')
  assert.equal((await visit({}, { XML13: [{ MA_LK: 'LK1', MA_CSKCB_DEN: '99906' }] })).norm, '1804')
})

test('what is written straight into a diagnosis is read, and nothing around it is lost', () => {
  const xml =
    '<TONG_HOP><MA_LK>LK1</MA_LK><HO_TEN>A & B</HO_TEN><NGAY_SINH>199003150000</NGAY_SINH><GIOI_TINH>1</GIOI_TINH><LY_DO_VV>Đau <2 giờ & vã mồ hôi &lt; &nbsp; x<y</LY_DO_VV><NGAY_VAO>202608150830</NGAY_VAO></TONG_HOP>'
  for (const content of [base64(xml), xml]) {
    const result = inTable('XML1', content)
    assert.equal(result.message!.tables.XML1![0]!.values.LY_DO_VV, 'Đau <2 giờ & vã mồ hôi < &nbsp; x<y')
    assert.equal(result.message!.tables.XML1![0]!.values.HO_TEN, 'A & B')
    assert.ok(found(result, 'warning').some((p) => p.startsWith('BHYT_QUIRK_UNESCAPED')))
  }
})

test('a stray field beside a list is not a row, an empty item keeps its place in the count', () => {
  const xml1 = base64('<TONG_HOP><MA_LK>LK1</MA_LK></TONG_HOP>')
  const list =
    '<CHITIEU_CHITIET_THUOC><MA_LK>LK9</MA_LK><DSACH_CHI_TIET_THUOC><CHI_TIET_THUOC/><CHI_TIET_THUOC><MA_LK>LK2</MA_LK></CHI_TIET_THUOC></DSACH_CHI_TIET_THUOC></CHITIEU_CHITIET_THUOC>'
  const result = read(`<HOSO>${fileHoso('XML1', xml1)}${fileHoso('XML2', base64(list))}</HOSO>`)
  assert.deepEqual(
    found(result, 'error').filter((p) => p.includes('XML2')),
    ['BHYT_VISIT_KEY_DIFFERS XML2 2 MA_LK'],
  )
})

test("a content that looks like the reader's own placeholder is only bad base64", () => {
  const xml1 = base64(`<TONG_HOP><MA_LK>LK1</MA_LK><GHI_CHU>${'x'.repeat(100)}</GHI_CHU></TONG_HOP>`)
  const result = read(`<HOSO>${fileHoso('XML1', xml1)}${fileHoso('XML2', '@0')}</HOSO>`)
  assert.ok(found(result, 'error').includes('BHYT_BASE64 XML2 1 NOIDUNGFILE'))
})

test('a table of half a million elements is refused rather than built', () => {
  const many = base64(`<TONG_HOP>${'<STT/>'.repeat(500_000)}</TONG_HOP>`)
  assert.deepEqual(found(inTable('XML1', many), 'error')[0], 'BHYT_TOO_MANY_ELEMENTS XML1 STT')
})

test('LOAIHOSO is understood however it is written, and the content decides when they disagree', () => {
  const xml1 = base64(`<TONG_HOP><MA_LK>LK1</MA_LK></TONG_HOP>`)
  for (const kind of [' xml01 ', '1', 'Xml_1', 'xml1', ''])
    assert.ok(found(inTable(kind, xml1), 'warning').includes('BHYT_QUIRK_TABLE_NAME XML1'), kind)
  assert.ok(found(inTable('XML2', xml1), 'warning').includes('BHYT_QUIRK_TABLE_BY_ROOT XML1'))
})

test('hostile content of one table sets its record aside and nothing else', () => {
  const deep = '<A>'.repeat(200_000)
  const cases: [string, string][] = [
    ['###not-base64###', 'BHYT_BASE64 XML1 1 NOIDUNGFILE'],
    ['QUJD=QUJD', 'BHYT_BASE64 XML1 1 NOIDUNGFILE'],
    ['QUJDR', 'BHYT_BASE64 XML1 1 NOIDUNGFILE'],
    [base64('<!DOCTYPE a [<!ENTITY b "c">]><TONG_HOP>&b;</TONG_HOP>'), 'BHYT_DOCTYPE XML1'],
    [base64('<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://x/y.dtd"><TONG_HOP/>'), 'BHYT_DOCTYPE XML1'],
    [base64(deep), 'BHYT_TOO_DEEP XML1'],
    [base64('<TONG_HOP><MA_LK>1</TONG_HOP>'), 'BHYT_XML_BROKEN XML1 MA_LK'],
    [base64('chữ'), 'BHYT_XML_BROKEN XML1'],
    [
      Buffer.from([0x3c, 0x41, 0x3e, 0xc3, 0x28, 0x3c, 0x2f, 0x41, 0x3e]).toString('base64'),
      'BHYT_ENCODING_INVALID XML1',
    ],
  ]
  for (const [content, expected] of cases) {
    const started = performance.now()
    assert.deepEqual(found(inTable('XML1', content), 'error').slice(0, 1), [expected])
    assert.ok(performance.now() - started < 15_000)
  }
  assert.deepEqual(found(read(`<HOSO>${deep}</HOSO>`), 'error'), ['BHYT_TOO_DEEP'])
  assert.deepEqual(found(read('<HOSO><!DOCTYPE a></HOSO>'), 'error'), ['BHYT_DOCTYPE'])
})

test('patterns that make careless readers quadratic take no longer than their length', () => {
  const n = 300_000
  for (const text of [
    '<'.repeat(n),
    '&'.repeat(n),
    '<![CDATA['.repeat(n / 9),
    '<!--'.repeat(n / 4),
    '<MA_LK a="'.repeat(n / 10),
    `<MA_LK ${' a="1"'.repeat(n / 6)}`,
    `<MA_LK${' '.repeat(n)}`,
    `<MA_LK ${'a'.repeat(n)}`,
    '<MA_LK>'.repeat(n / 7),
    '</MA_LK>'.repeat(n / 8),
    'e\u0323\u0302'.repeat(n / 3),
    ' \n'.repeat(n / 2),
  ]) {
    const started = performance.now()
    inTable('XML1', base64(`<TONG_HOP><GHI_CHU>${text}</GHI_CHU></TONG_HOP>`))
    inTable('XML1', `<TONG_HOP><GHI_CHU>${text}</GHI_CHU></TONG_HOP>`)
    assert.ok(
      performance.now() - started < 15_000,
      `${text.slice(0, 20)} took ${performance.now() - started} ms`,
    )
  }
})

test('no problem ever repeats a name, a number or a diagnosis of the patient', async () => {
  const secret = {
    HO_TEN: 'BÍ MẬT',
    SO_CCCD: '40060999004',
    MA_THE_BHYT: 'HT 2 40 9999000004',
    NGAY_SINH: '1960-05',
    T_BHTT: '19.997,50',
    DIA_CHI: 'Hẻm riêng '.repeat(200),
    MA_BENH_CHINH: 'B20xxxxx',
  }
  const result = await visit({ ...secret, NGAY_VAO: '15/08/2026 08:30' })
  const said = JSON.stringify(result.problems)
  for (const value of Object.values(secret)) assert.ok(!said.includes(value), value)
  assert.ok(said.includes('15/08/2026 08:30'), 'a malformed date helps and harms nobody')
})

test('a thousand rows of the same fault do not bury the errors', async () => {
  const rows = Array.from({ length: 1000 }, (_, i) => ({ MA_LK: i === 999 ? 'LK2' : 'LK1' }))
  const result = await visit({}, { XML2: rows, XML3: rows })
  assert.ok(result.problems.length <= 201)
  assert.ok(found(result, 'error').includes('BHYT_VISIT_KEY_DIFFERS XML2 1000 MA_LK'))
  assert.equal(result.problems.at(-1)!.code, 'BHYT_PROBLEMS_CAPPED')
})

test('a driver certificate with broken JSON, odd characters or missing keys is handled', () => {
  const driver = (text: string) =>
    readRecord(Buffer.from(text), { ...context, format: 'driver-check', facilityCode: null })
  assert.deepEqual(found(driver('{"SO": }'), 'error'), ['BHYT_JSON_BROKEN'])
  assert.deepEqual(found(driver('[1]'), 'error'), ['BHYT_JSON_BROKEN'])
  assert.ok(found(driver('{}'), 'error').includes('BHYT_KEY_MISSING GKSKLX 1 SO'))
  const odd = driver(
    '{"so":1,"HOTEN":"A\\u0000B\\ud800","NGAYSINH":"31/02/1990","GIOITINHVAL":0,"IDBENHVIEN":"99904","NGAYKETLUAN":"06/08/2026","__proto__":{"x":1}}',
  )
  assert.deepEqual(found(odd, 'error'), ['BHYT_DATE_IMPOSSIBLE GKSKLX 1 NGAYSINH'])
  assert.ok(found(odd, 'warning').includes('BHYT_NUL_CHARACTER GKSKLX 1 HOTEN'))
  const flat = driver(`{"SO":${'['.repeat(200_000)}`)
  assert.equal(flat.message, null)
})

test('bare tables and a check-in inside an envelope are understood', async () => {
  const bare = await readFile(
    '<?xml version="1.0"?><TONG_HOP><MA_LK>LK1</MA_LK><HO_TEN>A</HO_TEN><NGAY_SINH>199003150000</NGAY_SINH><GIOI_TINH>1</GIOI_TINH><MA_CSKCB>99901</MA_CSKCB><NGAY_VAO>202608150830</NGAY_VAO></TONG_HOP>',
  )
  assert.equal(bare.records[0]!.message!.visitLinkId, 'LK1')
  assert.ok(found(bare.records[0]!, 'warning').includes('BHYT_QUIRK_BARE_TABLE XML1'))
  const checkIn =
    '<CHI_TIEU_TRANG_THAI_KCB><DSACH_TRANG_THAI_KCB><TRANG_THAI_KCB><MA_LK>LK1</MA_LK><HO_TEN>A</HO_TEN><NGAY_SINH>199003150000</NGAY_SINH><GIOI_TINH>1</GIOI_TINH><MA_CSKCB>99901</MA_CSKCB><NGAY_VAO>202608150830</NGAY_VAO></TRANG_THAI_KCB></DSACH_TRANG_THAI_KCB></CHI_TIEU_TRANG_THAI_KCB>'
  const wrapped = await readFile(giamDinh([`<HOSO>${fileHoso('XML0', base64(checkIn))}</HOSO>`]))
  assert.equal(wrapped.records[0]!.message!.kind, 'check-in')
})

test('every code has a Vietnamese sentence without a hole in it', async () => {
  const r = random(5)
  const result = (await readFile(giamDinh([hoso(aFullVisit(r))]))).records[0]!
  assert.deepEqual(
    result.problems.filter((p) => /[{}]/.test(p.message)),
    [],
  )
  for (const [code] of problemCodes) assert.match(code, /^BHYT_[A-Z0-9_]+$/)
})
