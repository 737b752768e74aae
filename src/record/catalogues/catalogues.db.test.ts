import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import { fixedClock } from '#foundation/clock'
import { answerProblems } from '#foundation/http'
import { projectRoot } from '#foundation/project'
import { type TestDatabase, withDatabase } from '#foundation/testkit'
import type {
  CatalogueCard,
  CatalogueDiff,
  CatalogueImportPreview,
  CataloguePage,
  WardMoves,
} from './api.types.ts'
import { type Catalogues, catalogueRoutes, cataloguesMigrations, openCatalogues } from './index.ts'
import { aWorkbook } from './testing.ts'

let t: TestDatabase
let app: FastifyInstance
let catalogues: Catalogues
const clock = fixedClock('2026-11-22T08:00:00+07:00')

before(async () => {
  t = await withDatabase([cataloguesMigrations])
  catalogues = openCatalogues(t.db, clock)
  app = Fastify()
  answerProblems(app)
  await app.register(catalogueRoutes({ catalogues, clock }))
})
after(async () => {
  await app.close()
  await t.close()
})

const get = async <T>(url: string): Promise<T> => {
  const answer = await app.inject(url)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json<T>()
}
const post = (url: string, options: object, bytes: Buffer) =>
  app.inject({
    method: 'POST',
    url: `${url}?fileName=moi.xlsx&options=${encodeURIComponent(JSON.stringify(options))}`,
    headers: { 'content-type': 'application/octet-stream' },
    payload: bytes,
  })
const departments = (...more: [string, string][]) => aWorkbook({ Khoa: [['Mã khoa', 'Tên khoa'], ...more] })

test('a spreadsheet is previewed, kept from a day on, compared, undone and brought back', async () => {
  const file = departments(['K01', 'Khoa Khám bệnh'], ['K50', 'Khoa Y học gia đình'], ['K02', 'Khoa HSCC'])
  const asked = { mode: 'amend', effectiveFrom: '2026-08-01' }
  const preview = (
    await post('/api/catalogues/departments/import/preview', asked, file)
  ).json<CatalogueImportPreview>()
  assert.deepEqual(preview.counts, { added: 1, changed: 1, ended: 0 })
  assert.deepEqual(preview.base, { version: 1, label: 'Danh mục khoa K01-K49, K99', entries: 50 })
  assert.deepEqual(preview.diffs[0]?.changes, [
    { field: 'name', from: 'Khoa Hồi sức cấp cứu', to: 'Khoa HSCC' },
  ])
  const kept = await post(
    '/api/catalogues/departments/import',
    { ...asked, label: 'QĐ 1804/QĐ-BYT', base: preview.base.version },
    file,
  )
  assert.equal(kept.statusCode, 200, kept.body)
  assert.deepEqual(kept.json(), { version: 101, added: 1, changed: 1, ended: 0 })

  assert.equal(await catalogues.lookUp('departments', 'K50', '2026-07-31'), null)
  assert.equal(
    (await catalogues.lookUp('departments', 'K50', '2026-08-01'))?.entry.name,
    'Khoa Y học gia đình',
  )
  assert.equal(
    (await catalogues.lookUp('departments', 'K19', '2026-08-01'))?.entry.name,
    'Khoa Ngoại tổng hợp',
  )
  const diff = await get<CatalogueDiff>('/api/catalogues/departments/diff?from=1&to=101')
  assert.deepEqual(diff.counts, preview.counts)

  const undone = await app.inject({ method: 'POST', url: '/api/catalogues/departments/versions/101/undo' })
  assert.equal(undone.json<CatalogueCard>().inForce, 1)
  assert.equal(await catalogues.lookUp('departments', 'K50', '2026-08-01'), null)
  const twice = await app.inject({ method: 'POST', url: '/api/catalogues/departments/versions/101/undo' })
  assert.equal(twice.statusCode, 409)
  const back = await app.inject({ method: 'POST', url: '/api/catalogues/departments/versions/101/restore' })
  assert.equal(back.json<CatalogueCard>().inForce, 101)
})

