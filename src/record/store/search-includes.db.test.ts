import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Change } from './store.types.ts'
import { aStore, given, type Json, queryOf } from './testing.ts'

let s: Awaited<ReturnType<typeof aStore>>
before(async () => {
  s = await aStore()
  for (const resource of ward) await s.put(resource)
})
after(() => s.close())

const at = (reference: string) => ({ reference })
const aVisit = (id: string, partOf: string | null, more: object = {}): Json & { id: string } => ({
  ...{
    resourceType: 'Encounter',
    id,
    status: 'finished',
    class: { code: 'IMP' },
    subject: at('Patient/hoa'),
  },
  ...(partOf === null ? {} : { partOf: at(`Encounter/${partOf}`) }),
  ...more,
})
const aResult = (id: string, more: object): Json & { id: string } => ({
  ...{ resourceType: 'Observation', id, status: 'final', code: { coding: [{ code: 'k' }] } },
  ...{ subject: at('Patient/hoa'), ...more },
})

/** One ward: a patient of a hospital, visits in a circle, results that point at each other and at what is not there. */
const ward: (Json & { id: string })[] = [
  { resourceType: 'Organization', id: 'so-y-te', name: 'Sở Y tế' },
  { resourceType: 'Organization', id: 'benh-vien', name: 'Bệnh viện', partOf: at('Organization/so-y-te') },
  { resourceType: 'Practitioner', id: 'bs-mau', name: [{ text: 'BS Mẫu' }] },
  { resourceType: 'Patient', id: 'hoa', managingOrganization: at('Organization/benh-vien') },
  { resourceType: 'Patient', id: 'lan', link: [{ other: at('Patient/hoa'), type: 'seealso' }] },
  aVisit('a', 'b', { serviceProvider: at('Organization/benh-vien') }),
  aVisit('b', 'a', { participant: [{ individual: at('Practitioner/bs-mau') }] }),
  aVisit('c', 'c'),
  aResult('r1', {
    encounter: at('Encounter/a'),
    performer: [at('Practitioner/bs-mau'), at('Organization/benh-vien')],
  }),
  aResult('r2', { hasMember: [at('Observation/r1'), at('Observation/nobody')] }),
  aResult('r3', {
    derivedFrom: [at('Observation/r2')],
    subject: at('Patient/lan'),
    encounter: at('http://else/Encounter/a'),
  }),
]

async function look(type: string, text: string, count = 100) {
  const page = await s.store.search(queryOf(type, text), { count })
  assert.ok(page.ok, JSON.stringify(page))
  return page.value
}
const keysOf = (list: readonly { type: string; id: string }[]) =>
  list.map(({ type, id }) => `${type}/${id}`).sort()
const included = async (type: string, text: string) => keysOf((await look(type, text)).included)

test('what a match points at comes along, once, and nothing that is not there', async () => {
  assert.deepEqual(await included('Observation', '_include=Observation:encounter'), ['Encounter/a'])
  assert.deepEqual(await included('Observation', '_id=r1&_include=Observation:performer'), [
    'Organization/benh-vien',
    'Practitioner/bs-mau',
  ])
  assert.deepEqual(await included('Observation', '_id=r1&_include=Observation:performer:Practitioner'), [
    'Practitioner/bs-mau',
  ])
  assert.deepEqual(await included('Observation', '_id=r2&_include=Observation:has-member'), [
    'Observation/r1',
  ])
  assert.deepEqual(await included('Observation', '_include=Observation:subject'), [
    'Patient/hoa',
    'Patient/lan',
  ])
  assert.deepEqual(
    await included('Observation', '_include=Observation:patient&_include=Observation:subject'),
    ['Patient/hoa', 'Patient/lan'],
  )
  assert.deepEqual(await included('Observation', '_id=nobody&_include=Observation:subject'), [])
})

test('what is a match already is not also something that comes along', async () => {
  assert.deepEqual(
    await included('Observation', '_include=Observation:has-member&_include=Observation:derived-from'),
    [],
  )
  assert.deepEqual(await included('Encounter', '_include=Encounter:part-of'), [])
  assert.deepEqual(
    await included('Encounter', '_id=c&_include=Encounter:part-of&_revinclude=Encounter:part-of'),
    [],
  )
})

test('what points at a match comes along with _revinclude', async () => {
  assert.deepEqual(await included('Patient', '_id=lan&_revinclude=Observation:subject'), ['Observation/r3'])
  assert.deepEqual(await included('Patient', '_id=hoa&_revinclude=Patient:link'), ['Patient/lan'])
  assert.deepEqual(
    await included('Practitioner', '_revinclude=Observation:performer&_revinclude=Encounter:participant'),
    ['Encounter/b', 'Observation/r1'],
  )
  assert.deepEqual(
    await included('Organization', '_id=benh-vien&_revinclude=Observation:performer:Practitioner'),
    [],
  )
  assert.deepEqual(await included('Encounter', '_id=a&_revinclude=Observation:*'), ['Observation/r1'])
})

test('a star stands for every link a resource has', async () => {
  const all = ['Encounter/a', 'Organization/benh-vien', 'Patient/hoa', 'Practitioner/bs-mau']
  assert.deepEqual(await included('Observation', '_id=r1&_include=*'), all)
  assert.deepEqual(await included('Observation', '_id=r1&_include=Observation:*'), all)
})

