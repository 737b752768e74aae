import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { splitFile } from '../split-file.ts'
import type { SplitEvent } from './split.types.ts'
import { aFullVisit, giamDinh, hoso, random, readFile, split, styles } from './testing.ts'

const fixtures = join(import.meta.dirname, '../../../../fixtures/bhyt')
const fixture = (name: string) => readFileSync(join(fixtures, name))
const sample01 = fixture('01-outpatient-4750-base64.xml')

const codes = (event: SplitEvent) => event.problems.map((p) => p.code)
const kinds = (events: readonly SplitEvent[]) => events.map((e) => e.kind).join(' ')
const last = (events: readonly SplitEvent[]) => events.at(-1)!

/** A stream of the same block again and again, never held at once. */
async function* stream(before: string, block: Buffer, times: number, after = ''): AsyncGenerator<Uint8Array> {
  yield Buffer.from(before)
  for (let i = 0; i < times; i++) yield block
  yield Buffer.from(after)
}

/** Reads a stream to its end while watching the heap and what lies outside it. */
async function watch(source: AsyncIterable<Uint8Array>) {
  const events: SplitEvent['kind'][] = []
  let records = 0
  let final: SplitEvent | null = null
  globalThis.gc?.()
  const held = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
  const before = held()
  let most = before
  for await (const event of splitFile(source)) {
    if (event.kind === 'record') records++
    else events.push(event.kind)
    if (records % 500 === 0) most = Math.max(most, held())
    final = event
  }
  return { events, records, final: final!, grown: (Math.max(most, held()) - before) / 1e6 }
}

test('a record can be cut out of the file again by its offset and length', async () => {
  for (const name of readdirSync(fixtures).filter((f) => /^\d/.test(f))) {
    const file = fixture(name)
    for (const event of await split(file))
      if (event.kind === 'record')
        assert.deepEqual(file.subarray(event.offset, event.offset + event.length), event.bytes)
  }
})

test('any chunking of the same bytes gives the same events', async () => {
  const r = random(7)
  const tricky = giamDinh([
    '<HOSO a="</HOSO>"><!-- </HOSO> --><x/></HOSO>',
    '<HOSO><![CDATA[</HOSO><HOSO>]]></HOSO >',
    '<HOSO/>',
    '<HOSO><HOSOX></HOSOX></HOSO>',
    '<HOSO><!-- - -- </HOSO>--></HOSO\n>',
    '<HOSO>thiếu thẻ đóng<HOSO><a>]]></a></HOSO>',
    '<!-- <HOSO></HOSO> -->x<HOSO><! ></HOSO>',
  ]).replace('<THONGTINDONVI>', ' <!-- <HOSO> --> <a b=\'>\' c="<HOSO>"/> 1  2 <THONGTINDONVI>')
  const files: Buffer[] = [
    ...readdirSync(fixtures)
      .filter((f) => /^\d/.test(f))
      .map(fixture),
    Buffer.from(tricky),
    Buffer.from(`\uFEFF${tricky}`, 'utf16le'),
    Buffer.from(`\uFEFF${tricky}`, 'utf16le').swap16(),
    Buffer.from(`  \r\n\t${tricky} rác`),
    Buffer.from('[{"SO":"a}\\"{"}, {"SO":[1,{"x":"]"}]}] x'),
    Buffer.from('   '),
    Buffer.from('<a'),
    Buffer.from(`<GIAMDINHHS>${'<a>'.repeat(70)}`),
    Buffer.from('<GIAMDINHHS><!DOCTYPE a></GIAMDINHHS>'),
    Buffer.from(`<GIAMDINHHS>${' '.repeat(3000)}<HOSO></HOSO></GIAMDINHHS>`),
    Buffer.from(`${' '.repeat(1500)}rác`),
    Buffer.from(
      `<GIAMDINHHS><HOSO>${'x'.repeat(900)}</HOSO><HOSO>${'y'.repeat(5000)}</HOSO><HOSO></HOSO>${'a '.repeat(900)}<HOSO/></GIAMDINHHS>`,
    ),
  ]
  const limits = { headBytes: 1000, recordBytes: 4000, tailBytes: 500, tagBytes: 300 }
  for (const [i, file] of files.entries()) {
    const limit = i < 12 ? undefined : limits
    const whole = await split(file, [1 << 22], limit)
    const small = file.length > 9000 ? [[7]] : [[1], [2], [3]]
    for (const sizes of [...small, [64], [1000, 1, 17], Array.from({ length: 50 }, () => 1 + r.below(300))])
      assert.deepEqual(await split(file, sizes, limit), whole, `file ${i} in chunks of ${sizes.slice(0, 4)}`)
  }
})

