import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { projectRoot } from '#foundation/project'
import { defaultLimits } from '../bhyt-xml/index.ts'
import type { SplitEvent } from '../bhyt-xml/split.types.ts'
import { hl7v2Format } from './index.ts'

const context = { format: 'hl7-v2', encoding: 'utf-8', facilityCode: '99901', number: 1 } as const
const read = (text: string, facilityCode: string | null = '99901') =>
  hl7v2Format.readRecord(Buffer.from(text), { ...context, facilityCode })

const msh = (type: string, rest = 'M1|P|2.5.1', facility = '99901') =>
  `MSH|^~\\&|HIS|${facility}|MACH|SYT|20260801080000||${type}|${rest}`
const evn = 'EVN|A01|20260801075500'
const pid = 'PID|1||BN1^^^99901^MR||NGUYỄN^THỊ^THỬ||19900315|F'
const pid2 = 'PID|2||BN2^^^99901^MR||NGUYỄN^THỊ^THỬ||19900315|F'
const pv1 = `PV1|1|I|K01${'|'.repeat(16)}V1`
const admission = [msh('ADT^A01'), evn, pid, pv1].join('\r')

test('an admission is read with its key, its facility and the time it was said', () => {
  const { message, problems } = read(admission)
  assert.deepEqual(problems, [])
  assert.ok(message?.kind === 'hl7-v2')
  assert.equal(message.visitLinkId, 'adt:V1')
  assert.equal(message.facilityCode, '99901')
  assert.equal(message.saidAt, '2026-08-01T07:55:00+07:00')
})

test('a link and its undoing are taken, and the later one replaces the earlier', () => {
  const link = read([msh('ADT^A24'), evn, pid, pid2].join('\r'))
  const undone = read([msh('ADT^A37'), evn, pid2, pid].join('\r'))
  assert.deepEqual([...link.problems, ...undone.problems], [])
  assert.equal(link.visitLinkId, 'adt-link:BN1/BN2')
  assert.equal(undone.visitLinkId, link.visitLinkId)
})

test('an event recorded to the minute only is told apart by when the message was written', () => {
  const { message } = read([msh('ADT^A01'), 'EVN|A01|202608010755', pid, pv1].join('\r'))
  assert.equal(message?.kind === 'hl7-v2' && message.saidAt, '2026-08-01T08:00:00+07:00')
})

