import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { Hl7Message as ForeignMessage } from '@medplum/core'
import fc from 'fast-check'
import {
  buildHl7,
  decodeHl7,
  facilityOf,
  hl7Date,
  hl7DateTime,
  hl7Instant,
  hl7Time,
  hl7TimeText,
  localNumber,
  messageKey,
  numbersOf,
  type ParsedMessage,
  parseHl7,
  type SegmentToWrite,
  segmentNamed,
  senderOf,
} from './index.ts'

const parsed = (text: string): ParsedMessage => {
  const result = parseHl7(text)
  assert.ok(result.ok, 'not a message')
  return result.value
}
const header = 'MSH|^~\\&|HIS|99901|MACH|SYT|20260801080000||ADT^A01^ADT_A01|M1|P|2.5.1'

test('fields, repetitions, components and subcomponents are found where HL7 numbers them', () => {
  const message = parsed(`${header}\rPID|1||BN1^^^HIS&1.2.3&ISO^MR~0791^^^CCCD^NI||A^B\r`)
  const pid = segmentNamed(message, 'PID')!
  assert.equal(message.type, 'ADT')
  assert.equal(message.trigger, 'A01')
  assert.equal(message.controlId, 'M1')
  assert.equal(message.segments[0]!.get(1), '|')
  assert.equal(message.segments[0]!.get(2), '^~\\&')
  assert.equal(message.segments[0]!.get(3), 'HIS')
  assert.equal(pid.row, 2)
  assert.equal(pid.count(3), 2)
  assert.equal(pid.get(3), 'BN1')
  assert.equal(pid.get(3, 4, 1, 2), '1.2.3')
  assert.equal(pid.get(3, 5, 2), 'NI')
  assert.equal(pid.get(3, 9), '')
  assert.equal(pid.count(4), 0)
  assert.equal(pid.get(99), '')
})

test('escape sequences are opened, and what is none stays as sent', () => {
  const said = (text: string) => parsed(`${header}\rNTE|1||${text}`).segments[1]!.whole(3)
  assert.equal(said('a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f'), 'a|b^c&d~e\\f')
  assert.equal(said('một\\.br\\hai\\.sp2\\ba'), 'một\nhai\n\nba')
  assert.equal(said('\\H\\đậm\\N\\ thường'), 'đậm thường')
  assert.equal(said('\\X41C3A1\\'), 'Aá')
  assert.equal(said('\\XE1\\'), 'á')
  assert.equal(said('5\\6 mg'), '5\\6 mg')
  assert.equal(said('\\Zvendor\\ \\C2842\\'), '\\Zvendor\\ \\C2842\\')
  assert.equal(said('\\X00\\x\\XZZ\\'), 'x\\XZZ\\')
})

test('a message with separators of its own is read by them', () => {
  const message = parsed('MSH#*!@$#HIS#99901#####ADT*A01#M1#P#2.5\rPID#1##X*Y$Z!W')
  assert.equal(message.trigger, 'A01')
  assert.equal(message.segments[1]!.get(3, 2, 1, 2), 'Z')
  assert.equal(message.segments[1]!.get(3, 1, 2), 'W')
})

test('a shortened MSH-2 declares the rest as usual', () => {
  const message = parsed('MSH|^~|HIS\rPID|1||a\\T\\b&c')
  assert.equal(message.segments[1]!.get(3, 1, 1, 1), 'a&b')
  assert.equal(parsed('MSH|^\rPID|1||a~b').segments[1]!.count(3), 2)
})

test('headers that are none are refused in words', () => {
  for (const [text, code] of [
    ['', 'HL7_HEADER_MISSING'],
    ['PID|1', 'HL7_HEADER_MISSING'],
    ['MSH', 'HL7_SEPARATORS'],
    ['MSH|', 'HL7_SEPARATORS'],
    ['MSH|^^\\&|', 'HL7_SEPARATORS'],
    ['MSH|HIS|99901', 'HL7_SEPARATORS'],
    ['MSHA^~\\&A', 'HL7_SEPARATORS'],
    [`${header}\r${header}`, 'HL7_TWO_HEADERS'],
    [`${header}\r${'NTE|1\r'.repeat(20_001)}`, 'HL7_TOO_MANY_SEGMENTS'],
  ] as const) {
    const result = parseHl7(text)
    assert.equal(result.ok ? 'read' : result.problem.code, code, text.slice(0, 30))
  }
})