test('what looks like a record in a comment, in CDATA or in an attribute is not one', async () => {
  const file = giamDinh([
    '<HOSO a="</HOSO>"><![CDATA[</HOSO>]]><!-- </HOSO> --></HOSO>',
    '<HOSO>2</HOSO>',
  ]).replace('<DANHSACHHOSO>', '<!-- <HOSO>x</HOSO> --><DANHSACHHOSO a="<HOSO>">')
  const records = (await split(file)).flatMap((e) =>
    e.kind === 'record' ? [Buffer.from(e.bytes!).toString()] : [],
  )
  assert.deepEqual(records, [
    '<HOSO a="</HOSO>"><![CDATA[</HOSO>]]><!-- </HOSO> --></HOSO>',
    '<HOSO>2</HOSO>',
  ])
})

test('a record without its end tag does not swallow its neighbour', async () => {
  const events = await split(giamDinh(['<HOSO>một', '<HOSO>hai</HOSO>']))
  const records = events.filter((e) => e.kind === 'record')
  assert.deepEqual(
    records.map((e) => e.kind === 'record' && Buffer.from(e.bytes!).toString().trim()),
    ['<HOSO>một', '<HOSO>hai</HOSO>'],
  )
  assert.deepEqual(codes(records[0]!), ['BHYT_QUIRK_NO_END_TAG'])
})

test('a file is refused whole when it is empty, of another kind, or declares anything', async () => {
  const cases: [string | Buffer, string][] = [
    ['', 'BHYT_FILE_EMPTY'],
    [' \r\n\t ', 'BHYT_FILE_EMPTY'],
    ['\uFEFF', 'BHYT_FILE_EMPTY'],
    ['xin chào', 'BHYT_FILE_NOT_XML'],
    [Buffer.from([0x1f, 0x8b, 8, 0, 0]), 'BHYT_FILE_NOT_XML'],
    [Buffer.from('PK\u0003\u0004'), 'BHYT_FILE_NOT_XML'],
    ['<', 'BHYT_FILE_NOT_XML'],
    ['<html><body/></html>', 'BHYT_ROOT_UNKNOWN'],
    ['<constructor/>', 'BHYT_ROOT_UNKNOWN'],
    ['<HSCHUNGTU></HSCHUNGTU>', 'CERT_NO_RECORDS'],
    ['<HSDLGCS/>', 'BHYT_ROOT_UNKNOWN'],
    ['<!DOCTYPE GIAMDINHHS><GIAMDINHHS/>', 'BHYT_DOCTYPE'],
    ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><GIAMDINHHS>&x;</GIAMDINHHS>', 'BHYT_DOCTYPE'],
    [
      '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><GIAMDINHHS/>',
      'BHYT_DOCTYPE',
    ],
    [`<GIAMDINHHS>${'<a>'.repeat(200_000)}`, 'BHYT_TOO_DEEP'],
    [`<GIAMDINHHS a="${'x'.repeat(100_000)}">`, 'BHYT_TAG_TOO_LONG'],
    [`<GIAMDINHHS><!--${'x'.repeat(300_000)}--><HOSO/></GIAMDINHHS>`, 'BHYT_HEAD_TOO_LARGE'],
    ['{"a"', 'head end'],
    ['[1, 2]', 'BHYT_JSON_BROKEN'],
  ]
  for (const [file, expected] of cases) {
    const events = await split(file)
    if (/^(BHYT|CERT)_/.test(expected))
      assert.deepEqual(
        [kinds(events), codes(last(events))],
        ['refused', [expected]],
        String(file).slice(0, 60),
      )
    else assert.equal(kinds(events), expected)
  }
})

test('a document type declared after the records still refuses the file', async () => {
  const events = await split(giamDinh(['<HOSO/>']).replace('<CHUKYDONVI/>', '<!DOCTYPE a>'))
  assert.deepEqual([last(events).kind, codes(last(events))], ['refused', ['BHYT_DOCTYPE']])
})

test('a wrong SOLUONGHOSO, rubbish after the end and a signature are told, and the records come all the same', async () => {
  const file = giamDinh(['<HOSO/>', '<HOSO></HOSO>'], { count: 5 }).replace(
    '<CHUKYDONVI/>',
    '<CHUKYDONVI><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature></CHUKYDONVI>',
  )
  const events = await split(`${file}\n<rác/>`)
  assert.equal(kinds(events), 'head record record end')
  assert.deepEqual(codes(last(events)), ['BHYT_COUNT_MISMATCH', 'BHYT_TRAILING_CONTENT'])
})

test('a broken envelope does not keep its records from being read', async () => {
  const file = giamDinh(['<HOSO>1</HOSO>']).replace('<NGAYLAP>', '<GHI_CHU>A & B < C</GHI_CHU><NGAYLAP>')
  const events = await split(file)
  assert.equal(kinds(events), 'head record end')
  const [head] = events
  assert.ok(head?.kind === 'head')
  assert.deepEqual(
    [head.facilityCode, head.createdOn, codes(last(events))],
    ['99901', '2026-08-15', ['BHYT_ENVELOPE_MALFORMED']],
  )
})

