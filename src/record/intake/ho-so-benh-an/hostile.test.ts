import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { recordGroups } from '#vocabulary/medical-record'
import type { MedicalRecordMessage, MedicalRecordRow } from '#vocabulary/messages'
import { codesOf, cut, fixture, readAll } from '../documents/testing.ts'
import { medicalRecordFormat } from './index.ts'

const samples = ['01-inpatient.json', '02-inpatient.xml', '03-two-outpatients-other-vendor.xml'].map((name) =>
  fixture(`ho-so-benh-an/${name}`),
)

test('any chunking of a file gives the same events', () => {
  for (const file of samples)
    for (const size of [1, 5, 1000])
      assert.deepEqual(cut(medicalRecordFormat, file, size), cut(medicalRecordFormat, file))
})

test('a file cut anywhere ends with a reason, and its whole records are kept', () => {
  for (const file of samples)
    for (let end = 0; end < file.length - 2; end += 97) {
      const { events, records } = readAll(medicalRecordFormat, file.subarray(0, end))
      const last = events.at(-1)!
      assert.ok(last.kind === 'end' || last.kind === 'refused')
      const isWhole = records.filter((record) => record.message).length === (file === samples[2] ? 2 : 1)
      assert.ok(isWhole || last.problems.length > 0 || records.length < 2, `${end}`)
    }
})

test('wrong types anywhere are said or kept, never thrown', () => {
  const groups = JSON.parse(samples[0]!.toString('utf8')).HoSoBenhAn
  fc.assert(
    fc.property(
      fc.constantFrom(...recordGroups().map((g) => g.name)),
      fc.string({ maxLength: 12 }),
      fc.jsonValue({ maxDepth: 4 }),
      (group, field, value) => {
        const copy = structuredClone(groups)
        copy[group][field] = value
        for (const file of [{ HoSoBenhAn: copy }, { HoSoBenhAn: { ...copy, [group]: value } }])
          for (const record of readAll(medicalRecordFormat, JSON.stringify(file)).records)
            assert.ok(record.message !== null || record.problems.some((p) => p.severity === 'error'))
      },
    ),
    { numRuns: 300 },
  )
})

test('flipped bytes never throw', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 }),
      (file, changes) => {
        const bytes = Buffer.from(file)
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte
        for (const record of readAll(medicalRecordFormat, bytes).records)
          assert.ok(record.message !== null || record.problems.length > 0)
      },
    ),
    { numRuns: 300 },
  )
})

const only = (file: string) => readAll(medicalRecordFormat, file)

test('depth, masses, billion laughs and huge numbers end with a reason in bounded time', () => {
  const start = performance.now()
  const deep = `{"HoSoBenhAn":{"ThongTinBenhNhan":${'{"a":'.repeat(50)}1${'}'.repeat(50)}}}`
  assert.ok(codesOf(only(deep).records[0]).includes('HSBA_TOO_DEEP'))
  const deepXml = `<HoSoBenhAn><ThongTinBenhNhan>${'<a>'.repeat(40)}1${'</a>'.repeat(40)}</ThongTinBenhNhan></HoSoBenhAn>`
  assert.ok(codesOf(only(deepXml).records[0]).includes('HSBA_TOO_DEEP'))
  const masses = `{"HoSoBenhAn":{"ThongTinBenhNhan":{"x":[${'{},'.repeat(200_000)}{}]}}}`
  assert.ok(codesOf(only(masses).records[0]).includes('HSBA_TOO_DEEP'))
  assert.ok(
    codesOf(only(`{"HoSoBenhAn":{"ThongTinBenhNhan":{"tuoi":1e999}}}`).records[0]).includes('HSBA_BROKEN'),
  )
  const laughs = `<!DOCTYPE x [<!ENTITY a "aaaa">]><HoSoBenhAn><ThongTinBenhNhan><hoten>&a;</hoten></ThongTinBenhNhan></HoSoBenhAn>`
  const [refused] = only(laughs).events
  assert.ok(refused?.kind === 'refused' && refused.problems[0]?.code === 'HSBA_DOCTYPE')
  assert.ok(performance.now() - start < 20_000)
})

test('a broken record does not take its neighbour down', () => {
  const [head, first, second] =
    /^([\s\S]*?<DanhSachHoSo>\s*)(<HoSoBenhAn>[\s\S]*?<\/HoSoBenhAn>\s*)([\s\S]*)$/
      .exec(samples[2]!.toString('utf8'))!
      .slice(1)
  const { records } = only(`${head}${first!.replace('</MaBenhNhan>', '</Sai>')}${second}`)
  assert.deepEqual(
    records.map((r) => r.message !== null),
    [false, true],
  )
})

/** Every text of a row and of what lies below it. */
const textsOf = (row: MedicalRecordRow): string[] => [
  ...Object.values(row.values),
  ...Object.values(row.rows ?? {}).flatMap((rows) => rows.flatMap(textsOf)),
]

test('nothing is lost: every text that was written is in the message, known field or not, JSON or XML', () => {
  const name = fc.oneof(
    fc.constantFrom('hoten', 'diachi', 'tomtat', 'ghichu', 'constructor', 'toString'),
    fc.stringMatching(/^[a-z][a-z_]{2,10}$/).filter((n) => n !== '__proto__' && !n.startsWith('xml')),
  )
  const text = fc
    .stringMatching(/^[A-Za-zÀ-ỹ0-9<>&"' ]{1,20}$/)
    .map((t) => t.normalize('NFC'))
    .filter((t) => t.trim() !== '')
  const leafs = fc.dictionary(name, text, { maxKeys: 5 })
  const value = fc.dictionary(name, fc.oneof(text, leafs, fc.array(leafs, { maxLength: 3 })), { maxKeys: 5 })
  const groups = fc.constantFrom(
    ...recordGroups()
      .filter((g) => !g.list)
      .map((g) => g.name),
  )
  fc.assert(
    fc.property(fc.dictionary(groups, value, { minKeys: 1 }), (made) => {
      const patient = { ...made.ThongTinBenhNhan, mabenhnhan: 'BN1', sovaovien: '1' }
      const sent = { ...made, ThongTinBenhNhan: patient }
      const asJson = JSON.stringify({ HoSoBenhAn: sent })
      const asXml = `<HoSoBenhAn>${xmlOf(sent)}</HoSoBenhAn>`
      for (const file of [asJson, asXml]) {
        const message = only(file).records[0]!.message as MedicalRecordMessage | null
        if (!message) continue // a sovaovien of its own in another group
        const texts = Object.values(message.groups).flatMap((rows) => rows.flatMap(textsOf))
        assert.deepEqual(texts.sort(), leavesOf(sent).sort())
      }
    }),
    { numRuns: 200 },
  )
})

function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value.trim()]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : []
}

const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function xmlOf(value: object): string {
  return Object.entries(value)
    .flatMap(([name, each]) =>
      (Array.isArray(each) ? each : [each]).map((one) =>
        typeof one === 'string' ? `<${name}>${escapeXml(one)}</${name}>` : `<${name}>${xmlOf(one)}</${name}>`,
      ),
    )
    .join('')
}
