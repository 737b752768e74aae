import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#foundation/db'
import { generateVisits } from '../../../province/index.ts'
import { aRoad, type Road, rewritten, saying } from './testing.ts'

let road: Road
before(async () => {
  road = await aRoad()
})
after(() => road.close())

const visits = [
  ...generateVisits({
    seed: 11,
    persons: 40,
    visits: 300,
    from: '2026-01-01',
    to: '2026-06-30',
    resourcesPerVisit: 12,
  }),
]

test('two workers with two lanes each store 300 visits, a third of them in two versions, exactly once', async () => {
  for (const visit of visits) await road.keep(visit.bytes, visit.fileName)
  for (const visit of visits.filter((_, n) => n % 3 === 0)) {
    const second = (table: string, xml: string) =>
      table === 'XML1' ? saying(xml, 'LY_DO_VV', 'Lần hai') : table === 'XML4' ? null : xml
    await road.keep(rewritten(visit.bytes, second), visit.fileName)
  }
  await road.walk({ loops: 2, lanes: 2, batch: 7 })
  const depth = await road.events.queueDepth(road.db, 'journey')
  assert.deepEqual([depth.ready, depth.delayed, depth.dead], [0, 0, 0])
  const rows = await road.db.many<{ versions: number; n: string }>(
    sql`select version as versions, count(*) as n from journey.visit group by 1 order by 1`,
  )
  const total = rows.reduce((sum, row) => sum + Number(row.n), 0)
  assert.equal(total, 300)
  const statuses = await road.db.many<{ status: string; n: number }>(
    sql`select status, count(*)::int as n from intake.file group by 1 order by 1`,
  )
  const stored = statuses.find((s) => s.status === 'stored')!.n
  const overtaken = statuses.find((s) => s.status === 'superseded')?.n ?? 0
  assert.equal(stored + overtaken, 400)
  assert.equal(
    rows.reduce((sum, row) => sum + row.versions * Number(row.n), 0),
    stored,
    'a version for each stored',
  )
})

test('every visit shows its newest version, whichever worker came first', async () => {
  const [{ old, right }] = (await road.db.many<{ old: number; right: number }>(sql`
    select (count(*) filter (where v.received_at < f.newest))::int as old, count(*)::int as right
    from journey.visit v
    join (select facility, visit_link_id, max(received_at) as newest from intake.file group by 1, 2) f
      using (facility, visit_link_id)`)) as [{ old: number; right: number }]
  assert.deepEqual([old, right], [0, 300])
  const encounters = await road.db.many<{ content: string }>(sql`
    select content from store.resource where content like '{"resourceType":"Encounter"%' and not deleted`)
  assert.equal(encounters.length, 300)
  assert.equal(encounters.filter((e) => e.content.includes('Lần hai')).length, 100)
})

test('no two persons hold the citizen number of one generated human, and nobody’s card lost a facility', async () => {
  const truth = new Map<string, Set<string>>()
  for (const v of visits) truth.set(v.citizenId, (truth.get(v.citizenId) ?? new Set()).add(v.facilityCode))
  const persons = await road.db.many<{ citizen_id: string; facilities: string[]; linked: string[] }>(sql`
    select p.citizen_id, p.facilities, array_agg(distinct l.facility) as linked
    from identity.person p join identity.record l using (person_id)
    where p.retired_into is null and p.citizen_id is not null group by p.citizen_id, p.facilities, p.person_id`)
  assert.equal(new Set(persons.map((p) => p.citizen_id)).size, persons.length)
  for (const person of persons) {
    assert.deepEqual(person.facilities.toSorted(), person.linked.toSorted())
    for (const facility of person.linked) assert.ok(truth.get(person.citizen_id)!.has(facility))
  }
})

test('the history holds exactly the versions below the present one', async () => {
  const broken = await road.db.many(sql`
    select r.id from store.resource r where r.ver - 1 <>
      (select count(*) from store.history h where h.shard = r.shard and h.type = r.type and h.id = r.id and h.ver < r.ver)`)
  assert.deepEqual(broken, [])
})