test('a file cut anywhere gives its whole records, or is refused, and never throws', async () => {
  const two = fixture('03-birth-twins-inline-nfd.xml')
  for (const [file, all] of [
    [sample01, 1],
    [two, 2],
  ] as const) {
    const whole = await split(file)
    const ends = whole.flatMap((e) => (e.kind === 'record' ? [e.offset + e.length] : []))
    for (let length = 1; length < file.length - 1; length += 97) {
      const { events, records } = await readFile(file.subarray(0, length))
      const complete = ends.filter((end) => end <= length).length
      assert.equal(events.filter((e) => e.kind === 'record').length, complete)
      assert.equal(records.length, complete)
      if (last(events).kind === 'end')
        assert.ok(codes(last(events)).includes('BHYT_TRUNCATED'), `cut at ${length} of ${file.length}`)
      else assert.equal(last(events).kind, 'refused')
    }
    assert.equal(ends.length, all)
  }
})

test('a record beyond the limit is set aside alone', async () => {
  const file = giamDinh(['<HOSO>1</HOSO>', `<HOSO>${'A'.repeat(3_000_000)}</HOSO>`, '<HOSO>3</HOSO>'])
  const events = await split(file, [65536], { recordBytes: 1_000_000 })
  const records = events.filter((e) => e.kind === 'record')
  assert.deepEqual(
    records.map((e) => e.kind === 'record' && [e.number, e.tooLarge, e.bytes?.length ?? null]),
    [
      [1, false, 14],
      [2, true, null],
      [3, false, 14],
    ],
  )
  assert.deepEqual(codes(records[1]!), ['BHYT_RECORD_TOO_LARGE'])
})

test('a file of 200 MB and 20,000 records passes in the memory of a few of them', async () => {
  const record = Buffer.from(hoso(aFullVisit(random(1), 1), styles[0]))
  const padded = Buffer.concat([record, Buffer.alloc(Math.max(0, 10_500 - record.length), 0x20)])
  const block = Buffer.concat(Array.from({ length: 20 }, () => padded))
  const [before, after] = giamDinh(['@'], { count: 20_000 }).split('@') as [string, string]
  const { records, final, grown } = await watch(stream(before, block, 1000, after))
  assert.equal(records, 20_000)
  assert.ok(final.kind === 'end' && final.size > 200_000_000 && final.problems.length === 0)
  assert.ok(grown < 100, `grew by ${grown} MB`)
})

test('a gigabyte of spaces goes by, wherever it stands, without taking room', async () => {
  const spaces = Buffer.alloc(1 << 20, 0x20)
  const gigabyte = 1024
  const cases: [string, number, string][] = [
    ['<GIAMDINHHS><HOSO>', gigabyte, 'head end'],
    ['<GIAMDINHHS><HOSO></HOSO>', gigabyte, 'head end'],
    ['', 128, 'refused'],
    ['<GIAMDINHHS>', 128, 'refused'],
    ['<GIAMDINHHS><HOSO></HOSO></GIAMDINHHS>', 128, 'head end'],
    ['<GIAMDINHHS><HOSO></HOSO><!--', 128, 'head end'],
    ['{"SO":"', 128, 'head end'],
  ]
  for (const [before, megabytes, expected] of cases) {
    const { events, grown } = await watch(stream(before, spaces, megabytes))
    assert.equal(events.join(' '), expected, before)
    assert.ok(grown < 150, `${before} grew by ${grown} MB`)
  }
})

test('random bytes never throw, and whatever is cut out lies inside the file', async () => {
  const r = random(11)
  const seeds = readdirSync(fixtures)
    .filter((f) => /^\d/.test(f))
    .map(fixture)
  const pieces = [
    '<',
    '>',
    '<HOSO>',
    '</HOSO>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?',
    '?>',
    '"',
    "'",
    '&',
    '/',
    '\0',
    '{',
    '}',
    '<!DOCTYPE',
    '\uFEFF',
  ]
  for (let round = 0; round < 400; round++) {
    const file = Buffer.from(r.pick(seeds))
    for (let n = 1 + r.below(12); n > 0; n--) {
      const at = r.below(file.length)
      if (r.below(2)) file[at] = r.below(256)
      else file.write(r.pick(pieces), at)
    }
    const { events, records } = await readFile(
      file.subarray(0, r.below(4) ? file.length : r.below(file.length)),
    )
    assert.ok(['end', 'refused'].includes(last(events).kind))
    for (const e of events)
      if (e.kind === 'record') assert.ok(e.offset >= 0 && e.offset + e.length <= file.length)
    for (const record of records)
      assert.ok(record.message !== null || record.problems.some((p) => p.severity === 'error'))
  }
})
