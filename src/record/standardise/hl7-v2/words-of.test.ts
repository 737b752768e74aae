import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { projectRoot } from '#foundation/project'
import { emptyWords } from '#vocabulary/demographics/answers'
import type { Hl7v2Message } from '#vocabulary/messages'
import { assertPlain, assertSaysNumbersOf } from '../testing.ts'
import { standardiseHl7 } from './index.ts'
import { aMessage, messageOf } from './testing.ts'

function personOf(message: Hl7v2Message) {
  const draft = standardiseHl7(message)
  assert.ok(draft.ok, draft.ok ? '' : draft.problem.code)
  return draft.value.person
}
const wordsOf = (...segments: readonly string[]) => personOf(aMessage('ADT^A01', ...segments)).words

/** A PID by field number. */
const pid = (fields: Readonly<Record<number, string>>) =>
  ['PID', ...Array.from({ length: 30 }, (_, at) => fields[at + 1] ?? '')].join('|')

test('a PID that says everything is told with all its numbers, valid or not', () => {
  const words = wordsOf(
    pid({
      3: 'BN1^^^99901^MR~079190999001^^^^NI~024999001^^^^CMND~C9990001^^^^PPN~GD4797999000001^^^^HC~7999000002^^^^SB~00001.GCS.99901.26^^^^BCT',
      5: 'NGUYỄN^THỊ^THỬ',
      6: 'TRẦN^THỊ^MẸ',
      7: '19900315083000+0700',
      8: 'O',
      11: '12 đường Mẫu^Phường Mẫu^Thành phố Hồ Chí Minh',
      13: '0900 000 001',
      19: '79190999001',
      21: 'BN7^^^99901^MR~079160999007^^^^NI',
      25: '2',
    }),
    'PV1|1|I',
  )
  assert.deepEqual(words, {
    ...emptyWords,
    fullName: 'NGUYỄN THỊ THỬ',
    birthDate: '19900315083000+0700',
    sex: 'other',
    citizenNumber: '079190999001;024999001;79190999001',
    insuranceNumber: 'GD4797999000001;7999000002',
    passportNumber: 'C9990001',
    birthCertificateNumber: '00001.GCS.99901.26',
    phone: '0900 000 001',
    address: { ...emptyWords.address, text: '12 đường Mẫu, Phường Mẫu, Thành phố Hồ Chí Minh' },
    mother: { fullName: 'TRẦN THỊ MẸ', citizenNumber: '079160999007' },
    birthOrder: 2,
    recordedOn: '2026-08-01',
  })
})

test('a PID with nothing but a number leaves words that are empty but for the day of the message', () => {
  assert.deepEqual(wordsOf(pid({ 3: 'BN1^^^99901^MR', 7: '""', 19: '""' })), {
    ...emptyWords,
    recordedOn: '2026-08-01',
  })
})

test('mother and father are also those of NK1, by code or by word; a husband is neither', () => {
  const words = wordsOf(
    'NK1|1|LÊ^VĂN^CHỒNG|SPO',
    `NK1|2|TRẦN^THỊ^MẸ|^Mẹ${'|'.repeat(30)}079160999007^^^^NI`,
    'NK1|3|NGUYỄN^VĂN^CHA|FTH^Father^HL70063',
  )
  assert.deepEqual(words.mother, { fullName: 'TRẦN THỊ MẸ', citizenNumber: '079160999007' })
  assert.deepEqual(words.father, { fullName: 'NGUYỄN VĂN CHA', citizenNumber: null })
})

test('the day is that of the visit or the sample, else that of the message', () => {
  const visited = `PV1|1|I${'|'.repeat(42)}20260715080000`
  assert.equal(wordsOf(visited).recordedOn, '2026-07-15')
  const sampled = aMessage('ORU^R01', 'OBR|1|A|B|X^Y|||20250630080000')
  assert.equal(personOf(sampled).words.recordedOn, '2025-06-30')
  assert.equal(personOf(aMessage('SIU^S12', 'SCH|1')).words.recordedOn, '2026-08-01')
})

test('the sample: the words hold each number that was found valid', () => {
  const text = readFileSync(join(projectRoot(), 'fixtures/hl7-v2/01-outpatient-orders-results.hl7'), 'utf8')
  for (const each of text.split(/(?=^MSH)/m).filter((part) => part.startsWith('MSH'))) {
    const person = personOf(messageOf(each.replaceAll('\n', '\r'), '99904'))
    assertPlain(person.words)
    assertSaysNumbersOf(person)
    assert.deepEqual([person.words.fullName, person.words.phone], ['VÕ VĂN DÒNG', '0900000031'])
  }
})

test('whatever stands in PID and NK1, the words are plain texts and hold what was found valid', () => {
  const value = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom(
      '079190999001^^^^NI~C9990001^^^^PPN',
      'GD4797999000001^^^^HC',
      '""',
      'A^B^C~D',
      '^^^',
      '~~~',
      'MTH',
    ),
    fc.constant('x'.repeat(5_000)),
  )
  const fields = fc.dictionary(fc.integer({ min: 1, max: 30 }).map(String), value)
  const line = (text: string) => text.replace(/[\r\n]/g, ' ')
  fc.assert(
    fc.property(fields, value, value, (sent, relative, role) => {
      const numbers = `BN1^^^99901^MR~${sent[3]?.replace(/[\^]MR|\|/g, '') ?? ''}`
      const message = aMessage(
        'ADT^A01',
        line(pid({ ...sent, 3: numbers })),
        line(`NK1|1|${relative}|${role}`),
      )
      const draft = standardiseHl7(message)
      if (!draft.ok) return
      assertPlain(draft.value.person.words)
      if (numbers.length < 300) assertSaysNumbersOf(draft.value.person)
    }),
  )
})
