import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import type { ConceptMap } from 'fhir/r4'
import { fixedClock } from '#foundation/clock'
import { answerProblems } from '#foundation/http'
import { type TestDatabase, withDatabase } from '#foundation/testkit'
import { validateResource } from '#vocabulary/validation'
import type { MappingBulk, MappingCandidates, MappingDecided, MappingQueue } from './api.types.ts'
import {
  cataloguesMigrations,
  localSource,
  mappingRoutes,
  noteLocalCodes,
  openCatalogues,
  openTranslators,
  type SeenLocalCode,
} from './index.ts'

let t: TestDatabase
let app: FastifyInstance
let deps: Parameters<typeof mappingRoutes>[0]
const clock = fixedClock('2026-11-22T08:00:00+07:00')
const vendor = 'HIS Mẫu B (.NET)'
const source = localSource({ vendor, facility: '99901' })

before(async () => {
  t = await withDatabase([cataloguesMigrations])
  deps = { db: t.db, clock, catalogues: openCatalogues(t.db, clock) }
  app = Fastify()
  answerProblems(app)
  await app.register(mappingRoutes(deps))
})
after(async () => {
  await app.close()
  await t.close()
})

const seen = (code: string, display: string, more: Partial<SeenLocalCode> = {}): SeenLocalCode => ({
  facility: '99901',
  vendor,
  list: 'techniques',
  code,
  display,
  count: 1,
  ...more,
})
const queue = async (query = '') =>
  (await app.inject(`/api/catalogues/mapping?${query}`)).json<MappingQueue>()
const post = (path: string, payload: object) =>
  app.inject({ method: 'POST', url: `/api/catalogues/mapping/${path}`, payload })
const key = (code: string, display: string) => ({
  source,
  list: 'techniques',
  code,
  nameKey: display
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'd')
    .toLowerCase(),
})
const mapTo = (target: string) => ({ state: 'mapped', target, equivalence: 'equivalent' })

test('codes that facilities use stand in the queue, the most used first, with who uses them', async () => {
  await noteLocalCodes(deps, [
    seen('XN01', 'Định lượng Glucose [Máu]', { count: 40 }),
    seen('XN01', 'Định lượng Glucose [Máu]', { count: 2, facility: '99902' }),
    seen('DT01', 'Ghi điện tim cấp cứu tại giường', { count: 7 }),
    seen('', '', { count: 9 }),
    seen('Q1', 'Không thuộc danh mục nào', { list: 'of-nobody' }),
  ])
  await noteLocalCodes(deps, [seen('DT01', 'Ghi điện tim cấp cứu tại giường', { count: 3 })])
  const { items, progress } = await queue()
  assert.deepEqual(
    items.map(({ code, count }) => [code, count]),
    [
      ['XN01', 42],
      ['DT01', 10],
    ],
  )
  assert.deepEqual(items[0]?.facilities, [
    { facility: '99901', count: 40 },
    { facility: '99902', count: 2 },
  ])
  assert.deepEqual(progress, [{ source, list: 'techniques', codes: { open: 2 }, uses: { open: 52 } }])
  assert.deepEqual(
    (await queue('q=dien%20tim')).items.map((each) => each.code),
    ['DT01'],
  )
})

test('proposals come by likeness; a decision is remembered for all hospitals of the vendor, and can be taken back', async () => {
  const display = 'Ghi điện tim cấp cứu tại giường'
  const proposals = (
    await app.inject(
      `/api/catalogues/mapping/candidates?list=techniques&display=${encodeURIComponent(display)}&n=3`,
    )
  ).json<MappingCandidates>()
  assert.equal(proposals.items[0]?.code, '1.2')
  assert.equal(proposals.items[0]?.score, 1)

  const translators = openTranslators(deps)
  const from = { vendor, facility: '99950' }
  assert.equal((await translators.translatorOf(from)).translate('techniques', 'DT01', display), null)
  const decided = await post('decisions', { items: [{ key: key('DT01', display), decision: mapTo('1.2') }] })
  assert.equal(decided.statusCode, 200, decided.body)
  clock.advance(6_000)
  const after = await translators.translatorOf(from)
  assert.deepEqual(after.translate('techniques', ' DT01 ', 'GHI ĐIỆN TIM CẤP CỨU TẠI GIƯỜNG'), {
    system: 'https://mach.vn/fhir/CodeSystem/technique',
    code: '1.2',
    display,
    equivalence: 'equivalent',
  })
  assert.equal(
    (await translators.translatorOf({ vendor: 'HIS khác', facility: '99901' })).translate(
      'techniques',
      'DT01',
      display,
    ),
    null,
  )

  const { batch } = decided.json<MappingDecided>()
  assert.equal((await post('undo', { batch })).statusCode, 200)
  assert.equal((await post('undo', { batch })).statusCode, 409)
  clock.advance(6_000)
  assert.equal((await translators.translatorOf(from)).translate('techniques', 'DT01', display), null)
  assert.equal((await queue('state=open')).items.length, 2)
})

