import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aFile, anIntake, type Intake } from './testing.ts'

const badDate = { NGAY_VAO: '20251399' }
let intake: Intake
const receipts: string[] = []
before(async () => {
  intake = await anIntake()
  for (let n = 0; n < 7; n += 1) {
    const visit = { MA_LK: `A${n}`, ...(n % 3 === 0 ? badDate : {}) }
    receipts.unshift(
      (await intake.keep(aFile({ MA_CSKCB: n < 5 ? '99901' : '99902', ...visit }), { fileName: `${n}.xml` }))
        .receiptId,
    )
  }
})
after(() => intake.close())

test('receipts come newest first, a page at a time, none twice and none left out', async () => {
  const seen: string[] = []
  for (let before: string | undefined; ; ) {
    const page = await intake.desk.receipts(before ? { before } : {}, 3)
    seen.push(...page.items.map((i) => i.receiptId))
    before = seen.at(-1)
    if (!page.more) break
  }
  assert.deepEqual(seen, receipts)
})

test('receipts by facility, by state, by cause', async () => {
  const names = async (filter: Parameters<Intake['desk']['receipts']>[0]) =>
    (await intake.desk.receipts(filter, 50)).items.map((i) => i.fileName)
  assert.deepEqual(await names({ facility: '99902' }), ['6.xml', '5.xml'])
  assert.deepEqual(await names({ status: 'set-aside' }), ['6.xml', '3.xml', '0.xml'])
  const { groups } = await intake.desk.problems()
  const group = groups.find((g) => g.field === 'NGAY_VAO' && g.severity === 'error')!
  assert.deepEqual(await names({ code: group.code, facility: '99901' }), ['3.xml', '0.xml'])
})

test('the list says the first error in words, and counts', async () => {
  const [line] = (await intake.desk.receipts({ status: 'set-aside' }, 1)).items
  assert.match(line!.headline!, /NGAY_VAO/)
  assert.deepEqual([line!.counts.total, line!.counts.setAside, line!.counts.accepted], [1, 1, 0])
})

test('problems are grouped by cause, errors first, with an example that can be opened', async () => {
  const { groups } = await intake.desk.problems()
  const errors = groups.filter((g) => g.severity === 'error')
  assert.equal(
    groups.findIndex((g) => g.severity !== 'error'),
    errors.length,
  )
  const group = errors.find((g) => g.field === 'NGAY_VAO')!
  assert.deepEqual([group.files, group.table, group.facilities], [3, 'XML1', ['99901', '99902']])
  const source = await intake.desk.source(group.example.receiptId, group.example.fileNumber)
  const table = source!.tables.find((t) => t.table === group.example.table)!
  const field = table.fields.find((f) => f.field === group.example.field && f.row === group.example.row)!
  assert.equal(table.text.slice(field.start, field.end).replace(/<.*?>/g, ''), '20251399')
})

test('volumes count per facility and day in Vietnam; a named facility that sent nothing is there too', async () => {
  await intake.desk.nameFacility('99909', { name: 'Trạm Im Lặng', vendor: 'HIS D' })
  const { facilities } = await intake.desk.volumes(14)
  const rows = facilities.map((f) => [f.facilityCode, f.files, f.setAside, f.days.map((d) => d.day)])
  assert.deepEqual(rows.sort(), [
    ['99901', 5, 2, ['2026-11-21']],
    ['99902', 2, 1, ['2026-11-21']],
    ['99909', 0, 0, []],
  ])
})

test('a long receipt is read in pages', async () => {
  const { receiptId } = await intake.keep(
    aFile(...Array.from({ length: 12 }, (_, n) => ({ MA_LK: `P${n}` }))),
  )
  const pages = [
    await intake.desk.receipt(receiptId, 0, 5),
    await intake.desk.receipt(receiptId, 5, 5),
    await intake.desk.receipt(receiptId, 10, 5),
  ]
  assert.deepEqual(
    pages.map((p) => [p!.files.map((f) => f.fileNumber), p!.more]),
    [
      [[1, 2, 3, 4, 5], true],
      [[6, 7, 8, 9, 10], true],
      [[11, 12], false],
    ],
  )
})
