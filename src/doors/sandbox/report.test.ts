import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { profile, type TableId } from '#vocabulary/bhyt'
import { addEvidence } from './add-evidence.ts'
import { askedOf } from './asked-of.ts'
import { buildReport, plansOf } from './build-report.ts'
import { type Evidence, noEvidence } from './evidence.types.ts'
import { observeRecord, type ReadItemRecord } from './observe-record.ts'
import { services } from './plan.types.ts'
import { allPlans } from './read-plans.ts'
import { anError, aRecord, aSubject, aWholeVisit, everySituation } from './testing.ts'
import { writeReportPdf } from './write-report-pdf.ts'

const at = new Date('2026-11-21T01:00:00Z')
const rules = new Map([
  ['R-XML3-010', { id: 'R-XML3-010', title: 'Thành tiền', blocksGoLive: true }],
  ['R-XML1-002', { id: 'R-XML1-002', title: 'Nhắc', blocksGoLive: false }],
])
const blockingRules = new Set(['R-XML3-010'])

function evidenceOf(records: readonly ReadItemRecord[], subject = aSubject()): Evidence {
  const evidence = noEvidence()
  evidence.files = 1
  const plans = plansOf(subject)
  for (const [n, record] of records.entries())
    addEvidence(evidence, observeRecord({ ...record, number: n + 1 }, subject.facilityCode), 1, {
      plans,
      blockingRules,
    })
  return evidence
}
const reportOf = (records: readonly ReadItemRecord[], subject = aSubject()) =>
  buildReport(subject, evidenceOf(records, subject), at, rules)

test('a vendor that shows everything scores 100 and nothing stands in its way', () => {
  const report = reportOf(everySituation())
  assert.deepEqual(report.blockers, [])
  assert.equal(report.score.total, 100)
  assert.equal(report.messages, 22)
  assert.equal(report.accepted, 21)
  assert.equal(report.soundKeys, report.keys, 'the refused visit was corrected')
  assert.ok(report.situations.every((s) => s.records > 0))
})

test('nothing sent is no point; with the first message every demand is named', () => {
  const report = reportOf([])
  assert.equal(report.score.total, 0)
  assert.deepEqual(
    report.blockers.map((b) => b.code),
    ['none', 'score'],
  )
  const one = reportOf([aRecord('one', { XML1: [{ HO_TEN: 'NGƯỜI THỬ' }] })])
  assert.ok(one.blockers.length > 20)
  assert.equal(one.blockers[0]!.code, 'too-few')
})

test('a visit refused and never sent right keeps the facility out; sent right it no longer counts against it', () => {
  const wrong = aRecord('late', {}, [anError('BHYT_CODE')])
  const open = reportOf([...everySituation(), wrong])
  assert.deepEqual(
    open.blockers.map((b) => b.code),
    ['open-errors'],
  )
  const mended = reportOf([...everySituation(), wrong, aRecord('late', aWholeVisit())])
  assert.deepEqual(mended.blockers, [])
})

test('a message whose key cannot be read stays a failure; two of them are two', () => {
  const unread = aRecord(null, {}, [anError('BHYT_XML')])
  const report = reportOf([...everySituation(), unread, unread])
  assert.equal(report.keys - report.soundKeys, 2)
  assert.match(report.blockers[0]!.message, /thử lại từ đầu/)
})

test('a rule that blocks keeps out as long as the last message of a visit breaks it; another only costs points', () => {
  const broken = aRecord('sum', aWholeVisit(), [{ code: 'R-XML3-010', severity: 'warning', message: 'm' }])
  const noted = aRecord('note', aWholeVisit(), [{ code: 'R-XML1-002', severity: 'warning', message: 'm' }])
  const report = reportOf([...everySituation(), broken, noted])
  assert.deepEqual(
    report.blockers.map((b) => b.code),
    ['rule'],
  )
  assert.match(report.blockers[0]!.message, /R-XML3-010 còn vướng ở 1 khóa/)
  assert.ok(report.score.total < 100)
  const findings = new Map(report.findings.map((f) => [f.code, f]))
  assert.equal(findings.get('R-XML3-010')!.title, 'Thành tiền')
  assert.deepEqual(reportOf([...everySituation(), broken, aRecord('sum', aWholeVisit())]).blockers, [])
})

test('a field never seen filled is named, and the first problem at a field says where', () => {
  const poor = everySituation().map((r) => structuredClone(r)) as unknown as {
    message: { tables: Record<string, { values: Record<string, string> }[]> } | null
  }[]
  for (const { message } of poor)
    for (const { values } of message?.tables.XML2 ?? []) delete values.DUONG_DUNG
  const report = reportOf(poor as unknown as ReadItemRecord[])
  assert.match(report.blockers[0]!.message, /Bảng XML2: 1 trường chưa từng thấy điền \(DUONG_DUNG\)/)
  const xml1 = report.tables.find((t) => t.table === 'XML1')!
  const code = xml1.fields.find((f) => f.field === 'MA_BENH_CHINH')!
  assert.deepEqual(code.problem?.place, {
    file: 1,
    record: 13,
    table: 'XML1',
    row: 1,
    field: 'MA_BENH_CHINH',
  })
})