test('segments end with CR, LF or both, and a text that broke its line is joined again', () => {
  for (const end of ['\r', '\n', '\r\n'])
    assert.equal(parsed([header, 'PID|1||X', 'PV1|1|I', ''].join(end)).segments.length, 3)
  const broken = parsed(`${header}\rOBX|1|TX|A||dòng một\ndòng hai|\rOBX|2|TX|B||x`)
  assert.equal(broken.segments.length, 3)
  assert.equal(broken.segments[1]!.get(5), 'dòng một\ndòng hai')
  assert.deepEqual(broken.brokenLines, [2])
})

test('letters that no database holds are left out', () => {
  const message = parsed(`${header}\rPID|1||B\u0000N\u001c1\ud800`)
  assert.equal(message.segments[1]!.get(3), 'BN1')
})

test('bytes are read by what they are, then by MSH-18', () => {
  const named = (charset: string, body: Buffer) =>
    decodeHl7(Buffer.concat([Buffer.from(`${header}||||||${charset}\rPID|`), body]))
  const text = (result: ReturnType<typeof decodeHl7>) =>
    result.ok ? result.value.text.split('PID|')[1] : result.problem.code
  assert.equal(
    text(named('UNICODE UTF-8', Buffer.from('Nguyễn'.normalize('NFD')))),
    'Nguyễn'.normalize('NFC'),
  )
  assert.equal(text(named('8859/1', Buffer.from([0x93, 0xe1, 0x94]))), '“á”')
  assert.equal(text(named('WINDOWS-1258', Buffer.from([0x61, 0xec]))), 'á')
  const mislabelled = named('8859/1', Buffer.from('Nguyễn'))
  assert.ok(mislabelled.ok && mislabelled.value.mislabelled)
  assert.equal(text(named('TCVN3', Buffer.from([0xb5]))), 'HL7_CHARSET_UNSUPPORTED')
  assert.equal(text(named('', Buffer.from([0xb5]))), 'HL7_ENCODING_INVALID')
  assert.equal(text(decodeHl7(Buffer.from(`\uFEFF${header}\rPID|Thử`, 'utf16le'))), 'Thử')
  assert.equal(text(decodeHl7(Buffer.from(`${header}\rPID|Thử`, 'utf16le'))), 'Thử')
})

test('times keep their precision, and other offsets are said in the time of Vietnam', () => {
  assert.equal(hl7Date('1960'), '1960')
  assert.equal(hl7Date('19600000'), '1960')
  assert.equal(hl7Date('19600500'), '1960-05')
  assert.equal(hl7Date('20260230'), null)
  assert.equal(hl7DateTime('202608010815'), '2026-08-01T08:15:00+07:00')
  assert.equal(hl7DateTime('20260801081530.25'), '2026-08-01T08:15:30.250+07:00')
  assert.equal(hl7DateTime('20260801011500+0000'), '2026-08-01T08:15:00+07:00')
  assert.equal(hl7DateTime('20260731201500-0500'), '2026-08-01T08:15:00+07:00')
  assert.equal(hl7DateTime('2026080124'), null)
  assert.equal(hl7DateTime('hôm nay'), null)
  assert.equal(hl7Instant('20260801'), null)
  assert.equal(hl7Time('0815'), '08:15:00')
  assert.equal(hl7TimeText(new Date('2026-08-01T01:15:30Z')), '20260801081530+0700')
})

