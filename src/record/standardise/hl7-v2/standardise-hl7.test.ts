import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import type {
  Appointment,
  Condition,
  DocumentReference,
  Encounter,
  FhirResource,
  Immunization,
  Observation,
  RelatedPerson,
  ServiceRequest,
} from 'fhir/r4'
import type { Hl7v2Message } from '#vocabulary/messages'
import { foreignValidator, testIds } from '../testing.ts'
import { standardiseHl7 } from './index.ts'
import { aMessage } from './testing.ts'

let validate: (resource: object) => string[]
before(() => {
  validate = foreignValidator()
})

function draftOf(message: Hl7v2Message) {
  const draft = standardiseHl7(message)
  assert.ok(draft.ok)
  const entries = draft.value.entries(testIds(message.visitLinkId))
  return { ...draft.value, made: entries }
}
const only = <T extends FhirResource>(message: Hl7v2Message, type: T['resourceType']): T => {
  const found = draftOf(message).made.filter(
    (each) => each.resource.resourceType === type && each.scope === 'visit',
  )
  assert.equal(found.length, 1, type)
  assert.deepEqual(validate(found[0]!.resource), [])
  return found[0]!.resource as unknown as T
}

/** PV1 of visit V1: fields by position. */
const pv1 = (fields: Readonly<Record<number, string>> = {}) => {
  const parts = Array.from({ length: 46 }, (_, at) => fields[at] ?? '')
  parts[0] = 'PV1'
  parts[2] ||= 'I'
  parts[19] = 'V1'
  return parts.join('|')
}
const visit = (trigger: string, fields: Readonly<Record<number, string>> = {}, ...more: string[]) =>
  only<Encounter>(aMessage(`ADT^${trigger}`, ...more, pv1(fields)), 'Encounter')

test('each event says what has become of the visit', () => {
  const discharged = { 44: '20260801', 45: '20260805' }
  assert.equal(visit('A01').status, 'in-progress')
  assert.equal(visit('A05').status, 'planned')
  assert.equal(visit('A03', discharged).status, 'finished')
  assert.equal(visit('A08', discharged).status, 'finished')
  assert.equal(visit('A11').status, 'cancelled')
  assert.equal(visit('A12').status, 'in-progress')
  const undone = visit('A13', discharged)
  assert.equal(undone.status, 'in-progress')
  assert.equal(undone.period?.end, undefined)
})

test('all events of a visit say the same Encounter', () => {
  const ids = ['A01', 'A02', 'A03', 'A08', 'A11', 'A13'].map((trigger) => visit(trigger).id)
  assert.equal(new Set(ids).size, 1)
})

test('a transfer closes the place left and opens the new one', () => {
  const { location } = visit(
    'A02',
    { 3: 'K19^302^2', 6: 'K01^101^1' },
    'EVN|A02|20260803090000||||20260803084500',
  )
  assert.deepEqual(
    location?.map((each) => [each.status, each.period?.start ?? each.period?.end, each.location.display]),
    [
      ['completed', '2026-08-03T08:45:00+07:00', 'Khoa Khám bệnh, buồng 101, giường 1'],
      ['active', '2026-08-03T08:45:00+07:00', 'Khoa Ngoại tổng hợp, buồng 302, giường 2'],
    ],
  )
})

test('a discharge before the admission is not said', () => {
  assert.deepEqual(visit('A03', { 44: '20260805', 45: '20260801' }).period, { start: '2026-08-05' })
})

test('a diagnosis keeps its code, its words and its role', () => {
  const message = aMessage('ADT^A01', 'DG1|1||J18.9^Viêm phổi^I10||20260801|F', pv1())
  const condition = only<Condition>(message, 'Condition')
  assert.equal(condition.code?.coding?.[0]?.code, 'J18.9')
  assert.equal(condition.code?.text, 'Viêm phổi')
  assert.equal(
    visit('A01', {}, 'DG1|1||J18.9^Viêm phổi^I10|||F').diagnosis?.[0]?.use?.coding?.[0]?.code,
    'DD',
  )
})

test('an order without its admission leads to a stub of the visit, and to nothing when it names no visit', () => {
  const order = aMessage('ORM^O01', pv1({ 2: 'E' }), 'ORC|NW|P1', 'OBR|1|P1||CBC^Máu^L')
  const { made, refersTo } = draftOf(order)
  const stub = made.find((each) => each.scope === 'elsewhere-stub')!
  assert.equal((stub.resource as Encounter).class.code, 'EMER')
  assert.equal(stub.belongsTo, 'adt:V1')
  assert.deepEqual(refersTo, ['adt:V1'])
  const alone = draftOf(aMessage('ORM^O01', 'OBR|1|P1||CBC^Máu^L'))
  assert.equal(alone.refersTo, undefined)
  assert.ok(alone.made.every((each) => each.scope !== 'elsewhere-stub'))
})

