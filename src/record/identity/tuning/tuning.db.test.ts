import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#foundation/db'
import { thachThang } from '../model/testing.ts'
import { aPerson } from '../testing.ts'
import {
  applyVersion,
  describeBlocksInUse,
  learnVersion,
  listVersions,
  type SimulatedVersion,
  simulateVersion,
} from './index.ts'
import { openVersion } from './open-version.ts'
import { aFilledRegister, type FilledRegister, somePeople } from './testing.ts'

// One number on twelve people of twelve names, one phone on forty: nobody's.
const strangers = (count: number, words: object) =>
  Array.from({ length: count }, (_, at) =>
    aPerson({
      ...{ facilityCode: '99908', localId: `X${Object.keys(words)[0]}${at}`, insuranceNumbers: [] },
      ...{ citizenId: null, fullName: `VŨ THỊ ${givens[at % givens.length]}`, seenAt: null },
      birthDate: `19${50 + (at % 40)}-0${1 + (at % 9)}-1${at % 9}`,
      words: { citizenNumber: null, ...words },
    }),
  )
const givens = [
  'AN BÌNH CHI DUNG GIANG HÀ HẠNH HIỀN HOA HỒNG HƯƠNG KHÁNH KIM LAN LIÊN LINH LOAN LY MAI MINH MY NGA NGỌC NHUNG',
  'OANH PHƯƠNG QUYÊN SEN TÂM THẢO THU THÚY TRANG TRINH TUYẾT UYÊN VÂN XUÂN YẾN ĐÀO',
].flatMap((line) => line.split(' '))

// A name that a whole commune bears, in two generations: sixty of one year, and two of each other year.
const namesakes = Array.from({ length: 130 }, (_, at) =>
  aPerson({
    ...{ facilityCode: '99907', localId: `N${at}`, citizenId: null, insuranceNumbers: [], seenAt: null },
    ...{ fullName: 'ĐẶNG THỊ LAN', birthDate: at < 60 ? '1985' : String(1930 + Math.floor(at / 2)) },
    words: { address: thachThang, recordedOn: '2024-05-20' },
  }),
)

let register: FilledRegister
before(async () => {
  register = await aFilledRegister([
    ...somePeople(500, 3),
    ...strangers(12, { citizenNumber: '079190999055' }),
    ...strangers(40, { phone: '0909 999 001' }),
    ...namesakes,
  ])
})
after(() => register.close())

/** Fewer records and pairs than an installation learns from. */
const little = { records: 900, randomPairs: 200_000, pairsPerBlock: 30_000 }
const operator = { by: 'operator', why: 'Thử phiên bản mới' }
const asked = { ...operator, batch: 300 }
const learn = (persons?: number) =>
  learnVersion(register, { sample: 1_000, onlyValues: true, ...(persons ? { persons } : {}) })

test('an index that is too small is told so, and learns the values that belong to nobody all the same', async () => {
  const small = await learnVersion(register, { sample: 1_000 })
  assert.ok(!small.ok)
  assert.match(small.problem.message, /--only-values/)
  const learned = await learn()
  assert.ok(learned.ok && learned.value.isNew && learned.value.learned.weights === null)
  const dummies = learned.value.settings.dummies!.map(({ system, value }) => `${system} ${value}`)
  assert.ok(dummies.includes('citizen-id 079190999055') && dummies.includes('phone 0909999001'))
  const again = await learn()
  assert.ok(again.ok && !again.value.isNew && again.value.number === learned.value.number)
  const [current, coming] = await listVersions(register.db)
  assert.deepEqual([current!.state, coming!.state, coming!.phase], ['current', 'coming', 'weigh'])
  assert.deepEqual(coming!.learned, learned.value.learned)
  assert.deepEqual(
    [current!.made!.dummies, coming!.made!.dummies],
    [0, learned.value.learned.dummies],
    'the list says what each was made with',
  )
})

test('a key that a whole commune shares is refined until few share it, and that of a number of nobody is no key at all', async () => {
  const learned = await learn()
  assert.ok(learned.ok)
  const { hotValues } = learned.value.settings.linkage
  const ofLan = (hotValues['name and commune'] ?? []).filter(
    (key) => key.startsWith('dang thi lan|') || /lan/.test(key),
  )
  const years = ofLan.map((key) => key.split('\u001f').slice(1))
  assert.ok(
    years.some((parts) => parts.length === 0),
    'the name in the commune',
  )
  assert.deepEqual(
    years.filter((parts) => parts.length > 0),
    [[(1985).toString(36)]],
    'the name in the commune of the one year that sixty share, and of no other',
  )
  assert.deepEqual(hotValues['citizen id'], [])
  const crowds = await describeBlocksInUse(register, { sample: 1 })
  assert.ok(crowds.ok)
  assert.ok(
    crowds.value.largest.some(
      ({ block, holder }) => block === 'name and commune' && holder?.facility === '99907',
    ),
  )
})

test('from enough records weights and names are learned as well', async () => {
  const learned = await learnVersion(register, { sample: 700 }, {}, little)
  assert.ok(learned.ok && learned.value.learned.weights !== null)
  const { weights, sample, names } = learned.value.learned
  assert.ok(sample <= 700 && names > 0 && weights.comparisons.length === 11)
  const opened = await openVersion(register.db, learned.value.number, { now: register.clock.now() })
  assert.ok(opened.ok, 'it is opened again from what was kept')
  assert.ok(opened.value.settings.names!.records > 0)
  const whole = await learnVersion(register, { sample: 100_000 }, {}, little)
  assert.ok(whole.ok)
  assert.equal(whole.value.learned.sample, whole.value.learned.records, 'no more than there are')
  assert.ok(whole.value.learned.weights!.matches > weights.matches)
})

