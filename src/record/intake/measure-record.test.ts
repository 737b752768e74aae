import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { projectRoot } from '#foundation/project'
import type { FacilityMessage } from '#vocabulary/bhyt'
import type { Hl7Message } from '#vocabulary/hl7v2'
import { bhytFormat, defaultLimits } from './bhyt-xml/index.ts'
import type { RecordContext } from './format.types.ts'
import { identityBit } from './measure-identity.ts'
import { measureRecord } from './measure-record.ts'

const row = (values: Record<string, string>, n = 1) => ({ row: n, values })
const aVisit = (
  summary: Record<string, string>,
  tables: FacilityMessage['tables'] = {},
): FacilityMessage => ({
  kind: 'visit',
  norm: '3176',
  facilityCode: '99901',
  visitLinkId: 'LK1',
  tables: { XML1: [row(summary)], ...tables },
})
const bits = (n: number) =>
  Object.entries(identityBit)
    .filter(([, bit]) => n & bit)
    .map(([name]) => name)

function measuresOf(file: string) {
  const splitter = bhytFormat.splitter(defaultLimits)
  const bytes = readFileSync(join(projectRoot(), 'fixtures/bhyt', file))
  const all: ReturnType<typeof measureRecord>[] = []
  let head: RecordContext | null = null
  for (const event of [...splitter.push(bytes), ...splitter.finish()])
    if (event.kind === 'head') head = { ...event, number: 0 }
    else if (event.kind === 'record') {
      const read = bhytFormat.readRecord(event.bytes!, { ...head!, number: event.number })
      all.push(measureRecord(read.message, read.problems))
    }
  return all
}

test('a day clinic visit is over at NGAY_RA and a stay is expected to bring its discharge paper', () => {
  const out = measureRecord(aVisit({ MA_LOAI_KCB: '01', NGAY_RA: '202608071630' }), [])
  const stay = measureRecord(aVisit({ MA_LOAI_KCB: '03', NGAY_RA: '202608071630' }), [])
  assert.equal(out.kind, 'outpatient')
  assert.equal(out.endedAt, '2026-08-07T16:30:00+07:00')
  assert.equal(stay.kind, 'inpatient')
  assert.ok(stay.expected > out.expected + 10, 'tables 7 and 8 are expected of a stay')
  assert.equal(out.filled, 2)
})

test('a visit nobody insures owes no card but owes table 8', () => {
  const insured = measureRecord(aVisit({ MA_LOAI_KCB: '01', MA_DOITUONG_KCB: '1.1' }), [])
  const paying = measureRecord(aVisit({ MA_LOAI_KCB: '01', MA_DOITUONG_KCB: '9' }), [])
  assert.equal(paying.expected - insured.expected, 8 - 2)
})

test('either the code of a service or of a supply fills a line of table 3', () => {
  const line = { SO_LUONG: '1', MA_BAC_SI: 'x', NGAY_YL: '202608070800', MA_BENH: 'J20' }
  const of = (values: Record<string, string>) =>
    measureRecord(aVisit({}, { XML3: [row({ ...line, ...values })] }), []).filled
  assert.equal(of({ MA_DICH_VU: '02.1896', TEN_DICH_VU: 'Khám' }), 6)
  assert.equal(of({ MA_VAT_TU: 'N03', TEN_VAT_TU: 'Kim' }), 6)
  assert.equal(of({ MA_DICH_VU: '02', MA_VAT_TU: 'N03' }), 5)
})

test('a made-up citizen number, a newborn’s temporary card and a birth year alone identify nobody', () => {
  const poor = aVisit({
    SO_CCCD: '000000000000',
    MA_THE_BHYT: 'TE1480000000001',
    NGAY_SINH: '196000000000',
    MATINH_CU_TRU: '48',
    MAXA_CU_TRU: '99999',
    NGAY_RA: '202608071630',
  })
  assert.deepEqual(bits(measureRecord(poor, []).identity), ['person'])
  const good = aVisit({
    SO_CCCD: '079190999001',
    MA_THE_BHYT: 'XX9;GD4489999000003',
    NGAY_SINH: '198505120000',
    MATINH_CU_TRU: '48',
    MAXA_CU_TRU: '20242',
    NGAY_RA: '202608071630',
  })
  assert.deepEqual(bits(measureRecord(good, []).identity), ['person', 'citizen', 'card', 'birth', 'address'])
})

test('a ward is looked up in the list of its day: three levels before July 2025, two after', () => {
  const at = (NGAY_RA: string, MAHUYEN_CU_TRU: string) =>
    measureRecord(aVisit({ NGAY_RA, MATINH_CU_TRU: '48', MAHUYEN_CU_TRU, MAXA_CU_TRU: '20200' }), [])
      .identity & identityBit.address
  assert.equal(at('202506010800', '490') > 0, true)
  assert.equal(at('202506010800', ''), 0)
})

