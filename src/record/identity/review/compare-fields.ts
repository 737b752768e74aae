import type { DemographicRecord } from '#vocabulary/demographics'
import {
  birthDateText,
  birthLevel,
  compareBirthDates,
  noBirthDate,
  readBirthDate,
} from '#vocabulary/demographics/dates'
import { compareNames, nameLevel, readName } from '#vocabulary/demographics/names'
import {
  identifierSystems,
  NumberFlag,
  readCitizenField,
  readNumbers,
} from '#vocabulary/demographics/numbers'
import { comparePlaces, PlaceLevel, readPlace } from '#vocabulary/demographics/places'
import type { ReviewField, ReviewFieldName, ReviewValue } from './api.types.ts'
import { markDate, markWords } from './mark-words.ts'
import { differences, maskAlone, maskBeside, type Part } from './mask-digits.ts'

type Words = DemographicRecord
type State = ReviewField['state']

/** Spellings of one thing on one side, the most frequent first; more say nothing new. */
const valuesAtMost = 6

/**
 * What two groups say, field by field, with what differs marked. Fields about which neither says anything are left out; a name is
 * read by the same rules as the model reads it, so that a missing tone mark is no difference between two people.
 */
export function compareFields(left: readonly Words[], right: readonly Words[]): ReviewField[] {
  const numbers = [left, right].map((side) => side.map((words) => readNumbers(words, null)))
  const ofSystem = (system: string, side: 0 | 1) =>
    numbers[side]!.map((found) =>
      found
        .filter((one) => one.system === system && (one.flags & NumberFlag.dummy) === 0)
        .map((o) => o.value),
    )
  const fields = [
    named('name', left, right, (words) => words.fullName),
    birth(left, right),
    exact('sex', left, right, (words) => (words.sex === 'unknown' ? null : words.sex)),
    ...identifierSystems.map((system) => counted(system, ofSystem(system, 0), ofSystem(system, 1))),
    address(left, right),
    named('mother', left, right, (words) => words.mother?.fullName ?? null),
    counted('mother-number', left.map(motherNumbers), right.map(motherNumbers)),
    named('father', left, right, (words) => words.father?.fullName ?? null),
    exact('birth-order', left, right, ({ birthOrder }) => (birthOrder === null ? null : String(birthOrder))),
  ]
  return fields.filter((field) => field.left.length + field.right.length > 0)
}

const motherNumbers = (words: Words): string[] =>
  readCitizenField(words.mother?.citizenNumber ?? null, { birthYear: null, sex: 'female' })
    .filter((one) => (one.flags & NumberFlag.dummy) === 0)
    .map((one) => one.value)

/** Each value once, with how many records say it. */
function tally(values: readonly (string | null)[]): { value: string; records: number }[] {
  const counts = new Map<string, number>()
  for (const value of values)
    if (value !== null && value.trim() !== '') counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .map(([value, records]) => ({ value, records }))
    .sort((a, b) => b.records - a.records || (a.value < b.value ? -1 : 1))
    .slice(0, valuesAtMost)
}

function field(
  name: ReviewFieldName,
  [left, right]: readonly [readonly (string | null)[], readonly (string | null)[]],
  show: (value: string, others: readonly string[]) => readonly Part[],
  compare: (a: string, b: string) => Exclude<State, 'one-side'>,
): ReviewField {
  const [ours, theirs] = [tally(left), tally(right)]
  const shown = (list: typeof ours, others: typeof ours): ReviewValue[] =>
    list.map(({ value, records }) => ({
      parts: show(
        value,
        others.map((other) => other.value),
      ),
      records,
    }))
  return {
    field: name,
    state: best(ours.flatMap((a) => theirs.map((b) => compare(a.value, b.value)))),
    left: shown(ours, theirs),
    right: shown(theirs, ours),
  }
}

const order = ['equal', 'similar', 'different'] as const
const best = (states: readonly State[]): State => order.find((state) => states.includes(state)) ?? 'one-side'

function named(
  name: ReviewFieldName,
  left: readonly Words[],
  right: readonly Words[],
  read: (words: Words) => string | null,
): ReviewField {
  return field(name, [left.map(read), right.map(read)], markWords, (a, b) => {
    const level = compareNames(readName(a), readName(b))
    if (level === nameLevel.missing) return 'similar'
    if (level === nameLevel.exact) return 'equal'
    return level <= nameLevel.oneEdit ? 'similar' : 'different'
  })
}

function birth(left: readonly Words[], right: readonly Words[]): ReviewField {
  const read = (words: Words) => {
    const date = readBirthDate(words.birthDate, words.recordedOn)
    return date === noBirthDate ? null : birthDateText(date)
  }
  return field('birth', [left.map(read), right.map(read)], markDate, (a, b) => {
    if (a === b) return 'equal'
    const level = compareBirthDates(readBirthDate(a, null), readBirthDate(b, null))
    return level <= birthLevel.yearSlip ? 'similar' : 'different'
  })
}

function exact(
  name: ReviewFieldName,
  left: readonly Words[],
  right: readonly Words[],
  read: (words: Words) => string | null,
): ReviewField {
  return field(
    name,
    [left.map(read), right.map(read)],
    (value, others) => [{ text: value, differs: others.length > 0 && !others.includes(value) }],
    (a, b) => (a === b ? 'equal' : 'different'),
  )
}

/** Beside the number of the other side that is nearest. */
function counted(
  name: ReviewFieldName,
  left: readonly (readonly string[])[],
  right: readonly (readonly string[])[],
): ReviewField {
  const show = (value: string, others: readonly string[]) => {
    const nearest = [...others].sort((a, b) => differences(value, a) - differences(value, b))[0]
    return nearest === undefined ? maskAlone(value) : maskBeside(value, nearest)
  }
  return field(name, [left.flat(), right.flat()], show, (a, b) => {
    if (a === b) return 'equal'
    return differences(a, b) <= 1 ? 'similar' : 'different'
  })
}

function address(left: readonly Words[], right: readonly Words[]): ReviewField {
  const places = new Map<string, ReturnType<typeof readPlace>>()
  const read = (words: Words) => {
    const text = words.address.text ?? codesOf(words)
    if (text !== null && !places.has(text)) places.set(text, readPlace(words.address, words.recordedOn))
    return text
  }
  const compared = field('address', [left.map(read), right.map(read)], markWords, (a, b) => {
    if (a === b) return 'equal'
    const level = comparePlaces(places.get(a)!, places.get(b)!)
    if (level >= PlaceLevel.commune) return 'equal'
    return level === PlaceLevel.different ? 'different' : 'similar'
  })
  // One commune is written in many ways: where it is the same, words that differ are no difference.
  return compared.state === 'equal'
    ? { ...compared, left: compared.left.map(unmarked), right: compared.right.map(unmarked) }
    : compared
}

const unmarked = ({ parts, records }: ReviewValue): ReviewValue => ({
  parts: [{ text: parts.map((part) => part.text).join(''), differs: false }],
  records,
})

/** Where only codes were sent, each with the kind of its unit. */
const codesOf = ({ address: { wardCode, districtCode, provinceCode } }: Words): string | null => {
  const codes = [
    ['mã xã', wardCode],
    ['mã huyện', districtCode],
    ['mã tỉnh', provinceCode],
  ].flatMap(([kind, code]) => (code === null ? [] : [`${kind} ${code}`]))
  return codes.length === 0 ? null : codes.join(', ')
}