test('undoing a version leaves a later one that stands on it as it is', async () => {
  const commit = async (rows: [string, string][], effectiveFrom: string, label: string) => {
    const asked = { mode: 'amend', effectiveFrom } as const
    const file = { bytes: aWorkbook({ A: [['Mã', 'Tên'], ...rows] }), fileName: null }
    const preview = await catalogues.importPreview('areas', file, asked)
    assert.ok(preview.ok)
    const kept = await catalogues.commitImport(
      'areas',
      file,
      { ...asked, label, base: preview.value.base.version, skipBadRows: false },
      'loopback',
    )
    assert.ok(kept.ok)
    return kept.value.version
  }
  const first = await commit([['K4', 'Khu vực 4']], '2026-01-01', 'Thêm K4')
  const second = await commit([['K5', 'Khu vực 5']], '2026-06-01', 'Thêm K5')
  assert.ok((await catalogues.undo('areas', first, 'loopback')).ok)
  assert.equal(await catalogues.lookUp('areas', 'K4', '2026-03-01'), null)
  assert.equal((await catalogues.lookUp('areas', 'K4', '2026-07-01'))?.entry.name, 'Khu vực 4')
  assert.ok((await catalogues.undo('areas', second, 'loopback')).ok)
  assert.equal((await catalogues.search('areas', '', '2026-07-01')).version?.version, 1)
})

test('a version may wait for its day: a whole list from next year ends what it leaves out', async () => {
  const file = {
    bytes: aWorkbook({
      A: [
        ['Mã', 'Tên'],
        ['01', 'Kinh'],
        ['02', 'Tày'],
      ],
    }),
    fileName: 'dan-toc.xlsx',
  }
  const asked = { mode: 'replace', effectiveFrom: '2027-01-01' } as const
  const kept = await catalogues.commitImport(
    'ethnic-groups',
    file,
    { ...asked, label: 'Thử', base: 1, skipBadRows: false },
    'loopback',
  )
  assert.ok(kept.ok)
  assert.deepEqual(kept.value, { version: 101, added: 0, changed: 0, ended: 53 })
  const card = await get<CatalogueCard>('/api/catalogues/ethnic-groups')
  assert.equal(card.inForce, 1)
  assert.equal(card.versions.find((v) => v.version === 1)?.until, '2027-01-01')
  assert.equal((await get<CataloguePage>('/api/catalogues/ethnic-groups/entries?on=2027-01-01')).total, 2)
  const history = await catalogues.history('ethnic-groups', '06')
  assert.deepEqual(
    history.map((line) => line.entry?.name ?? null),
    [null, 'Mường'],
  )
})

test('what another person imported meanwhile is not overwritten unseen, and bad lines are not left out unasked', async () => {
  const good = { bytes: departments(['K61', 'Khoa Mới']), fileName: null }
  const asked = { mode: 'amend', effectiveFrom: '2026-09-01', label: 'Muộn', skipBadRows: false } as const
  const late = await catalogues.commitImport('departments', good, { ...asked, base: 1 }, 'loopback')
  assert.ok(!late.ok)
  assert.equal(late.problem.code, 'CATALOGUES_CHANGED_MEANWHILE')
  const bad = { bytes: departments(['K61', 'Khoa Mới'], ['K62', '']), fileName: null }
  const refused = await catalogues.commitImport('departments', bad, { ...asked, base: 101 }, 'loopback')
  assert.ok(!refused.ok)
  assert.equal(refused.problem.code, 'CATALOGUES_BAD_ROWS')
  const same = { bytes: departments(['K01', 'Khoa Khám bệnh']), fileName: null }
  const nothing = await catalogues.commitImport('departments', same, { ...asked, base: 101 }, 'loopback')
  assert.ok(!nothing.ok)
  assert.equal(nothing.problem.code, 'CATALOGUES_NOTHING_CHANGES')
})