test('only with :iterate does a search go on from what came along', async () => {
  assert.deepEqual(
    await included('Observation', '_id=r1&_include=Observation:patient&_include=Patient:organization'),
    ['Patient/hoa'],
  )
  const text =
    '_id=r1&_include=Observation:patient&_include:iterate=Patient:organization&_include:iterate=Organization:partof'
  assert.deepEqual(await included('Observation', text), [
    'Organization/benh-vien',
    'Organization/so-y-te',
    'Patient/hoa',
  ])
  assert.deepEqual(
    await included(
      'Observation',
      '_id=r3&_include:iterate=Observation:derived-from&_include:iterate=Observation:has-member',
    ),
    ['Observation/r1', 'Observation/r2'],
  )
  assert.deepEqual(
    await included(
      'Organization',
      '_id=so-y-te&_revinclude:iterate=Organization:partof&_revinclude:iterate=Patient:organization',
    ),
    ['Organization/benh-vien', 'Patient/hoa'],
  )
})

test('links in a circle end: each comes along once', { timeout: 60_000 }, async () => {
  assert.deepEqual(await included('Encounter', '_id=a&_include:iterate=Encounter:part-of'), ['Encounter/b'])
  assert.deepEqual(await included('Encounter', '_id=a&_revinclude:iterate=Encounter:part-of'), [
    'Encounter/b',
  ])
  assert.deepEqual(await included('Encounter', '_id=c&_include:iterate=Encounter:part-of'), [])
  const everything = await included('Encounter', '_id=a&_include:iterate=*')
  assert.deepEqual(everything, [
    ...[
      'Encounter/b',
      'Organization/benh-vien',
      'Organization/so-y-te',
      'Patient/hoa',
      'Practitioner/bs-mau',
    ],
  ])
})

test('what was deleted comes along no more', async () => {
  await s.put(aResult('r4', { encounter: at('Encounter/gone') }))
  await s.put(aVisit('gone', null))
  assert.deepEqual(await included('Observation', '_id=r4&_include=Observation:encounter'), ['Encounter/gone'])
  await s.write({ op: 'delete', type: 'Encounter', at: 'gone' })
  assert.deepEqual(await included('Observation', '_id=r4&_include=Observation:encounter'), [])
  await s.write({ op: 'delete', type: 'Observation', at: 'r4' })
})

test('a long row of links is followed to its end, or the reader is told where it was left', async () => {
  const row = Array.from({ length: 25 }, (_, i) => aVisit(`row-${i}`, i === 24 ? null : `row-${i + 1}`))
  for (const visit of row) await s.put(visit)
  const { included, notes } = await look('Encounter', '_id=row-0&_include:iterate=Encounter:part-of')
  assert.ok(
    included.length === 24 || notes.length > 0,
    `${included.length} of 24 came along, and nothing was said`,
  )
})

test('a thousand come along at most, and the reader is told so in Vietnamese', async () => {
  const results = Array.from(
    { length: 1_100 },
    (_, i): Change => ({ op: 'create', resource: given(aResult(`${i}`, { subject: at('Patient/dong') })) }),
  )
  await s.put({ resourceType: 'Patient', id: 'dong' })
  await s.write(...results)
  const { included, notes, matches } = await look('Patient', '_id=dong&_revinclude=Observation:patient')
  assert.equal(matches.length, 1)
  assert.equal(included.length, 1_000)
  assert.equal(new Set(keysOf(included)).size, 1_000)
  assert.match(notes.join(), /Chưa trả hết/)
})

test('each page brings along what its own matches point at', async () => {
  const query = queryOf('Observation', '_id=r1,r2,r3&_sort=_id&_include=Observation:subject')
  const first = await s.store.search(query, { count: 2 })
  assert.ok(first.ok && first.value.next)
  assert.deepEqual(keysOf(first.value.included), ['Patient/hoa'])
  const second = await s.store.search(query, { count: 2, page: first.value.next })
  assert.deepEqual(second.ok && keysOf(second.value.included), ['Patient/lan'])
})

test('a total is counted when it is asked for, and given when it costs nothing', async () => {
  const total = async (text: string, count: number) => (await look('Observation', text, count)).total
  assert.equal(await total('patient=hoa,lan', 100), 3)
  assert.equal(await total('patient=hoa,lan', 2), null)
  assert.equal(await total('patient=hoa,lan&_total=accurate', 2), 3)
  assert.equal(await total('patient=hoa,lan&_total=estimate', 1), 3)
  assert.equal(await total('patient=hoa,lan&_total=accurate&_sort=status,-_id', 2), 3)
  assert.equal(await total('patient=hoa,lan&_total=none', 2), null)
  assert.equal(await total('_id=nobody', 2), 0)
  const query = queryOf('Observation', 'patient=hoa,lan&_total=accurate')
  const first = await s.store.search(query, { count: 2 })
  assert.ok(first.ok && first.value.next)
  const last = await s.store.search(query, { count: 2, page: first.value.next })
  assert.ok(last.ok && last.value.matches.length === 1 && last.value.next === null)
  assert.equal(last.value.total, 3)
})

test('who asks only for the count gets the count and no resources', async () => {
  for (const text of ['_summary=count', '_count=0']) {
    const { matches, included, next, total } = await look(
      'Observation',
      `patient=hoa,lan&_include=*&${text}`,
      text === '_count=0' ? 0 : 10,
    )
    assert.deepEqual([matches.length, included.length, next, total], [0, 0, null, 3], text)
  }
  assert.equal((await look('Encounter', '_summary=count&patient.organization.name=benh')).total, 28)
})