test('a station without beds is not asked for stays, operations and births', () => {
  const station = aSubject({ services: [] })
  const asked = askedOf(plansOf(station)[0]!, station.services)
  assert.ok(!asked.tables.some((t) => ['XML4', 'XML5', 'XML7', 'XML9'].includes(t.table)))
  assert.ok(!asked.situations.some((s) => ['inpatient-surgery', 'newborn-twins'].includes(s.id)))
  const report = reportOf(everySituation(), station)
  assert.ok(!report.tables.find((t) => t.table === 'XML7')!.needed)
  assert.deepEqual(report.blockers, [])
})

test('another facility’s visit is refused and shows nothing', () => {
  const report = reportOf([aRecord('x', aWholeVisit(), [], '99902')])
  assert.equal(report.accepted, 0)
  assert.equal(report.findings[0]!.code, 'SANDBOX_OTHER_FACILITY')
  assert.deepEqual([report.keys, report.soundKeys], [1, 0])
  assert.ok(report.blockers.some((b) => b.code === 'open-errors'))
})

test('citizen numbers that look like somebody’s are counted, and none is kept', () => {
  const real = aWholeVisit({ XML1: [{ SO_CCCD: '079190123456' }] })
  const evidence = evidenceOf([aRecord('a', real), aRecord('b', aWholeVisit())])
  assert.equal(evidence.realLooking, 1)
  assert.doesNotMatch(JSON.stringify(evidence), /079190/)
})

test('no value of any message stands in the evidence or the report', () => {
  const secret = 'BÍ-MẬT-7f3a'
  const xml1 = Object.fromEntries(
    allPlans()
      .get('visit')!
      .tables[0]!.fields.map((field) => [field, `${secret} ${field}`]),
  )
  const record = aRecord(secret, aWholeVisit({ XML1: [xml1] }), [
    anError('BHYT_X', { severity: 'warning', table: 'XML1', field: 'HO_TEN', row: 1 }),
  ])
  const evidence = evidenceOf([record])
  assert.ok(evidence.accepted === 1)
  assert.doesNotMatch(JSON.stringify([evidence, buildReport(aSubject(), evidence, at, rules)]), /BÍ-MẬT/)
})

test('the order of unrelated visits changes nothing but the places of examples', () => {
  const many = everySituation().filter((r) => !['out', 'wrong'].includes(r.visitLinkId ?? ''))
  const bare = (records: readonly ReadItemRecord[]) => {
    const { score, blockers, tables, messages, keys } = reportOf(records)
    return { score, blockers, tables, messages, keys }
  }
  const plain = bare(many)
  fc.assert(
    fc.property(fc.shuffledSubarray(many, { minLength: many.length }), (shuffled) => {
      assert.deepEqual(bare(shuffled), plain)
    }),
    { numRuns: 25 },
  )
})

test('more good messages never lower the score’s coverage, and the score stays between 0 and 100', () => {
  const pool = [...everySituation(), aRecord('bad', {}, [anError('BHYT_CODE')])]
  fc.assert(
    fc.property(fc.array(fc.nat(pool.length - 1), { maxLength: 30 }), (picks) => {
      const records = picks.map((n) => pool[n]!)
      const { score, blockers } = reportOf(records)
      assert.ok(score.total >= 0 && score.total <= 100)
      assert.ok(score.total < 100 || blockers.length === 0 || blockers.every((b) => b.code !== 'score'))
      const seen = (of: readonly ReadItemRecord[]) =>
        reportOf(of).score.parts.find((p) => p.id === 'fields')!.share
      assert.ok(seen(records) >= seen(records.slice(0, -1)))
    }),
    { numRuns: 60 },
  )
})

test('the plans ask only for tables, fields and services that exist', () => {
  for (const plan of allPlans().values()) {
    const offered = askedOf(plan, [...services])
    assert.ok(offered.situations.length > 0, plan.id)
    if (!['visit', 'check-in', 'death-notice', 'driver-check'].includes(plan.id)) continue
    for (const { table, fields } of plan.tables) {
      const known = new Set(
        profile('1931')
          .tables.get(table as TableId)
          ?.fields.map((f) => f.name),
      )
      for (const field of fields) assert.ok(known.has(field), `${plan.id}: ${table}.${field}`)
    }
  }
})

test('the report on paper is the same file every time, and in it stand the letters of Vietnamese', async () => {
  const report = reportOf([...everySituation(), aRecord('late', {}, [anError('BHYT_CODE')])])
  const [one, two] = [await writeReportPdf(report), await writeReportPdf(structuredClone(report))]
  assert.ok(one.equals(two))
  assert.match(one.subarray(0, 8).toString('latin1'), /^%PDF-1\./)
  assert.ok(one.includes('BeVietnamPro-Regular'), 'the font travels with the file')
  const empty = await writeReportPdf(buildReport(aSubject(), noEvidence(), null, rules))
  assert.ok(empty.length > 10_000)
})
