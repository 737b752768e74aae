import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type BirthDate,
  birthDateText,
  birthLevel,
  compareBirthDates,
  fullDateKey,
  isMaybeDefault,
  noBirthDate,
  precision,
  precisionOf,
  readBirthDate,
  yearOf,
} from './index.ts'

const text = (raw: string | null, writtenOn: string | null = null) =>
  birthDateText(readBirthDate(raw, writtenOn))
const level = (a: string, b: string) => compareBirthDates(readBirthDate(a), readBirthDate(b))

test('a date of birth is read in every form that facilities write', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['1985', '1985'],
    ['198503', '1985-03'],
    ['031985', '1985-03'],
    ['03/1985', '1985-03'],
    ['1985-03', '1985-03'],
    ['07/03/1985', '1985-03-07'],
    ['7/3/1985', '1985-03-07'],
    ['07-03-1985', '1985-03-07'],
    ['07.03.1985 00:00:00', '1985-03-07'],
    ['07031985', '1985-03-07'],
    ['19850307', '1985-03-07'],
    ['198503070000', '1985-03-07'],
    ['19850307143059', '1985-03-07'],
    ['1985-03-07', '1985-03-07'],
    ['1985-03-07T00:00:00+07:00', '1985-03-07'],
    ['20101990', '1990-10-20'],
    ['20112010', '2010-11-20'],
    ['05/25/1990', '1990-05-25'],
    ['  29/02/2024 ', '2024-02-29'],
  ]
  for (const [raw, expected] of cases) assert.equal(text(raw), expected, raw)
})

test('zeros stand for what is not known', () => {
  assert.equal(text('00/00/1950'), '1950')
  assert.equal(text('19500000'), '1950')
  assert.equal(text('195000000000'), '1950')
  assert.equal(text('00/05/1950'), '1950-05')
})

test('a day that its month has not leaves the month; what is no date leaves nothing', () => {
  assert.equal(text('31/02/1985'), '1985-02')
  assert.equal(text('29/02/2023'), '2023-02')
  assert.equal(text('29/02/1900'), '1900-02')
  for (const raw of [
    '',
    ' ',
    'không rõ',
    '99/99/1985',
    '45/01/1985',
    '00000000',
    '1485',
    '01/01/1900',
    '12/05/85',
    '-1',
    '1e9',
    '٣',
  ])
    assert.equal(text(raw), '', raw)
  assert.equal(text(null), '')
})

test('an age gives an estimated year when the day of writing is known, and nothing otherwise', () => {
  assert.equal(text('45 tuổi', '2024-06-01'), '~1979')
  assert.equal(text('45t', '2024-06-01'), '~1979')
  assert.equal(text('8 tháng tuổi', '2024-03-01'), '~2023')
  assert.equal(text('10 ngày', '2024-01-05'), '~2023')
  assert.equal(text('45 tuổi'), '')
  assert.equal(text('khoảng 1950'), '~1950')
  assert.equal(text('1950?'), '~1950')
  assert.equal(text('sinh năm 1950'), '1950')
})

test('1 January is a date that software fills in: worth its year, no key for a full date', () => {
  const day = readBirthDate('01/01/1985')
  assert.ok(isMaybeDefault(day))
  assert.equal(fullDateKey(day), 0)
  assert.equal(fullDateKey(readBirthDate('07/03/1985')), 19850307)
  assert.equal(fullDateKey(readBirthDate('03/1985')), 0)
  assert.equal(level('01/01/1985', '01/01/1985'), birthLevel.partial)
  assert.equal(level('01/01/1985', '07/03/1985'), birthLevel.partial)
})

test('two dates get the best level that applies', () => {
  const cases: readonly (readonly [keyof typeof birthLevel, string, string])[] = [
    ['equal', '07/03/1985', '19850307'],
    ['partial', '1985', '07/03/1985'],
    ['partial', '1985', '1985'],
    ['partial', '03/1985', '07/03/1985'],
    ['swapped', '07/03/1985', '03/07/1985'],
    ['oneDigit', '07/03/1985', '08/03/1985'],
    ['oneDigit', '07/03/1985', '07/03/1995'],
    ['yearSlip', '07/03/1989', '07/03/1990'],
    ['yearSlip', '07/03/1995', '07/03/2005'],
    ['sameYear', '07/03/1985', '21/11/1985'],
    ['sameYear', '04/1985', '07/03/1985'],
    ['nearEstimate', '~1983', '07/03/1985'],
    ['different', '~1982', '07/03/1985'],
    ['different', '1984', '1985'],
    ['different', '07/03/1985', '21/11/1990'],
    ['missing', '', '07/03/1985'],
  ]
  for (const [expected, a, b] of cases) {
    assert.equal(level(a, b), birthLevel[expected], `${a}, ${b}`)
    assert.equal(level(b, a), birthLevel[expected], `${b}, ${a}`)
  }
})

const anyText = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.stringMatching(/^[0-9/. :T-]{0,20}$/),
  fc.tuple(fc.nat(99), fc.nat(99), fc.nat(2999)).map((each) => each.join('/')),
)

test('any text is read, and what was read reads as itself', () => {
  fc.assert(
    fc.property(anyText, fc.option(anyText), (raw, writtenOn) => {
      const date = readBirthDate(raw, writtenOn)
      if (date === noBirthDate) return
      assert.ok(yearOf(date) >= 1880 && yearOf(date) <= 2199)
      assert.equal(readBirthDate(birthDateText(date)), date)
    }),
    { numRuns: 5000 },
  )
})

test('every day of the calendar, by the clock of the runtime, is read in four forms', () => {
  const day = fc.date({
    min: new Date('1901-01-02T00:00:00Z'),
    max: new Date('2199-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(day, (date) => {
      const iso = date.toISOString().slice(0, 10)
      const [year, month, dayOfMonth] = iso.split('-')
      const forms = [
        iso,
        `${dayOfMonth}/${month}/${year}`,
        `${dayOfMonth}${month}${year}`,
        `${year}${month}${dayOfMonth}0000`,
      ]
      for (const form of forms) assert.equal(text(form), iso)
      assert.equal(precisionOf(readBirthDate(iso)), precision.day)
    }),
    { numRuns: 3000 },
  )
})

test('comparing dates is symmetric', () => {
  const near = fc
    .tuple(
      fc.integer({ min: 1, max: 28 }),
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 1980, max: 1992 }),
      fc.boolean(),
    )
    .map(
      ([day, month, year, isYearOnly]): BirthDate =>
        readBirthDate(isYearOnly ? `~${year}` : `${day}/${month}/${year}`),
    )
  fc.assert(
    fc.property(near, near, (a, b) => assert.equal(compareBirthDates(a, b), compareBirthDates(b, a))),
    { numRuns: 5000 },
  )
})
