import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PersonHits, PersonRecord } from '#services/summary'
import { aServer, type TestServer } from './testing.ts'

let server: TestServer
before(async () => {
  server = await aServer()
  await server.takeSamples('01', '02', '03', '05', '06')
})
after(() => server.stop())

const find = async (q: string) =>
  (await server.get<PersonHits>(`/api/persons?q=${encodeURIComponent(q)}`)).body.items
async function record(q: string): Promise<PersonRecord> {
  const [person] = await find(q)
  return (await server.get<PersonRecord>(`/api/persons/${person!.personId}/record`)).body
}
const sourceOf = (item: { source: PersonRecord['problems'][number]['source'] }) =>
  `${item.source.facilityCode} ${item.source.fileName} ${item.source.table}/${item.source.row}`

test('the outpatient: bronchitis, two medicines with their dose, weight, slip, bill, each with its row', async () => {
  const { person, problems, medicines, lastValues, timeline, documents } = await record('079190999001')
  assert.deepEqual(
    [person.fullName, person.birthDate, person.sex, person.phone],
    ['NGUYỄN THỊ THỬ NGHIỆM', '1990-03-15', 'female', '0900000001'],
  )
  assert.deepEqual(
    problems.map((p) => [p.code, p.primary, p.times]),
    [['J20.9', true, 1]],
  )
  assert.deepEqual(
    medicines.map((m) => [m.text, m.strength, m.quantity, sourceOf(m)]),
    [
      ['Amoxicilin 500mg (mẫu)', '500mg', '14 Viên', '99901 01-outpatient-4750-base64.xml XML2/1'],
      ['Paracetamol 500mg (mẫu)', '500mg', '10 Viên', '99901 01-outpatient-4750-base64.xml XML2/2'],
    ],
  )
  assert.match(medicines[0]!.dose!, /2 viên\/ngày.*Uống sau ăn/)
  assert.deepEqual(
    lastValues.map((v) => [v.name, v.text, v.unit]),
    [['Cân nặng', '52.00', 'kg']],
  )
  const [visit] = timeline
  assert.deepEqual(
    [visit!.start, visit!.end, visit!.class, visit!.status, visit!.reason],
    ['2024-10-07T08:05:00+07:00', '2024-10-07T09:00:00+07:00', 'AMB', 'finished', 'Ho, sốt 3 ngày'],
  )
  assert.deepEqual(
    visit!.next.map((n) => [n.kind, n.at]),
    [['appointment', '2024-10-14T08:00:00+07:00']],
  )
  assert.deepEqual(
    visit!.procedures.map((p) => p.conclusion),
    ['Hình ảnh phổi bình thường'],
  )
  assert.deepEqual(visit!.cost, { total: '151805', insurance: '120484', patient: '31321' })
  assert.deepEqual(
    documents.map((d) => d.kind),
    ['appointment-slip'],
  )
})

test('the operated patient: values as sent, trends from the notes, papers, the surgeon’s words', async () => {
  const { person, problems, lastValues, trends, timeline, documents } = await record('001085999002')
  assert.equal(person.bloodGroup, 'O+')
  assert.deepEqual(problems.map((p) => [p.code, p.primary]).sort(), [
    ['E11.9', false],
    ['I10', false],
    ['K35.8', true],
  ])
  const value = (name: string) => lastValues.find((v) => v.name === name || v.code === name)!
  assert.deepEqual(
    [value('NEU%').value, value('NEU%').text],
    [86.2, '86,2'],
    'a decimal comma is a number, shown as sent',
  )
  assert.deepEqual([value('CRP').value, value('CRP').text], [null, '<0.5'], 'less than is not a number')
  assert.equal(sourceOf(value('NEU%')), '99902 02-inpatient-surgery-dotnet-bom-cdata.xml XML4/2')
  const pressure = trends.find((t) => t.name === 'Huyết áp tâm thu')!
  assert.deepEqual(
    pressure.points.map((p) => p.value),
    [125, 120],
    'oldest first',
  )
  assert.equal(timeline[0]!.class, 'IMP')
  assert.ok(timeline[0]!.notes.some((n) => n.text.includes('Hội chẩn: chỉ định mổ cấp cứu')))
  assert.ok(timeline[0]!.procedures.some((p) => p.text === 'Phẫu thuật nội soi cắt ruột thừa'))
  assert.deepEqual(
    documents
      .map((d) => d.kind)
      .sort()
      .slice(0, 2),
    ['discharge-paper', 'discharge-summary'],
  )
})

test('the old file in Windows-1258: the name with its marks, a birth year, diabetes', async () => {
  const { person, problems, medicines } = await record('do thi luu tru')
  assert.deepEqual(
    [person.fullName, person.birthDate, person.citizenIdMasked],
    ['Đỗ Thị Lưu Trữ', '1957', null],
  )
  assert.deepEqual(problems.map((p) => p.code).sort(), ['E11.9', 'I10'])
  assert.deepEqual(
    medicines.map((m) => m.text),
    ['Metformin 850mg (mẫu)'],
  )
})

test('numbers leave masked: nothing of the page holds a whole one', async () => {
  for (const [q, secrets] of [
    ['079190999001', ['079190999001', 'GD4797999000001', '7999000001']],
    ['GD4489999000003', ['048195999003', '9999000003']],
  ] as const) {
    const [hit] = await find(q)
    const page = await server.get(`/api/persons/${hit!.personId}/record`)
    const list = await server.get(`/api/persons?q=${q}`)
    for (const secret of secrets)
      for (const { text } of [page, list]) assert.ok(!text.includes(secret), secret)
  }
  assert.equal((await find('079190999001'))[0]!.citizenIdMasked, '•••• •••• 9001')
})

test('the mother and the newborn are two pages; each says that a human should look, or nothing does', async () => {
  const both = await find('le thi uoc luong')
  assert.deepEqual(both.map((p) => p.birthDate).sort(), ['1995-06-21', '2026-08-02'])
})

test('a name that many share is cut at the limit and says so', async () => {
  const { body } = await server.get<PersonHits>('/api/persons?q=thi&limit=2')
  assert.deepEqual([body.items.length, body.more], [2, true])
  for (const [q, status] of [
    ['/api/persons?limit=0', 400],
    ['/api/persons?limit=1000', 400],
    [`/api/persons?q=${'x'.repeat(300)}`, 400],
  ] as const)
    assert.equal((await server.get(q)).status, status)
})

test('a person who is not there is 404 with a Vietnamese sentence', async () => {
  for (const id of ['01980000-0000-8000-8000-000000000000', 'khong-co']) {
    const answer = await server.get<{ code: string; message: string }>(`/api/persons/${id}/record`)
    assert.deepEqual([answer.status, answer.body.code], [404, 'GATE_NO_SUCH_PERSON'])
    assert.match(answer.body.message, /Không có người này/)
  }
})

test('older visits are asked for by the start of the last one shown', async () => {
  const [person] = await find('079190999001')
  const page = (before: string) =>
    server.get<PersonRecord>(`/api/persons/${person!.personId}/record?before=${encodeURIComponent(before)}`)
  assert.equal((await page('2024-10-07T08:05:00+07:00')).body.timeline.length, 0)
  assert.equal((await page('2025-01-01T00:00:00+07:00')).body.timeline.length, 1)
  assert.equal(
    (await page('2024-10-07T02:00:00Z')).body.timeline.length,
    1,
    'the same instant in another offset',
  )
  assert.equal((await page('hôm qua')).status, 400)
})