test('a code that comes back under another name is not translated by the decision made for the first name', async () => {
  await noteLocalCodes(deps, [seen('XN01', 'Định lượng Urê máu', { facility: '99903' })])
  const glucose = 'Định lượng Glucose [Máu]'
  const target = '23.75'
  const answer = await post('decisions', {
    items: [{ key: { ...key('XN01', ''), nameKey: 'dinh luong glucose mau' }, decision: mapTo(target) }],
  })
  assert.equal(answer.statusCode, 200, answer.body)
  clock.advance(6_000)
  const translator = await openTranslators(deps).translatorOf({ vendor, facility: '99903' })
  assert.equal(translator.translate('techniques', 'XN01', glucose)?.code, target)
  assert.equal(translator.translate('techniques', 'XN01', 'Định lượng Urê máu'), null)
})

test('a target that is in no version of today is refused, and so is a code nobody sent', async () => {
  const wrong = await post('decisions', {
    items: [{ key: { ...key('XN01', ''), nameKey: 'dinh luong glucose mau' }, decision: mapTo('99.9999') }],
  })
  assert.equal(wrong.json<{ code: string }>().code, 'CATALOGUES_UNKNOWN_TARGET')
  const nobody = await post('decisions', {
    items: [{ key: key('ZZ', 'zz'), decision: { state: 'no-match' } }],
  })
  assert.equal(nobody.statusCode, 404)
})

test('in bulk only what is clear is proposed: not a side, a number or a negation apart, not one of two alike', async () => {
  await noteLocalCodes(deps, [
    seen('B1', 'Xét nghiệm nhanh INR (có thể kèm theo cả chỉ số PT%, PTs) bằng máy cầm tay'),
    seen('B2', 'Xạ hình tưới máu cơ tim gắng sức và không gắng sức với thứ gì đó'),
    seen('B3', 'Đặt ống nội khí quản số 99'),
  ])
  const bulk = (await post('bulk', { source, list: 'techniques', threshold: 0.95 })).json<MappingBulk>()
  assert.deepEqual(
    bulk.items
      .map(({ key: { code }, target }) => [code, target.code])
      .filter(([code]) => code!.startsWith('B')),
    [['B1', '22.4']],
  )
  const all = await post('decisions', {
    items: bulk.items.map((each) => ({ key: each.key, decision: mapTo(each.target.code) })),
  })
  assert.equal(all.json<MappingDecided>().decided, bulk.items.length)
  assert.equal(
    (await post('undo', { batch: all.json<MappingDecided>().batch })).json<MappingDecided>().decided,
    bulk.items.length,
  )
})

test('the decisions of a vendor are a ConceptMap that FHIR accepts', async () => {
  await noteLocalCodes(deps, [seen('XN01', 'Định lượng Urê máu')])
  await post('decisions', {
    items: [{ key: key('XN01', 'Định lượng Urê máu'), decision: { state: 'no-match' } }],
  })
  const answer = await app.inject(
    `/api/catalogues/mapping/concept-map?source=${encodeURIComponent(source)}&list=techniques`,
  )
  const map = answer.json<ConceptMap>()
  const issues = validateResource(map)
  assert.deepEqual(
    issues.filter((issue) => issue.severity === 'error' || issue.severity === 'fatal'),
    [],
  )
  const targets = map.group?.[0]?.element.map((each) => [
    each.display,
    each.target?.[0]?.code,
    each.target?.[0]?.equivalence,
  ])
  assert.deepEqual(targets, [
    ['Định lượng Glucose [Máu]', '23.75', 'equivalent'],
    ['Định lượng Urê máu', undefined, 'unmatched'],
  ])
  const empty = (
    await app.inject('/api/catalogues/mapping/concept-map?source=facility:99999&list=wards')
  ).json<ConceptMap>()
  assert.deepEqual(
    validateResource(empty).filter((issue) => issue.severity === 'error'),
    [],
  )
})

test('two batches about the same codes in opposite order both arrive', async () => {
  const codes = Array.from({ length: 300 }, (_, at) => seen(`P${at}`, `Tên ${at}`))
  await Promise.all([noteLocalCodes(deps, codes), noteLocalCodes(deps, [...codes].reverse())])
  const [line] = (await queue('q=p299')).items
  assert.equal(line?.count, 2)
})