test('learning that is stopped leaves nothing', async () => {
  const before = (await listVersions(register.db)).length
  const stop = new AbortController()
  const learning = learnVersion(
    register,
    { sample: 700, persons: 77 },
    { signal: stop.signal, onProgress: (step) => step === 'records' && stop.abort() },
    little,
  )
  await assert.rejects(learning, { name: 'AbortError' })
  assert.equal((await listVersions(register.db)).length, before)
})

/** A version for a much larger country: names and dates are worth less there, so that people part. */
const careful = async () => {
  const learned = await learn(80_000_000)
  assert.ok(learned.ok)
  return learned.value.number
}

test('a simulation says who would part and why, digits hidden, and changes nothing', async () => {
  const model = await careful()
  const before = await register.whoIsWho()
  const run = await simulateVersion(register, { model, sample: 100_000, examplesPerKind: 3 })
  assert.ok(run.ok)
  const diff = run.value
  assert.ok(
    diff.splits > 0 && diff.pairsLost > 0 && diff.joins === 0,
    JSON.stringify({ ...diff, examples: 0 }),
  )
  assert.ok(diff.examples.length > 0 && diff.examples.length <= 9)
  for (const example of diff.examples) {
    assert.ok(example.proposed.lines.length > 0 && example.fields.length > 0)
    assert.ok(example.inForce.weight > example.proposed.weight, 'what was joined is worth less now')
    const shown = JSON.stringify(
      example.fields.filter(({ field }) => field !== 'birth' && field !== 'address'),
    )
    assert.ok(!/\d{5}/.test(shown), shown)
  }
  assert.deepEqual(await register.whoIsWho(), before)
  const same = await simulateVersion(register, { model: 1, sample: 100_000, examplesPerKind: 3 })
  assert.ok(same.ok)
  const quiet = ({ joins, splits, moves, review }: SimulatedVersion) => [joins, splits, moves, review.added]
  assert.deepEqual(quiet(same.value), [0, 0, 0, 0])
})

test('a version is applied as simulated; stopped, it goes on; the former one brings everybody back, id by id', async () => {
  const model = await careful()
  const run = await simulateVersion(register, { model, sample: 100_000, examplesPerKind: 1 })
  assert.ok(run.ok)
  const before = await register.whoIsWho()
  const persons = async () =>
    (
      await register.db.one<{ n: number }>(
        sql`select count(distinct person_id)::int as n from identity.record`,
      )
    ).n
  const [first] = [await persons()]
  const stop = new AbortController()
  const seen: number[] = []
  const stopped = await applyVersion(
    register,
    { ...asked, model },
    { signal: stop.signal, onBatch: ({ passed }) => seen.push(passed) === 2 && stop.abort() },
  )
  assert.ok(stopped.ok && !stopped.value.isDone)
  assert.deepEqual(seen, [300, 600])
  let began = 0
  const done = await applyVersion(
    register,
    { ...asked, model },
    { onBatch: ({ passed }) => (began ||= passed) },
  )
  assert.ok(done.ok && done.value.isDone && done.value.moved > 0)
  assert.equal(began, 900, 'it goes on where it stopped')
  assert.ok((await persons()) > first)
  const { unchanged, joins, splits, moves } = run.value
  assert.deepEqual([joins, moves], [0, 0])
  assert.ok(unchanged + splits <= first)
  const states = (await listVersions(register.db)).map(({ number, state }) => [number, state])
  assert.deepEqual(
    states.filter(([, state]) => state !== 'coming'),
    [
      [1, 'past'],
      [model, 'current'],
    ],
  )
  const twice = await applyVersion(register, { ...asked, model })
  assert.ok(twice.ok && twice.value.wasInForce)
  const back = await applyVersion(register, { ...asked, model: 1 })
  assert.ok(back.ok && back.value.isDone)
  assert.deepEqual(await register.whoIsWho(), before)
})

test('blocks tell what they cost and what they alone find', async () => {
  const said = await describeBlocksInUse(register, { sample: 100_000 })
  assert.ok(said.ok)
  const { records, candidates, pairs, unmet, blocks } = said.value
  const { n } = await register.db.one<{ n: number }>(sql`select count(*)::int as n from identity.record`)
  assert.equal(records, n)
  assert.ok(candidates.mean > 0 && candidates.max >= candidates.p99 && candidates.p99 >= candidates.mean)
  const linked = await register.db.one<{ n: number }>(sql`
    select sum(c * (c - 1))::int as n from (select count(*) as c from identity.record group by person_id) x`)
  assert.equal(pairs, linked.n, 'seen from each of the two')
  assert.ok(unmet < pairs / 10)
  for (const block of blocks) {
    assert.ok(block.onlyHere <= block.pairs && block.pairs <= pairs && block.records <= records, block.name)
    assert.ok(block.holders.max <= 100, block.name)
  }
  assert.ok(blocks.find(({ name }) => name === 'citizen id')!.pairs > 0)
})

test('numbers of versions that are not there, or cannot be opened any more, are refused in a sentence', async () => {
  for (const model of [999, -1]) {
    const none = await simulateVersion(register, { model, sample: 10, examplesPerKind: 1 })
    assert.ok(!none.ok && none.problem.kind === 'not-found')
  }
  await register.db.run(sql`update identity.model_version set settings = replace(settings, '"persons":', '"people":')
    where number = (select max(number) from identity.model_version)`)
  const damaged = await applyVersion(register, { ...asked, model: (await listVersions(register.db)).length })
  assert.ok(!damaged.ok && damaged.problem.code === 'IDENTITY_TUNING_VERSION_CLOSED')
})
