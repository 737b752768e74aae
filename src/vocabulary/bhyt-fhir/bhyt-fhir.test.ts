import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { tableOf } from '#vocabulary/bhyt'
import { bhytDateTime } from '#vocabulary/vietnam'
import {
  bhytTime,
  careFacts,
  deathNotice,
  driverCertificate,
  papers,
  saySection,
  saySentTime,
  unsaySection,
  unsayTime,
} from './index.ts'

const two = (n: number) => String(n).padStart(2, '0')
const day = fc
  .record({
    year: fc.integer({ min: 1850, max: 2199 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
  })
  .map(({ year, month, day: date }) => `${year}${two(month)}${two(date)}`)
const minute = fc
  .record({ day, hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) })
  .map((at) => `${at.day}${two(at.hour)}${two(at.minute)}`)
const time = fc.oneof(day, minute)

test('a day or a minute of the tables comes back from FHIR, and from the words of a paper', () => {
  fc.assert(
    fc.property(time, (sent) => {
      assert.equal(bhytTime(bhytDateTime(sent)!), sent)
      assert.equal(unsayTime(saySentTime(sent)), sent)
    }),
  )
})

test('an instant of another clock is said on that of Vietnam; what is no time is not said', () => {
  assert.equal(bhytTime('2025-12-31T18:30:00Z'), '202601010130')
  assert.equal(bhytTime('2026-08-10T08:30:15.250+07:00'), '20260810083015')
  for (const none of [undefined, '', 'hôm qua', '2026-13-45T99:00:00Z'])
    assert.equal(bhytTime(none), undefined)
})

test('sections made of times give their fields back', () => {
  const leave = papers.XML7!.sections.find(({ code }) => code === 'outpatient-leave')!
  fc.assert(
    fc.property(time, time, (from, to) => {
      const values = { NGOAITRU_TUNGAY: from, NGOAITRU_DENNGAY: to }
      assert.deepEqual(unsaySection(leave, saySection(leave, values)!, '1804'), values)
    }),
  )
})

test('no text of a section can break the reading of it', () => {
  const all = [...Object.values(papers), deathNotice, driverCertificate]
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const paper of all) for (const section of paper.sections) unsaySection(section, text, '4750')
    }),
  )
})

test('every field that papers and facts name is a field of their table', () => {
  const certificateOnly = [
    'LYDO_VVIEN',
    'TIEN_SU_BENH',
    'DAU_HIEU_LAM_SANG',
    'NOI_KHOA',
    'PHAU_THUAT_THU_THUAT',
    'HUONG_DIEU_TRI',
  ]
  const check = (table: string, fields: readonly (string | undefined)[]) => {
    const known = new Set(
      ['4750', '1804'].flatMap(
        (norm) => tableOf(table as 'XML7', norm as '4750')?.fields.map(({ name }) => name) ?? [],
      ),
    )
    // THOIGIAN_DINHCHI is in the discharge paper only; the sick leave has the rest of the group.
    const shared = ['THOIGIAN_DINHCHI', ...certificateOnly]
    for (const field of fields)
      if (field && !shared.includes(field)) assert.ok(known.has(field), `${table} ${field}`)
  }
  const forms = { ...papers, GBT: deathNotice, GKSKLX: driverCertificate }
  for (const [table, paper] of Object.entries(forms))
    check(table, [
      ...paper.sections.flatMap(({ fields }) => fields),
      ...(paper.boxes ?? []).map(([, field]) => field),
      ...paper.number,
      ...(paper.repeats ?? []),
      ...Object.keys(paper.same ?? {}),
    ])
  for (const [table, facts] of Object.entries(careFacts))
    for (const fact of facts)
      check(table, [
        fact.value,
        fact.start,
        fact.end,
        fact.resultAt,
        fact.facility,
        ...(fact.parts ?? []).map(([, f]) => f),
      ])
})