test('of two people who confirm the same preview at once, one is told to look again', async () => {
  const commit = (code: string) =>
    catalogues.commitImport(
      'outcomes',
      {
        bytes: aWorkbook({
          A: [
            ['Mã', 'Tên'],
            [code, `Kết quả ${code}`],
          ],
        }),
        fileName: null,
      },
      { mode: 'amend', effectiveFrom: '2026-10-01', label: code, base: 1, skipBadRows: false },
      'loopback',
    )
  const both = await Promise.all([commit('91'), commit('92')])
  assert.deepEqual(both.map((each) => each.ok).sort(), [false, true])
})

test('another process sees an import within some seconds', async () => {
  const other = openCatalogues(t.db, clock)
  assert.equal(await other.lookUp('scopes', '9', '2026-11-22'), null)
  const kept = await catalogues.commitImport(
    'scopes',
    {
      bytes: aWorkbook({
        A: [
          ['Mã', 'Tên'],
          ['9', 'Khác'],
        ],
      }),
      fileName: null,
    },
    { mode: 'amend', effectiveFrom: '2026-11-01', label: 'Thêm', base: 1, skipBadRows: false },
    'loopback',
  )
  assert.ok(kept.ok)
  clock.advance(6_000)
  assert.equal((await other.lookUp('scopes', '9', '2026-11-22'))?.entry.name, 'Khác')
})

test('catalogues are listed, searched with or without tone marks, and given as CSV', async () => {
  const { items } = await get<{ items: CatalogueCard[] }>('/api/catalogues')
  assert.equal(items.find((each) => each.id === 'techniques')?.entries, 19_438)
  assert.equal(items.find((each) => each.id === 'facilities')?.inForce, null)
  const found = await get<CataloguePage>('/api/catalogues/icd-10/entries?q=viem%20phoi&limit=3')
  assert.ok(found.total > 20)
  assert.match(found.items[0]!.name, /^Viêm phổi/)
  assert.equal((await get<CataloguePage>('/api/catalogues/icd-10/entries?q=J18.9')).items[0]?.code, 'J18.9')
  const csv = await app.inject('/api/catalogues/outcomes/export?on=2020-01-01')
  assert.match(csv.body, /^\uFEFFMã,Tên\r\n1,Khỏi\r\n/)
  assert.equal((await app.inject('/api/catalogues/nothing')).statusCode, 404)
  assert.equal((await app.inject('/api/catalogues/icd-10/entries?on=2026-02-31')).statusCode, 400)
})

test('an old ward is found by its words in any order and says where it went', async () => {
  const found = await get<WardMoves>('/api/catalogues/ward-moves?q=truc%20bach%20ha%20noi')
  assert.equal(found.total, 1)
  assert.deepEqual(found.items[0]?.movedTo, [
    { code: '00004', name: 'Phường Ba Đình', province: 'Thành phố Hà Nội', partial: false, sure: true },
  ])
  assert.equal((await get<WardMoves>('/api/catalogues/ward-moves?q=00001')).items[0]?.name, 'Phường Phúc Xá')
})

const facilityFile = join(projectRoot(), '../shared/reference/vn/codes/cskcb_2016.csv')
test('a list of 13 thousand facilities of 2016 is taken as it was published', {
  skip: existsSync(facilityFile) ? false : 'the reference folder is not here',
}, async () => {
  const file = { bytes: readFileSync(facilityFile), fileName: 'cskcb_2016.csv' }
  const asked = { mode: 'replace', effectiveFrom: '2016-04-29' } as const
  const preview = await catalogues.importPreview('facilities', file, asked)
  assert.ok(preview.ok)
  assert.equal(preview.value.rows, 13_572)
  assert.deepEqual(preview.value.columns.fields, { address: 2 })
  const kept = await catalogues.commitImport(
    'facilities',
    file,
    { ...asked, label: 'BHXH 2016', base: 0, skipBadRows: true },
    'loopback',
  )
  assert.ok(kept.ok)
  assert.equal(kept.value.added, preview.value.good)
  assert.equal(
    (await catalogues.lookUp('facilities', '01001', '2020-01-01'))?.entry.name,
    'Bệnh viện Hữu Nghị',
  )
  assert.equal(await catalogues.lookUp('facilities', '01001', '2016-04-28'), null)
})