test('an order cancelled is revoked; its state counts before its control code', () => {
  const order = (orc: string) =>
    only<ServiceRequest>(aMessage('ORM^O01', orc, 'OBR|1|P1||CBC'), 'ServiceRequest')
  assert.equal(order('ORC|NW|P1').status, 'active')
  assert.equal(order('ORC|CA|P1').status, 'revoked')
  assert.equal(order('ORC|SC|P1|||CM').status, 'completed')
})

test('each type of value is said as what it is', () => {
  const value = (obx: string) => {
    const all = { ...only<Observation>(aMessage('ORU^R01', 'OBR|1|P1|F1|CBC', obx), 'Observation') }
    const key = Object.keys(all).find((each) => each.startsWith('value')) as keyof Observation
    return [key, all[key]]
  }
  const string = (text: string) => ['valueString', text]
  assert.deepEqual(value('OBX|1|ST|A||Âm tính'), string('Âm tính'))
  assert.deepEqual(value('OBX|1|NM|A||âm tính|mg/L'), string('âm tính mg/L'))
  assert.deepEqual(value('OBX|1|NM|A||1,234|mg/L'), string('1,234 mg/L'))
  assert.deepEqual(value('OBX|1|TX|A||dòng một~dòng hai'), string('dòng một\ndòng hai'))
  assert.deepEqual(value('OBX|1|TX|A||a^b & c'), string('a^b & c'))
  assert.deepEqual(value('OBX|1|TM|A||0815'), ['valueTime', '08:15:00'])
  assert.deepEqual(value('OBX|1|DT|A||20260801'), ['valueDateTime', '2026-08-01'])
  assert.deepEqual(value('OBX|1|SN|A||^1^:^128'), [
    'valueRatio',
    { numerator: { value: 1 }, denominator: { value: 128 } },
  ])
  assert.deepEqual(value('OBX|1|SN|A||^1^-^5'), ['valueRange', { low: { value: 1 }, high: { value: 5 } }])
  assert.deepEqual(value('OBX|1|SN|A||^9^-^5'), string('^9^-^5'))
})

test('a result that was never obtained, or was withdrawn, says so', () => {
  const status = (code: string) =>
    only<Observation>(aMessage('ORU^R01', 'OBR|1|P1|F1|CBC', `OBX|1|NM|A||||||||${code}`), 'Observation')
  assert.equal(status('X').status, 'cancelled')
  assert.equal(status('W').status, 'entered-in-error')
  assert.equal(status('X').dataAbsentReason?.coding?.[0]?.code, 'unknown')
})

test('two equal rows of one panel are two observations with their own ids', () => {
  const message = aMessage('ORU^R01', 'OBR|1|P1|F1|CBC', 'OBX|1|NM|A||1', 'OBX|2|NM|A||2')
  const ids = draftOf(message)
    .made.filter((each) => each.resource.resourceType === 'Observation')
    .map((each) => each.resource.id)
  assert.equal(new Set(ids).size, 2)
})

test('a damaged or endless attachment is left in the message as sent', () => {
  for (const data of [
    '^AP^PDF^Base64^not base64!',
    `^AP^PDF^Base64^${'A'.repeat(4_000_004)}`,
    '^AP^PDF^Hex^abc',
  ]) {
    const made = draftOf(aMessage('ORU^R01', 'OBR|1|P1|F1|CBC', `OBX|1|ED|PDF||${data}`)).made
    for (const { resource } of made) assert.deepEqual(validate(resource), [])
    assert.ok(!JSON.stringify(made).includes('presentedForm'))
  }
})

test('an appointment without an end is proposed, with one it is booked, a cancelled one stays cancelled', () => {
  const appointment = (trigger: string, sch: string) =>
    only<Appointment>(aMessage(`SIU^${trigger}`, sch), 'Appointment').status
  assert.equal(appointment('S12', 'SCH|A1|B1|||||TK||||^^^20260820080000'), 'proposed')
  assert.equal(appointment('S12', 'SCH|A1|B1|||||TK||30|min|^^^20260820080000'), 'booked')
  assert.equal(appointment('S15', 'SCH|A1|B1|||||TK||30|min|^^^20260820080000'), 'cancelled')
  assert.equal(appointment('S26', 'SCH|A1|B1|||||TK||30|min|^^^20260820080000'), 'noshow')
  assert.equal(appointment('S17', 'SCH|A1|B1'), 'cancelled')
})

test('an addendum names the document it adds to; a withdrawn one is an error', () => {
  const document = (trigger: string, txa: string) =>
    only<DocumentReference>(aMessage(`MDM^${trigger}`, txa, 'OBX|1|TX|A||chữ'), 'DocumentReference')
  const addendum = document('T06', 'TXA|1|DS|TX|||||||||D2|D1')
  assert.equal(addendum.relatesTo?.[0]?.target.identifier?.value, 'D1')
  assert.equal(document('T11', 'TXA|1|DS|TX|||||||||D1').status, 'entered-in-error')
})

