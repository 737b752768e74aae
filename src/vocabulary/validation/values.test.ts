import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anObservation, aPatient, errorsOf } from './testing.ts'
import { validateResource } from './validate-resource.ts'

/** Each value stands where its type is asked; the good ones leave no error. */
function judge(make: (value: unknown) => unknown, good: readonly unknown[], bad: readonly unknown[]): void {
  for (const value of good) assert.deepEqual(errorsOf(make(value)), [], `refused ${JSON.stringify(value)}`)
  for (const value of bad) assert.notDeepEqual(errorsOf(make(value)), [], `took ${JSON.stringify(value)}`)
}

test('a birth date is a year, a month or a day that the calendar has', () => {
  judge(
    (birthDate) => aPatient({ birthDate }),
    ['2026', '2026-02', '2026-02-28', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'],
    [
      '2026-02-30',
      '2026-02-29',
      '1900-02-29',
      '2026-13',
      '2026-00-10',
      '2026-04-31',
      '0000',
      '26',
      '2026-2-3',
    ],
  )
  judge(
    (birthDate) => aPatient({ birthDate }),
    [],
    ['2026-02-', '20260228', '2026-02-28T08:00:00Z', '', 2026],
  )
  const [issue] = validateResource(aPatient({ birthDate: '2026-02-30' }))
  assert.equal(issue?.message, 'Ngày này không có trong lịch; xem lại năm, tháng, ngày.')
  assert.equal(issue?.expression, 'Patient.birthDate')
})

test('a time of day asks for seconds and a time zone', () => {
  judge(
    (effectiveDateTime) => anObservation({ effectiveDateTime }),
    [
      '2026',
      '2026-11-22',
      '2026-11-22T08:30:00+07:00',
      '2026-11-22T08:30:00.123456Z',
      '2016-12-31T23:59:60Z',
    ],
    ['2026-11-22T08:30:00', '2026-11-22T08:30+07:00', '2026-11-22T24:00:00Z', '2026-11-22T08:60:00Z'],
  )
  judge(
    (effectiveDateTime) => anObservation({ effectiveDateTime }),
    ['2026-11-22T08:30:00-14:00'],
    ['2026-11-22T08:30:00+15:00', '2026-11-22 08:30:00Z', '2026-11-22T08:30:00.Z', '2026-11T08:30:00Z'],
  )
})

test('an instant is never less than a second', () => {
  judge(
    (issued) => anObservation({ issued }),
    ['2026-11-22T08:30:00+07:00', '2026-11-22T08:30:00.5Z'],
    ['2026', '2026-11-22', '2026-11-22T08:30:00', '2026-02-30T08:30:00Z'],
  )
})

test('a clock time has no zone', () => {
  judge(
    (valueTime) => anObservation({ valueTime }),
    ['08:30:00', '23:59:59.999'],
    ['8:30:00', '08:30', '24:00:00', '08:30:00Z', '08:30:00.'],
  )
})

test('numbers are JSON numbers within their range', () => {
  judge((valueInteger) => anObservation({ valueInteger }), [0, -5, 2147483647], [1.5, 2147483648, '1', null])
  judge((rank) => aPatient({ telecom: [{ rank }] }), [1, 2147483647], [0, -1, 1.5, '1'])
  judge(
    (value) => anObservation({ valueQuantity: { value } }),
    [0.1, -3, 1e30],
    ['0.1', Number.NaN, Infinity],
  )
  judge((active) => aPatient({ active }), [true, false], ['true', 1])
})

test('an id is sixty-four plain signs at most', () => {
  judge(
    (id) => aPatient({ id }),
    ['a', 'A-1.b', 'x'.repeat(64)],
    ['x'.repeat(65), 'a b', 'bệnh', 'a_b', '', 7],
  )
  // The id of an element is any string (R4 element 2.24.0.4).
  judge((id) => aPatient({ name: [{ id, text: 'A' }] }), ['a_b'], ['', 7])
})

test('codes and URIs have no stray spaces', () => {
  judge((language) => aPatient({ language }), ['vi', 'vi VN'], [' vi', 'vi ', 'a  b', ''])
  judge((implicitRules) => aPatient({ implicitRules }), ['http://x.vn/a', 'urn:x'], ['http://x.vn/a b', ''])
  judge(
    (valueOid) => aPatient({ extension: [{ url: 'http://x.vn', valueOid }] }),
    ['urn:oid:1.2.3'],
    [...['1.2.3', 'urn:oid:3.1', 'urn:oid:1', 'urn:oid:1.02']],
  )
  const uuid = '0f3a2b1c-0000-4000-8000-00000000abcd'
  judge(
    (valueUuid) => aPatient({ extension: [{ url: 'http://x.vn', valueUuid }] }),
    [`urn:uuid:${uuid}`],
    [...[uuid, `urn:uuid:${uuid.toUpperCase()}`, 'urn:uuid:1']],
  )
})

test('text may hold new lines and every alphabet, but no control signs and no broken pairs', () => {
  judge(
    (text) => aPatient({ name: [{ text }] }),
    ['Nguyễn Thị Ả', 'a\nb\tc\r', '👩‍⚕️', 'x'.repeat(1024 * 1024)],
    ['', '\u0000', 'a\u001bb', '\ud800', 'a\udc00', 'x'.repeat(1024 * 1024 + 1)],
  )
})

test('base64 comes in groups of four', () => {
  judge(
    (data) => aPatient({ photo: [{ contentType: 'image/png', data }] }),
    ['AAAA', 'AAA=', 'AA==', 'AA AA\nAAAA'],
    ['AAA', 'A===', 'AA=A', 'A*AA', ''],
  )
})
