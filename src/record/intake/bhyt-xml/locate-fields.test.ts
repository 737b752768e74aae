import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { RecordContext } from '../format.types.ts'
import { locateFields } from './locate-fields.ts'
import { readRecord } from './read-record.ts'
import { aFullVisit, fileHoso, giamDinh, hoso, random, split, styles } from './testing.ts'
import { tidied } from './tidy-value.ts'

const fixtures = join(import.meta.dirname, '../../../../fixtures/bhyt')

async function recordsOf(file: Uint8Array | string) {
  const events = await split(file)
  const head = events.find((e) => e.kind === 'head')
  if (head?.kind !== 'head') return []
  return events.flatMap((e) =>
    e.kind === 'record' && e.bytes
      ? [{ bytes: e.bytes, context: { ...head, number: e.number } as RecordContext }]
      : [],
  )
}

const unescapeXml = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')

/** The marked text says what the reader read. */
function assertMarks(bytes: Uint8Array, context: RecordContext): number {
  const { message } = readRecord(bytes, context)
  const located = locateFields(bytes, context)
  let compared = 0
  for (const { table, text, fields, rows } of located) {
    for (const { row, start, end } of rows)
      assert.ok(start >= 0 && end <= text.length && start < end, `${table} ${row}`)
    for (const { row, field, start, end } of fields) {
      const value = message?.tables[table as 'XML1']?.find((r) => r.row === row)?.values[field]
      const marked = tidied(
        unescapeXml(text.slice(start, end).replaceAll(']]]]><![CDATA[>', ']]>')),
      ).normalize('NFC')
      const around = rows.find((r) => r.row === row)
      assert.ok(!around || (start >= around.start && end <= around.end), `${table} ${field} outside its row`)
      if (value === undefined || /^[\d.,;:/-]+$/.test(value)) continue // dates and numbers may have been put right
      assert.equal(
        marked.replaceAll(/\s/g, '').toUpperCase(),
        value.replaceAll(/\s/g, '').toUpperCase(),
        `${table} ${field}`,
      )
      compared++
    }
  }
  return compared
}

test('in every fixture each field is marked where it stands', async () => {
  for (const name of readdirSync(fixtures).filter((f) => /^\d/.test(f)))
    for (const { bytes, context } of await recordsOf(readFileSync(join(fixtures, name)))) {
      const compared = assertMarks(bytes, context)
      if (!name.startsWith('07')) assert.ok(compared > 2, `${name} ${compared}`)
    }
})

test('a visit with every field filled is marked right in every style of writing', async () => {
  for (const style of styles) {
    const text = giamDinh([hoso(aFullVisit(random(4)), style)])
    for (const { bytes, context } of await recordsOf(style.file?.(text) ?? text))
      assert.ok(assertMarks(bytes, context) > 250, style.name)
  }
})

test('every error of the deviant batch points at a place that can be marked', async () => {
  const records = await recordsOf(readFileSync(join(fixtures, '07-deviant-batch.xml')))
  assert.equal(records.length, 3)
  for (const { bytes, context } of records) {
    const tables = locateFields(bytes, context)
    for (const p of readRecord(bytes, context).problems.filter((x) => x.severity === 'error')) {
      const place = tables
        .find((t) => t.table === p.table)
        ?.fields.find((f) => f.row === p.row && f.field === p.field)
      assert.ok(place, `${p.code} ${p.table} ${p.row} ${p.field}`)
    }
  }
})

test('one long line is broken between elements and a document with lines is left as sent', async () => {
  const [one] = await recordsOf(readFileSync(join(fixtures, '01-outpatient-4750-base64.xml')))
  const xml1 = locateFields(one!.bytes, one!.context)[0]!
  assert.ok(xml1.text.split('\n').length > 60)
  assert.ok(xml1.text.includes('<NHOM_MAU></NHOM_MAU>\n'))
  const [two] = await recordsOf(readFileSync(join(fixtures, '03-birth-twins-inline-nfd.xml')))
  const sent = Buffer.from(two!.bytes).toString()
  const table = locateFields(two!.bytes, two!.context)[0]!
  assert.ok(sent.includes(table.text))
})

test('a table of 4210 is marked under the old names and the new', async () => {
  const [legacy] = await recordsOf(readFileSync(join(fixtures, '06-legacy-4210-windows1258.xml')))
  const { text, fields } = locateFields(legacy!.bytes, legacy!.context)[1]!
  const marked = (name: string) =>
    fields.filter((f) => f.field === name).map((f) => text.slice(f.start, f.end))
  assert.deepEqual(
    [marked('THANH_TIEN'), marked('THANH_TIEN_BV'), marked('THANH_TIEN_BH')],
    [['98000.00'], ['98000.00'], ['98000.00']],
  )
})

test('broken XML, unreadable base64 and a table over a megabyte can still be looked at', () => {
  const context = { format: 'bhyt-xml', encoding: 'utf-8', facilityCode: '99901', number: 1 } as const
  const show = (content: string) =>
    locateFields(Buffer.from(`<HOSO>${fileHoso('XML1', content)}</HOSO>`), context)[0]!
  const broken = show(
    Buffer.from('<TONG_HOP><MA_LK>LK1<HO_TEN>A <b & c</HO_TEN><GHI_CHU>x').toString('base64'),
  )
  const marked = broken.fields.map((f) => [f.field, broken.text.slice(f.start, f.end)])
  assert.deepEqual(marked, [
    ['MA_LK', 'LK1'],
    ['HO_TEN', 'A <b & c'],
    ['GHI_CHU', 'x'],
  ])
  const unreadable = show('###not-base64###')
  assert.deepEqual(
    [unreadable.table, unreadable.text, unreadable.fields[0]!.field],
    ['XML1', '###not-base64###', 'NOIDUNGFILE'],
  )
  const long = show(
    Buffer.from(`<TONG_HOP><MA_LK>1</MA_LK><GHI_CHU>${'dài '.repeat(400_000)}</GHI_CHU></TONG_HOP>`).toString(
      'base64',
    ),
  )
  assert.ok(long.truncated && long.text.length === 1_000_000 && long.fields[0]!.field === 'MA_LK')
})

test('random damage never makes it throw or point outside the text', async () => {
  const r = random(21)
  const all = (
    await Promise.all(
      readdirSync(fixtures)
        .filter((f) => /^\d/.test(f))
        .map((f) => recordsOf(readFileSync(join(fixtures, f)))),
    )
  ).flat()
  for (let round = 0; round < 300; round++) {
    const { bytes, context } = r.pick(all)
    const damaged = Buffer.from(bytes)
    for (let n = 1 + r.below(20); n > 0; n--)
      damaged[r.below(damaged.length)] = r.pick([0x3c, 0x3e, 0x22, 0x26, 0x2f, 0x21, r.below(256)])
    for (const { text, fields, rows } of locateFields(damaged, context))
      for (const { start, end } of [...fields, ...rows])
        assert.ok(start >= 0 && start <= end && end <= text.length)
  }
})