test('a vaccination refused was not done; one deleted was an error', () => {
  const given = (rxa: string) => only<Immunization>(aMessage('VXU^V04', rxa), 'Immunization')
  const refused = given('RXA|0|1|20260801||146^Vắc xin^CVX|999||||||||||||00^Từ chối^L||RE')
  assert.equal(refused.status, 'not-done')
  assert.equal(refused.doseQuantity, undefined)
  assert.equal(given('RXA|0|1|20260801||146^Vắc xin^CVX|0.5|mL|||||||||||||CP|D').status, 'entered-in-error')
})

test('a newborn is tied to its mother by PID-21, and keeps its birth order', () => {
  const parts = Array.from({ length: 26 }, () => '')
  Object.assign(parts, { 0: 'PID', 3: 'BE1^^^99901^MR', 5: 'BÉ GÁI', 7: '20260801', 8: 'F' })
  Object.assign(parts, { 6: 'NGUYỄN^THỊ^MẸ', 21: 'BN1^^^99901^MR', 24: 'Y', 25: '2' })
  const message = aMessage('ADT^A28', parts.join('|'))
  const mother = only<RelatedPerson>(message, 'RelatedPerson')
  assert.equal(mother.identifier?.[0]?.value, 'BN1')
  assert.equal(mother.name?.[0]?.text, 'NGUYỄN THỊ MẸ')
  assert.equal(draftOf(message).patient.multipleBirthInteger, 2)
  assert.deepEqual(validate({ ...draftOf(message).patient, id: 'patient' }), [])
})

test('names are read in the order sent; only a declared family-first name is turned', () => {
  const name = (pid5: string) =>
    draftOf(aMessage('ADT^A28', `PID|1||BN1^^^99901^MR||${pid5}`)).person.fullName
  assert.equal(name('NGUYỄN^THỊ^THỬ'), 'NGUYỄN THỊ THỬ')
  assert.equal(name('NGUYỄN THỊ THỬ'), 'NGUYỄN THỊ THỬ')
  assert.equal(name('NGUYỄN^THỬ^THỊ^^^^^^^^F'), 'NGUYỄN THỊ THỬ')
})

test('a merge says which number is gone', () => {
  const { replaces, made } = draftOf(aMessage('ADT^A40', 'MRG|BN2^^^99901^MR~GD4797999000001^^^BHYT^HC'))
  assert.deepEqual(replaces, ['BN2'])
  assert.deepEqual(made, [])
})

test('a link and its undoing suggest another number, and say nothing of a visit', () => {
  const pids = ['PID|1||BN1^^^99901^MR||NGUYỄN^THỊ^THỬ', 'PID|2||BN2^^^99901^MR||NGUYỄN^THỊ^THỬ']
  const link = draftOf(aMessage('ADT^A24', ...pids))
  assert.deepEqual([link.links, link.unlinks, link.made], [['BN2'], undefined, []])
  const undone = draftOf(aMessage('ADT^A37', ...pids))
  assert.deepEqual([undone.links, undone.unlinks, undone.made], [undefined, ['BN2'], []])
})

test('random fields in every message give valid resources or none, never an exception', () => {
  const value = fc.constantFrom(
    ...[
      '',
      '""',
      'A',
      '1',
      '-1,5',
      '<5',
      '20260801',
      '2026080108',
      'a^b^LN',
      '^^^^',
      '&&',
      '~~',
      'x~y',
      '\\F\\',
      'đ',
    ],
    ...[
      'BN1^^^99901^MR',
      'F',
      'X',
      '^AP^PDF^Base64^AAAA',
      'HL70001',
      ' a  b ',
      '>^1',
      '99999999999999999999',
    ],
  )
  const types = [
    'ADT^A01',
    'ADT^A02',
    'ADT^A24',
    'ADT^A40',
    'ORM^O01',
    'ORU^R01',
    'SIU^S12',
    'SIU^S26',
    'MDM^T06',
    'VXU^V04',
  ]
  const names = 'EVN PV1 PV2 DG1 AL1 NK1 ORC OBR OBX NTE SPM SCH AIS AIL AIP TXA RXA RXR MRG'.split(' ')
  const segment = fc
    .tuple(fc.constantFrom(...names), fc.array(value, { maxLength: 46 }))
    .map(([name, fields]) => [name, ...fields].join('|'))
  const pid = fc.array(value, { maxLength: 30 }).map((fields) => ['PID', '1', '', 'BN1', ...fields].join('|'))
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      pid,
      fc.array(segment, { maxLength: 12 }),
      (type, patient, segments) => {
        const message = aMessage(type, patient, ...segments)
        const draft = standardiseHl7(message)
        assert.ok(draft.ok)
        const made = draft.value.entries(testIds(message.visitLinkId)).map((each) => each.resource)
        for (const resource of [{ ...draft.value.patient, id: 'patient' }, ...made])
          assert.deepEqual(validate(resource), [], JSON.stringify(resource))
      },
    ),
    { numRuns: 500 },
  )
})