/** Each broken message and the reason it must be given; a warning leaves it accepted. */
const broken: readonly [why: string, message: string, code: string, facility?: string | null][] = [
  ['no header', 'PID|1||BN1', 'HL7_HEADER_MISSING'],
  ['two messages in one', `${admission}\r${admission}`, 'HL7_TWO_HEADERS'],
  ['letters for separators', 'MSH|HIS|99901', 'HL7_SEPARATORS'],
  ['unknown event', [msh('ADT^A99'), pid, pv1].join('\r'), 'HL7_TYPE_UNSUPPORTED'],
  ['unknown type', [msh('DFT^P03'), pid, pv1].join('\r'), 'HL7_TYPE_UNSUPPORTED'],
  ['type named like a property', [msh('constructor^A01'), pid].join('\r'), 'HL7_TYPE_UNSUPPORTED'],
  ['no type', [msh(''), pid].join('\r'), 'HL7_TYPE_UNSUPPORTED'],
  ['an answer', [msh('ACK^A01'), 'MSA|AA|1'].join('\r'), 'HL7_ACK_NOT_DATA'],
  ['training data', [msh('ADT^A01', 'M1|T|2.5'), pid, pv1].join('\r'), 'HL7_PROCESSING_ID'],
  ['version 3', [msh('ADT^A01', 'M1|P|3.0'), pid, pv1].join('\r'), 'HL7_VERSION_UNSUPPORTED'],
  ['no control id', [msh('ADT^A01', '|P|2.5'), pid, pv1].join('\r'), 'HL7_CONTROL_ID_MISSING'],
  ['another facility', admission, 'HL7_FACILITY_MISMATCH', '99902'],
  [
    'nobody knows the facility',
    [msh('ADT^A01', 'M1|P|2.5', 'BV MAU'), pid, pv1].join('\r'),
    'HL7_FACILITY_UNKNOWN',
    null,
  ],
  ['no patient', [msh('ADT^A01'), pv1].join('\r'), 'HL7_SEGMENT_MISSING'],
  ['two patients', [msh('ADT^A01'), pid, pid, pv1].join('\r'), 'HL7_MANY_PATIENTS'],
  ['no patient number', [msh('ADT^A01'), 'PID|1||||A^B', pv1].join('\r'), 'HL7_PATIENT_NUMBER_MISSING'],
  [
    'two patient numbers',
    [msh('ADT^A01'), 'PID|1||BN1~BN2||A^B', pv1].join('\r'),
    'HL7_PATIENT_NUMBER_UNCLEAR',
  ],
  [
    'a stranger’s number',
    [msh('ADT^A01'), 'PID|1||BN1^^^KHAC^MR||A^B', pv1].join('\r'),
    'HL7_ASSIGNER_UNKNOWN',
  ],
  ['no name', [msh('ADT^A01'), 'PID|1||BN1', pv1].join('\r'), 'HL7_NAME_MISSING'],
  [
    'a citizen number of eleven digits',
    [msh('ADT^A01'), 'PID|1||BN1~07919099900^^^^NI||A^B', pv1].join('\r'),
    'HL7_CITIZEN_ID_FORMAT',
  ],
  ['a card that is none', [msh('ADT^A01'), 'PID|1||BN1~XX^^^^HC||A^B', pv1].join('\r'), 'HL7_CARD_FORMAT'],
  ['no visit number', [msh('ADT^A01'), pid, 'PV1|1|I'].join('\r'), 'HL7_VISIT_NUMBER_MISSING'],
  ['a birth date of words', [msh('ADT^A01'), 'PID|1||BN1||A^B||hôm qua', pv1].join('\r'), 'HL7_DATE_FORMAT'],
  ['a day that is none', [msh('ADT^A01'), 'PID|1||BN1||A^B||20260230', pv1].join('\r'), 'HL7_DATE_FORMAT'],
  ['a merge without MRG', [msh('ADT^A40'), pid].join('\r'), 'HL7_SEGMENT_MISSING'],
  ['a merge with itself', [msh('ADT^A40'), pid, 'MRG|BN1^^^99901^MR'].join('\r'), 'HL7_MERGE_SAME'],
  ['a merge of a stranger', [msh('ADT^A40'), pid, 'MRG|BN2^^^KHAC^MR'].join('\r'), 'HL7_MERGE_NUMBER'],
  ['a link of one patient', [msh('ADT^A24'), pid].join('\r'), 'HL7_LINK_ONE_PATIENT'],
  ['a link of three patients', [msh('ADT^A24'), pid, pid2, pid].join('\r'), 'HL7_MANY_PATIENTS'],
  ['a link with itself', [msh('ADT^A37'), pid, pid].join('\r'), 'HL7_LINK_SAME'],
  [
    'a link with another’s number',
    [msh('ADT^A24'), pid, 'PID|2||BN7^^^99902^MR||A^B'].join('\r'),
    'HL7_LINK_NUMBER',
  ],
  ['an order without OBR', [msh('ORM^O01'), pid, 'ORC|NW|1'].join('\r'), 'HL7_SEGMENT_MISSING'],
  ['an order without number', [msh('ORM^O01'), pid, 'OBR|1|||CBC'].join('\r'), 'HL7_KEY_MISSING'],
  ['a result without OBR', [msh('ORU^R01'), pid, 'OBX|1|NM|A||1'].join('\r'), 'HL7_SEGMENT_MISSING'],
  ['a result without number', [msh('ORU^R01'), pid, 'OBR|1|||CBC'].join('\r'), 'HL7_KEY_MISSING'],
  [
    'a number of words',
    [msh('ORU^R01'), pid, 'OBR|1||F1|CBC', 'OBX|1|NM|A||âm tính'].join('\r'),
    'HL7_NUMBER_FORMAT',
  ],
  ['a value of no kind', [msh('ORU^R01'), pid, 'OBR|1||F1|CBC', 'OBX|1||A||1'].join('\r'), 'HL7_VALUE_TYPE'],
  ['a result of no visit', [msh('ORU^R01'), pid, 'OBR|1||F1|CBC'].join('\r'), 'HL7_VISIT_NOT_NAMED'],
  ['an appointment without SCH', [msh('SIU^S12'), pid].join('\r'), 'HL7_SEGMENT_MISSING'],
  ['a document without number', [msh('MDM^T02'), pid, 'TXA|1|DS'].join('\r'), 'HL7_KEY_MISSING'],
  ['a vaccination without RXA', [msh('VXU^V04'), pid].join('\r'), 'HL7_SEGMENT_MISSING'],
  ['a segment nobody reads', [admission, 'ZZ1|x'].join('\r'), 'HL7_STRUCTURE_UNREAD'],
  ['a text that broke its line', `${admission}\rNTE|1||một\nhai`, 'HL7_LINE_BROKEN'],
]

