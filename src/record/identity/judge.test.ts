import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foldName } from '#vocabulary/vietnam'
import { judge } from './judge.ts'
import type { PatientToWrite, PersonToWrite } from './person.queries.ts'

const human = (name: string, birthDate: string | null, sex = 'female', citizenId: string | null = null) => ({
  foldedName: foldName(name),
  birthDate,
  sex,
  citizenId,
})
const holder = (
  id: string,
  name: string,
  birth: string | null,
  says: Partial<PersonToWrite> = {},
): PersonToWrite => ({
  shard: 1,
  person_id: id,
  full_name: name,
  folded_name: foldName(name),
  birth_date: birth,
  sex: 'female',
  citizen_id: null,
  insurance_number: null,
  address: null,
  deceased: false,
  facilities: ['99901'],
  last_visit_at: null,
  retired_into: null,
  ...says,
})
const patient = (person: PersonToWrite, says: Partial<PatientToWrite> = {}): PatientToWrite => ({
  shard: 1,
  facility: '99901',
  local_id: 'BN1',
  patient_id: 'p',
  person_shard: 1,
  person_id: person.person_id,
  joined_by: 'first-seen',
  folded_name: person.folded_name,
  birth_date: person.birth_date,
  citizen_id: person.citizen_id,
  seen_at: null,
  ...says,
})
const byCitizen = (person: PersonToWrite) => ({ kind: 'citizen-id', person })
const byCard = (person: PersonToWrite) => ({ kind: 'insurance-number', person })
const known = (person: PersonToWrite, says: Partial<PatientToWrite> = {}, isAlone = true) => ({
  person,
  patient: patient(person, says),
  isAlone,
})

const lan = holder('lan', 'Nguyễn Thị Lan', '1990-03-15', { citizen_id: '1' })

test('nobody holds the numbers: a new person, who may hold them from now on', () => {
  const verdict = judge(human('Nguyễn Thị Lan', '1990', 'female', '1'), null, [])
  assert.deepEqual(verdict, {
    person: null,
    rule: 'first-seen',
    isOtherHuman: false,
    mayClaimNumbers: true,
    review: [],
  })
})

const sameCitizenNumber: [string, ReturnType<typeof human>, boolean][] = [
  ['the same name and day', human('Nguyễn Thị Lan', '1990-03-15'), true],
  ['the name without tone marks', human('NGUYEN THI LAN', '1990-03-15'), true],
  ['only the birth year', human('Nguyễn Thị Lan', '1990'), true],
  ['no birth date', human('Nguyễn Thị Lan', null), true],
  ['a birth year off by a slip', human('Nguyễn Thị Lan', '1991-03-15'), true],
  ['a misspelled name, same year and sex', human('Nguyễn Thị Lân', '1990-03-15'), true],
  ['another name, same year, other sex', human('Trần Văn Bình', '1990-03-15', 'male'), false],
  ['another name and another year', human('Trần Thị Bình', '1992-01-01'), false],
  ['the mother’s name on a newborn', human('Nguyễn Thị Lan', '2026-08-02'), false],
]
for (const [what, incomer, joins] of sameCitizenNumber) {
  test(`one citizen number and ${what}: ${joins ? 'the same person' : 'two people, and a human looks'}`, () => {
    for (const [kind, reason] of [
      ['citizen-id', 'citizen-id-but-other-name-and-birth'],
      ['insurance-number', 'insurance-number-but-other-name-and-birth'],
    ] as const) {
      const mother = { ...lan, citizen_id: null }
      const verdict = judge(incomer, null, [{ kind, person: mother }])
      assert.equal(verdict.person?.person_id ?? null, joins ? 'lan' : null)
      assert.deepEqual(verdict.review, joins ? [] : [{ personId: 'lan', reason }])
    }
  })
}

test('a lent card: the card’s person has another citizen number, so it does not join', () => {
  const verdict = judge(human('Nguyễn Thị Lan', '1990-03-15', 'female', '2'), null, [byCard(lan)])
  assert.equal(verdict.person, null)
  assert.deepEqual(verdict.review, [{ personId: 'lan', reason: 'insurance-number-but-other-citizen-id' }])
})

test('citizen number of one, card of another: the citizen number decides and a human looks', () => {
  const binh = holder('binh', 'Trần Văn Bình', '1960', { sex: 'male' })
  const verdict = judge(human('Nguyễn Thị Lan', '1990-03-15', 'female', '1'), null, [
    byCitizen(lan),
    byCard(binh),
  ])
  assert.equal(verdict.person?.person_id, 'lan')
  assert.deepEqual(verdict.review, [{ personId: 'binh', reason: 'two-numbers-two-persons' }])
})

test('a known local number stays with its person when the numbers are new', () => {
  const verdict = judge(human('Nguyễn Thị Lan', '1990-03-15', 'female', '1'), known(lan), [])
  assert.equal(verdict.person?.person_id, 'lan')
})

test('a known patient without a number follows the citizen number they are later seen with', () => {
  const early = holder('early', 'Nguyễn Thị Lan', '1990')
  const verdict = judge(human('Nguyễn Thị Lan', '1990', 'female', '1'), known(early), [byCitizen(lan)])
  assert.equal(verdict.person?.person_id, 'lan')
  assert.equal(verdict.rule, 'citizen-id')
})

test('but not when somebody else would be left behind with the old person: then a human looks', () => {
  const early = holder('early', 'Nguyễn Thị Lan', '1990')
  const verdict = judge(human('Nguyễn Thị Lan', '1990', 'female', '1'), known(early, {}, false), [
    byCitizen(lan),
  ])
  assert.equal(verdict.person?.person_id, 'early')
  assert.deepEqual(verdict.review, [{ personId: 'lan', reason: 'numbers-point-to-another-person' }])
})

test('a card alone never moves a known patient', () => {
  const early = holder('early', 'Nguyễn Thị Lan', '1990')
  const verdict = judge(human('Nguyễn Thị Lan', '1990'), known(early), [byCard(lan)])
  assert.equal(verdict.person?.person_id, 'early')
  assert.equal(verdict.review.length, 1)
})

const reuse: [string, ReturnType<typeof human>, Partial<PatientToWrite>, boolean][] = [
  [
    'another citizen number, name and year',
    human('Trần Văn Bình', '1960', 'male', '2'),
    { citizen_id: '1' },
    true,
  ],
  [
    'another citizen number and name, same year and sex',
    human('Trần Thị Bình', '1990', 'female', '2'),
    { citizen_id: '1' },
    true,
  ],
  [
    'another citizen number under the same name and year (a corrected number)',
    human('Nguyễn Thị Lan', '1990', 'female', '2'),
    { citizen_id: '1' },
    false,
  ],
  ['no numbers, another name and year', human('Trần Văn Bình', '1960', 'male'), { citizen_id: null }, true],
  [
    'no numbers, another name, same year (a corrected name)',
    human('Nguyễn Thị Lân', '1990'),
    { citizen_id: null },
    false,
  ],
  [
    'no numbers, same name, another year (a corrected year)',
    human('Nguyễn Thị Lan', '1989'),
    { citizen_id: null },
    false,
  ],
  [
    'the same citizen number, another name and year (both corrected)',
    human('Trần Thị Bình', '1989', 'female', '1'),
    { citizen_id: '1' },
    false,
  ],
]
for (const [what, incomer, says, isOther] of reuse) {
  test(`a local number used again with ${what}: ${isOther ? 'another human' : 'the same'}`, () => {
    assert.equal(judge(incomer, known(lan, says), []).isOtherHuman, isOther)
  })
}