test('a facility is known by its code, its alias, or its alias together with the application', () => {
  const from = (msh3: string, msh4: string) => senderOf(parsed(`MSH|^~\\&|${msh3}|${msh4}\r`))
  const aliases = new Map([
    ['BVDK MAU', '99901'],
    ['1.2.704.2', '99902'],
    ['HIS|CS3', '99903'],
  ])
  assert.equal(facilityOf(from('HIS', '99901'), aliases), '99901')
  assert.equal(facilityOf(from('HIS', 'BVDK MAU'), aliases), '99901')
  assert.equal(facilityOf(from('HIS', '^1.2.704.2^ISO'), aliases), '99902')
  assert.equal(facilityOf(from('HIS', 'CS3'), aliases), '99903')
  assert.equal(facilityOf(from('LIS', 'CS3'), aliases), null)
  assert.equal(facilityOf(from('LIS', 'HOSPA')), null)
})

test('a number whose assigner is somebody else is never the facility’s own', () => {
  const found = (pid3: string) => {
    const message = parsed(`${header}\rPID|1||${pid3}`)
    const local = localNumber(numbersOf(message.segments[1], 3, message, '99901'))
    return 'found' in local ? local.found : local.missing
  }
  assert.equal(found('BN1'), 'BN1')
  assert.equal(found('BN1^^^HIS'), 'BN1')
  assert.equal(found('BN1^^^99901^PI~079190999001^^^^NI'), 'BN1')
  assert.equal(found('BN1^^^99902^MR'), 'foreign')
  assert.equal(found('BN9^^^KHAC^MR~BN1^^^HIS^MR'), 'BN1')
  assert.equal(found('BN1~BN2'), 'several')
  assert.equal(found('BN1^^^^MR~BN2^^^^PI'), 'BN1')
  assert.equal(found('079190999001^^^CCCD~GD4797999000001^^^BHYT'), 'none')
  assert.equal(found('""'), 'none')
})

test('keys: a later message of the same thing replaces, another panel of the same tube does not', () => {
  const key = (type: string, rest: string) =>
    messageKey(parsed(`MSH|^~\\&|HIS|99901|||20260801||${type}|1|P|2.5\r${rest}`), 'BN1')
  assert.equal(key('ADT^A01', `PV1|1|I${'|'.repeat(17)}V1`), 'adt:V1')
  assert.equal(key('ADT^A08', `PID|${'|'.repeat(17)}ACC1\rPV1|1|I`), 'adt:ACC1')
  assert.equal(key('ADT^A31', `PV1|1|I${'|'.repeat(17)}V1`), 'adt-patient:BN1')
  assert.equal(key('ADT^A40', 'MRG|BN2'), 'adt-merge:BN1/BN2')
  const pids = 'PID|1||BN1\rPID|2||079190999001^^^CCCD~BN0^^^99901^MR'
  assert.equal(key('ADT^A24', pids), 'adt-link:BN0/BN1')
  assert.equal(key('ADT^A37', pids), key('ADT^A24', pids))
  assert.equal(key('ADT^A24', 'PID|1||BN1'), null)
  assert.equal(key('ORM^O01', 'ORC|NW|P1|F1\rOBR|1'), 'order:P1')
  assert.equal(key('ORU^R01', 'OBR|1|P1|F1|CBC'), 'result:F1/CBC')
  assert.notEqual(key('ORU^R01', 'OBR|1|P1|F1|CBC'), key('ORU^R01', 'OBR|1|P1|F1|CRP'))
  assert.equal(key('ORU^R01', 'OBR|1'), null)
  assert.equal(key('VXU^V04', 'RXA|0|1|20260801||146'), 'vaccination:BN1/20260801/146')
})

// Properties over random messages

const word = fc.stringMatching(/^[A-Za-z0-9 ăđêÂƠư.,:-]{0,12}$/).map((text) => text.trim())
const anyText = fc
  .string({ unit: fc.constantFrom(...'aB1|^~\\&\n -đ'), maxLength: 14 })
  .map((text) => text.trim())