for (const [why, message, code, facility] of broken)
  test(`${why}: ${code}`, () => {
    const result = read(message, facility === undefined ? '99901' : facility)
    const found = result.problems.find((each) => each.code === code)
    assert.ok(found, JSON.stringify(result.problems.map((each) => each.code)))
    assert.equal(
      result.message === null,
      result.problems.some((each) => each.severity === 'error'),
    )
    for (const { message: sentence } of result.problems) assert.doesNotMatch(sentence, /BN1|NGUYỄN|\{/)
  })

test('a facility known to the door is enough when the header has a name of its own', () => {
  const { message } = read([msh('ADT^A01', 'M1|P|2.5', 'BV MAU'), pid, pv1].join('\r'))
  assert.equal(message?.facilityCode, '99901')
})

test('every example of the guide for vendors is taken without an error or a warning', () => {
  const guide = readFileSync(join(projectRoot(), 'docs', 'huong-dan', 'hl7-v2.md'), 'utf8')
  const examples = [...guide.matchAll(/```hl7\n(.*?)```/gs)].map(([, text]) => text!.replace(/\n/g, '\r'))
  assert.equal(examples.length, 11)
  for (const example of examples) assert.deepEqual(read(example).problems, [], example.slice(0, 80))
})

test('TCVN3 is refused in words, not guessed', () => {
  const bytes = Buffer.concat([
    Buffer.from(`${msh('ADT^A01')}||||||TCVN3\r${pid.slice(0, 20)}`),
    Buffer.of(0xb5, 0xb8),
  ])
  assert.equal(hl7v2Format.readRecord(bytes, context).problems[0]?.code, 'HL7_CHARSET_UNSUPPORTED')
})

test('a file tells itself apart by its first bytes', () => {
  for (const start of ['MSH|^~\\&|', '\u000bMSH|^~\\&|', '\r\n BHS|^~\\&|', 'FHS|^~\\&|', '\uFEFFMSH|'])
    assert.ok(hl7v2Format.recognises(Buffer.from(start), null), start)
  assert.ok(hl7v2Format.recognises(Buffer.from('\uFEFFMSH|', 'utf16le'), null))
  for (const start of ['<GIAMDINHHS>', '{"MSH|":1}', 'MSHA', 'ho_ten,msh|', ''])
    assert.ok(!hl7v2Format.recognises(Buffer.from(start), null), start)
})

const split = (bytes: Buffer, sizes: readonly number[], limits = {}): SplitEvent[] => {
  const splitter = hl7v2Format.splitter({ ...defaultLimits, ...limits })
  const events: SplitEvent[] = []
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const size = sizes[n % sizes.length]!
    events.push(...splitter.push(bytes.subarray(at, at + size)))
    at += size
  }
  return [...events, ...splitter.finish()]
}
const records = (events: readonly SplitEvent[]) =>
  events.flatMap((each) => (each.kind === 'record' ? [each] : []))

