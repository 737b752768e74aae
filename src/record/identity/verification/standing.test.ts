import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { digestSubject, readDigestKey } from './digest-subject.ts'
import { declaredLevel, isAtLeast, type Level, levelOfAnswer, levels, makesVeto, methods } from './levels.ts'
import { type Evidence, isUsable, type Reader, standingOf } from './standing.ts'
import { aPersonToVerify, digestKey } from './testing.ts'
import { outcomes, verifiedFields } from './verification.types.ts'

const now = new Date('2026-11-21T08:00:00+07:00')
const later = (days: number) => new Date(now.getTime() + days * 86_400_000)
const digest = digestSubject(digestKey, aPersonToVerify())
const reader = (says: Partial<Reader> = {}): Reader => ({
  ...{ facility: '99901', now, reuse: 'facility', subjectDigest: digest },
  ...says,
})
const evidence = (says: Partial<Evidence> = {}): Evidence => ({
  ...{ method: 'population', outcome: 'confirmed', level: 'population-verified', facility: '99901' },
  ...{ at: later(-1), expiresAt: later(364), subjectDigest: digest },
  ...says,
})

test('of the five levels only a chip that was read and the population database may forbid a link', () => {
  assert.deepEqual(levels.filter(makesVeto), ['chip-read', 'population-verified'])
  assert.deepEqual(
    levels.filter((level) => isAtLeast(level, 'declared')),
    ['declared', 'document-seen', 'chip-read', 'population-verified'],
  )
  assert.equal(declaredLevel(null), 'none')
  assert.equal(declaredLevel('079190999001'), 'declared')
})

test('a number that exists is not a person: confirmed counts with name and birth compared, not without', () => {
  assert.equal(levelOfAnswer('confirmed', verifiedFields), 'population-verified')
  assert.equal(levelOfAnswer('confirmed', ['citizenNumber', 'fullName', 'birthDate']), 'population-verified')
  assert.equal(levelOfAnswer('confirmed', ['citizenNumber', 'fullName', 'sex']), 'declared')
  assert.equal(levelOfAnswer('confirmed', ['citizenNumber']), 'declared')
  for (const outcome of ['differs', 'not-found', 'replaced'] as const)
    assert.equal(levelOfAnswer(outcome, verifiedFields), 'declared')
})

test('the asking facility relies on its answer, another one does not unless the setting says so', () => {
  assert.equal(standingOf('declared', [evidence()], reader()).level, 'population-verified')
  assert.equal(standingOf('declared', [evidence()], reader({ facility: '99902' })).level, 'declared')
  const shared = standingOf('declared', [evidence()], reader({ facility: '99902', reuse: 'province' }))
  assert.deepEqual([shared.level, shared.vetoes], ['population-verified', true])
})

test('an answer runs out, and says nothing of a record whose words have changed', () => {
  assert.equal(standingOf('declared', [evidence({ expiresAt: now })], reader()).level, 'declared')
  const other = digestSubject(digestKey, aPersonToVerify({ fullName: 'NGUYỄN THỊ THỨ' }))
  assert.equal(standingOf('declared', [evidence()], reader({ subjectDigest: other })).level, 'declared')
})

test('what the database denies now it no longer confirms; a document stays, but forbids nothing while in doubt', () => {
  const denial = evidence({ outcome: 'replaced', level: 'declared', at: now })
  assert.deepEqual(standingOf('declared', [evidence(), denial], reader()), {
    ...{ level: 'declared', vetoes: false, doubt: 'replaced' },
    until: denial.expiresAt,
  })
  const chip = evidence({ method: 'chip', level: 'chip-read', at: later(-5), expiresAt: null })
  const doubted = standingOf('declared', [chip, denial], reader())
  assert.deepEqual([doubted.level, doubted.vetoes, doubted.until], ['chip-read', false, null])
  assert.equal(standingOf('declared', [chip], reader()).vetoes, true)
  const again = evidence({ at: later(0.1) })
  assert.equal(standingOf('declared', [denial, again], reader()).vetoes, true)
})

test('case and spaces of a name are no change of a record, a tone mark or another date is; without the key nothing is told', () => {
  const same = [{ fullName: ' nguyễn  thị thử ' }, { fullName: 'NGUYỄN THỊ THỬ'.normalize('NFD') }]
  for (const says of same) assert.deepEqual(digestSubject(digestKey, aPersonToVerify(says)), digest)
  const others = [
    { fullName: 'NGUYEN THI THU' },
    { birthDate: '1990' },
    { sex: null },
    { citizenNumber: '079190999002' },
  ]
  for (const says of others) assert.notDeepEqual(digestSubject(digestKey, aPersonToVerify(says)), digest)
  assert.notDeepEqual(digestSubject(Buffer.alloc(32, 8), aPersonToVerify()), digest)
  assert.equal(readDigestKey('ab'.repeat(32))?.length, 32)
  assert.equal(readDigestKey('ngắn'), null)
})

const someEvidence: fc.Arbitrary<Evidence> = fc.record({
  method: fc.constantFrom(...methods),
  outcome: fc.constantFrom(...outcomes),
  level: fc.constantFrom<Level>('declared', 'document-seen', 'chip-read', 'population-verified'),
  facility: fc.constantFrom('99901', '99902'),
  at: fc.integer({ min: -400, max: 0 }).map(later),
  expiresAt: fc.option(fc.integer({ min: -30, max: 400 }).map(later)),
  subjectDigest: fc.constantFrom(digest, Buffer.alloc(16)),
})

test('property: the order in which evidence was read changes nothing, and what is unusable adds nothing', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(someEvidence, { selector: (one) => one.at.getTime(), maxLength: 8 }),
      (all) => {
        const whole = standingOf('declared', all, reader())
        assert.deepEqual(standingOf('declared', all.toReversed(), reader()), whole)
        const usable = all.filter((one) => isUsable(one, reader()))
        assert.deepEqual(standingOf('declared', usable, reader()), whole)
        assert.ok(!whole.vetoes || (whole.doubt === null && makesVeto(whole.level)))
      },
    ),
    { numRuns: 2_000 },
  )
})