const components = fc.array(word, { minLength: 1, maxLength: 4 })
const field = fc.array(components, { minLength: 1, maxLength: 3 })
const segment = fc.record({
  name: fc.constantFrom('PID', 'PV1', 'OBX', 'ZZ1'),
  fields: fc.array(field, { minLength: 1, maxLength: 6 }),
})

const writing = (segments: readonly { name: string; fields: readonly string[][][] }[]): string =>
  buildHl7([
    { name: 'MSH', fields: { 3: 'HIS', 9: ['ADT', 'A01'], 10: 'M1' } },
    ...segments.map<SegmentToWrite>(({ name, fields }) => ({
      name,
      fields: Object.fromEntries(fields.map((repetitions, at) => [at + 1, { repetitions }])),
    })),
  ])

test('what is written is read back, separators inside texts and all', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(anyText, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
      (fields) => {
        const text = writing([{ name: 'PID', fields: fields.map((each) => [each]) }])
        const pid = parsed(text).segments[1]!
        for (const [at, each] of fields.entries())
          for (const [n, component] of each.entries()) assert.equal(pid.get(at + 1, n + 1), component)
      },
    ),
    { numRuns: 500 },
  )
})

test('two foreign parsers find the same values in random messages', () => {
  const { Parser } = createRequire(import.meta.url)('simple-hl7') as {
    Parser: new (options?: object) => { parse(text: string): { segments: ForeignSegment[] } }
  }
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 6 }), (segments) => {
      const text = writing(segments)
      const own = parsed(text)
      // It takes the CR behind the last segment for one segment more.
      const medplum = ForeignMessage.parse(text.slice(0, -1))
      const simple = new Parser({ segmentSeperator: '\r' }).parse(text)
      assert.equal(medplum.segments.length, own.segments.length)
      for (const [at, sent] of segments.entries())
        for (const [n, repetitions] of sent.fields.entries())
          for (const [r, parts] of repetitions.entries())
            for (const c of parts.keys()) {
              const found = own.segments[at + 1]!.get(n + 1, c + 1, r + 1)
              assert.equal(found, medplum.segments[at + 1]!.getComponent(n + 1, c + 1, 0, r) ?? '')
              if (repetitions.length === 1 && sent.fields.length > 1)
                assert.equal(found, simple.segments[at]!.getComponent(n + 1, c + 1))
            }
    }),
    { numRuns: 300 },
  )
})

interface ForeignSegment {
  getComponent(field: number, component: number): string
}

test('random bytes and damaged messages are read or refused, never thrown over', () => {
  const whole = Buffer.from(writing([{ name: 'PID', fields: [[['1']], [['BN1', '', '', 'HIS']]] }]))
  const damaged = fc
    .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 })
    .map((changes) => {
      const bytes = Buffer.from(whole)
      for (const [at, byte] of changes) bytes[at] = byte
      return bytes
    })
  const look = (bytes: Uint8Array) => {
    const decoded = decodeHl7(bytes)
    if (!decoded.ok) return
    const message = parseHl7(decoded.value.text)
    if (!message.ok) return
    messageKey(message.value, 'BN1')
    for (const each of message.value.segments)
      for (let at = 0; at < 8; at++) {
        const text = each.get(at, 2, 2, 2) + each.whole(at)
        assert.ok(each.count(at) >= 0 && Buffer.from(text).toString() === text && !text.includes('\u0000'))
      }
  }
  fc.assert(fc.property(damaged, look), { numRuns: 2_000 })
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), look), { numRuns: 2_000 })
})

test('a hostile message costs no more than its size', () => {
  const began = performance.now()
  for (const body of ['|', '~', '^', '&', '\\', '\\X41\\', '\\.sp9\\']) {
    const message = parsed(`${header}\rOBX|1|TX|A||${body.repeat(2_000_000 / body.length)}`)
    const obx = message.segments[1]!
    assert.ok(obx.count(5) <= 2_000)
    obx.get(5, 300)
    obx.whole(5)
  }
  assert.ok(performance.now() - began < 15_000)
})