test('a batch file is cut into its messages, without the batch’s own segments', () => {
  const file = Buffer.from(`FHS|^~\\&|HIS\rBHS|^~\\&|HIS\r${admission}\r${admission}\r\nBTS|2\rFTS|1\r`)
  const cut = records(split(file, [64_000]))
  assert.equal(cut.length, 2)
  for (const record of cut) {
    assert.equal(Buffer.from(record.bytes!).toString(), admission)
    assert.equal(file.toString('utf8', record.offset, record.offset + record.length), admission)
  }
})

test('messages taken from a wire keep their MLLP letters and are cut all the same', () => {
  const wire = Buffer.from(`\x0b${admission}\r\x1c\r\x0b${admission}\r\x1c\r`)
  assert.deepEqual(
    records(split(wire, [7])).map((each) => Buffer.from(each.bytes!).toString()),
    [admission, admission],
  )
})

test('any chunking of the same bytes gives the same events', () => {
  const file = Buffer.from(
    `BHS|^~\\&\r${admission}\rNTE|1||MSH là đoạn đầu\r${admission}\n\n${msh('ORU^R01')}\rOBX|1|TX|A||${'x'.repeat(3_000)}\r${admission}\r`,
  )
  const plain = (events: readonly SplitEvent[]) =>
    events.map((each) =>
      each.kind === 'record' ? { ...each, bytes: each.bytes && Buffer.from(each.bytes).toString() } : each,
    )
  for (const limits of [{}, { recordBytes: 1_000 }]) {
    const whole = plain(split(file, [file.length], limits))
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 5 }), (sizes) => {
        assert.deepEqual(plain(split(file, sizes, limits)), whole)
      }),
      { numRuns: 60 },
    )
  }
})

test('a message too large is set aside alone; its neighbours are read', () => {
  const large = `${msh('ORU^R01')}\rOBX|1|TX|A||${'x'.repeat(500_000)}`
  const cut = records(
    split(Buffer.from(`${admission}\r${large}\r${admission}\r`), [4_096], { recordBytes: 100_000 }),
  )
  assert.deepEqual(
    cut.map((each) => each.tooLarge),
    [false, true, false],
  )
})

test('a file without a message is refused', () => {
  const [event] = split(Buffer.from('BHS|^~\\&|HIS\rBTS|0\r'), [9])
  assert.equal(event?.kind === 'refused' && event.problems[0]?.code, 'HL7_NO_MESSAGE')
})

test('random and damaged bytes are answered with reasons, never with an exception', () => {
  const whole = Buffer.from(admission)
  const damaged = fc
    .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
    .map((changes) => {
      const bytes = Buffer.from(whole)
      for (const [at, byte] of changes) bytes[at] = byte
      return bytes
    })
  const look = (bytes: Uint8Array) => {
    const result = hl7v2Format.readRecord(bytes, context)
    assert.ok(result.message !== null || result.problems.some((each) => each.severity === 'error'))
    assert.ok(JSON.stringify(hl7v2Format.locate(bytes, context)).length > 0)
  }
  fc.assert(fc.property(damaged, look), { numRuns: 1_500 })
  fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), look), { numRuns: 500 })
})

test('a person finds the field a problem names', () => {
  const tables = hl7v2Format.locate(Buffer.from(`${admission}\rOBX|1|NM|A||7\rOBX|2|NM|B||8`), context)
  const obx = tables.find((each) => each.table === 'OBX')!
  const place = obx.fields.find((each) => each.row === 6 && each.field === 'OBX-5')!
  assert.equal(obx.text.slice(place.start, place.end), '8')
  const header = tables.find((each) => each.table === 'MSH')!
  const facility = header.fields.find((each) => each.field === 'MSH-4')!
  assert.equal(header.text.slice(facility.start, facility.end), '99901')
})