test('warnings and rule findings are counted apart, also of a record that could not be read', () => {
  const problem = (code: string, severity: 'error' | 'warning' | 'info') => ({ code, severity, message: '' })
  const found = [
    problem('R-XML1-001', 'warning'),
    problem('BHYT_X', 'warning'),
    problem('R-XML3-002', 'error'),
  ]
  assert.deepEqual(measureRecord(null, found), {
    kind: null,
    endedAt: null,
    expected: 0,
    filled: 0,
    identity: 0,
    warnings: 2,
    rules: 2,
  })
})

test('samples: an operation is a stay, a certificate and a notice end on their day, a broken batch has no kind', () => {
  const [surgery] = measuresOf('02-inpatient-surgery-dotnet-bom-cdata.xml')
  assert.equal(surgery!.kind, 'inpatient')
  assert.ok(surgery!.filled > 0.6 * surgery!.expected && surgery!.filled <= surgery!.expected)
  const [driver] = measuresOf('09-driver-health-check-gksklx.json')
  assert.equal(driver!.kind, 'driver-check')
  assert.match(driver!.endedAt!, /T23:59:59/)
  const [death] = measuresOf('08-giay-bao-tu-gbt.xml')
  assert.equal(death!.kind, 'death-notice')
  const batch = measuresOf('07-deviant-batch.xml')
  assert.equal(batch.length, 3)
  assert.ok(batch.every((m) => m.kind === null && m.identity === 0))
})

test('an HL7 message is over when its event was, in the zone it says', () => {
  const segment = (name: string, fields: Record<number, string[]>) => ({
    name,
    row: 1,
    get: (f: number, c = 1, r = 1) => fields[f]?.[r - 1]?.split('^')[c - 1] ?? '',
    whole: (f: number) => fields[f]?.join('~') ?? '',
    count: (f: number) => fields[f]?.length ?? 0,
  })
  const hl7: Hl7Message = {
    type: 'ADT',
    trigger: 'A03',
    controlId: '1',
    segments: [
      segment('MSH', { 7: ['20260807170000'] }),
      segment('EVN', { 6: ['20260807093000.0000+0900'] }),
      segment('PID', { 3: ['BN1^^^99901^PI', '079190999001^^^^NI'], 5: ['NGUYEN^THU'], 7: ['19900315'] }),
    ],
  }
  const measures = measureRecord(
    { kind: 'hl7-v2', hl7, facilityCode: '99901', visitLinkId: 'k', saidAt: null },
    [],
  )
  assert.equal(measures.endedAt, '2026-08-07T00:30:00.000Z')
  assert.deepEqual(bits(measures.identity), ['person', 'citizen', 'birth'])
  assert.deepEqual([measures.expected, measures.filled], [5, 3])
})

test('a FHIR Bundle says more or less of the same person', () => {
  const bundle = {
    entry: [
      {
        resource: {
          resourceType: 'Patient',
          identifier: [{ value: '079190999001' }, { value: 'GD4489999000003' }],
          name: [{}],
          birthDate: '1990-03-15',
          gender: 'male',
          address: [{ extension: [{ valueCoding: { code: '20242' } }] }],
        },
      },
      { resource: { resourceType: 'Encounter', period: { end: '2026-02-30T08:00:00+07:00' } } },
      { resource: { resourceType: 'Observation', code: {}, valueQuantity: {}, effectiveDateTime: '2026' } },
    ],
  }
  const head = { facilityCode: '99901', visitLinkId: 'k', saidAt: null }
  const measures = measureRecord({ kind: 'fhir-bundle', bundle, ...head }, [])
  assert.deepEqual(bits(measures.identity), ['person', 'citizen', 'card', 'birth', 'address'])
  assert.equal(measures.filled, 5 + 1 + 3)
})

test('whatever a Bundle holds, it is measured and never stops the receipt', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), (resources, other) => {
      const bundle = { entry: resources.map((resource) => ({ resource })), other }
      const m = measureRecord(
        { kind: 'fhir-bundle', bundle, facilityCode: '99901', visitLinkId: 'k', saidAt: null },
        [],
      )
      assert.ok(m.filled <= m.expected && m.identity < 32)
    }),
    { numRuns: 300 },
  )
})

test('whatever the fields of a visit hold, its measures fit their columns', () => {
  const name = fc.constantFrom('NGAY_RA', 'NGAY_SINH', 'SO_CCCD', 'MA_THE_BHYT', 'MAXA_CU_TRU', 'MA_LOAI_KCB')
  const value = fc.oneof(fc.string(), fc.stringMatching(/^\d{8,14}$/))
  fc.assert(
    fc.property(fc.dictionary(name, value), (summary) => {
      const m = measureRecord(aVisit(summary), [])
      assert.ok(m.filled <= m.expected)
      assert.ok(m.endedAt === null || !Number.isNaN(Date.parse(m.endedAt)))
    }),
    { numRuns: 500 },
  )
})
