import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import type {
  Claim,
  Composition,
  Condition,
  DeviceRequest,
  Encounter,
  Observation,
  Patient,
  RelatedPerson,
} from 'fhir/r4'
import { addDecimals, type FacilityMessage, type TableId, tableOf } from '#vocabulary/bhyt'
import { decimalText, extensions } from '#vocabulary/fhir'
import { extractSearchIndex } from '#vocabulary/search'
import type { DraftEntry } from './draft.types.ts'
import { standardise } from './standardise.ts'
import { aVisit, fixtureFolder, foreignValidator, readSample, testIds } from './testing.ts'

const folder = fixtureFolder()
const samples = folder
  ? readdirSync(folder)
      .filter((name) => /^0[1-9].*\.(xml|json)$/.test(name) && !name.startsWith('07'))
      .flatMap((name) =>
        readSample(readFileSync(join(folder, name)), name).map((message) => ({ name, message })),
      )
  : []

const draftOf = (message: FacilityMessage) => {
  const result = standardise(message)
  assert.ok(result.ok)
  const { person, patient, period } = result.value
  return { person, patient, period, entries: result.value.entries(testIds(message.visitLinkId)) }
}
const ofType = <T>(entries: readonly DraftEntry[], type: string) =>
  entries
    .filter((entry) => entry.resource.resourceType === type)
    .map((entry) => entry.resource as unknown as T)
const allOf = (message: FacilityMessage) => {
  const { patient, entries } = draftOf(message)
  return [{ ...patient, id: 'patient' }, ...entries.map((entry) => entry.resource)]
}

let validate: (resource: object) => string[]
before(() => {
  validate = foreignValidator()
})

test('every sample is valid FHIR R4 in the eyes of a foreign validator', () => {
  assert.ok(samples.length >= 9, 'fixtures/bhyt is missing')
  for (const { name, message } of samples)
    for (const resource of allOf(message))
      assert.deepEqual(validate(resource), [], `${name} ${resource.resourceType}`)
})

test('every reference points at something in the draft', () => {
  for (const { name, message } of samples) {
    const all = allOf(message)
    const known = new Set(all.map((resource) => `${resource.resourceType}/${resource.id}`))
    assert.equal(known.size, all.length, `${name}: an id is used twice`)
    for (const [, target] of JSON.stringify(all).matchAll(/"reference":"([^"]+)"/g))
      assert.ok(known.has(target!), `${name}: ${target}`)
  }
})

test('text is NFC, instants are at +07:00, nothing sets meta', () => {
  for (const { name, message } of samples) {
    const text = JSON.stringify(allOf(message))
    assert.equal(text, text.normalize('NFC'), name)
    assert.ok(!text.includes('"meta"'), name)
    for (const [, offset] of text.matchAll(/"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)"/g))
      assert.equal(offset, '+07:00', name)
  }
})

test('the same message gives the same draft', () => {
  for (const { message } of samples)
    assert.deepEqual(draftOf(message), draftOf(JSON.parse(JSON.stringify(message))))
})

test('rows sent in another order keep their ids', () => {
  for (const { name, message } of samples) {
    const ids = (of: FacilityMessage) =>
      draftOf(of)
        .entries.map((entry) => `${entry.resource.resourceType}/${entry.resource.id}`)
        .sort()
    const turned = {
      ...message,
      tables: Object.fromEntries(
        Object.entries(message.tables).map(([table, rows]) => [
          table,
          [...rows].reverse().map(({ values }, index) => ({ row: index + 1, values })),
        ]),
      ),
    }
    assert.deepEqual(ids(turned), ids(message), name)
  }
})

test('a second equal row has its own id, and both keep it when the table is turned', () => {
  const row = { MA_THUOC: '40.48', TEN_THUOC: 'Paracetamol', NGAY_YL: '202608100830', SO_LUONG: '10' }
  const rows = [row, { ...row, SO_LUONG: '5' }]
  const quantities = (of: readonly Record<string, string>[]) =>
    Object.fromEntries(
      draftOf(aVisit({ XML2: of }))
        .entries.filter((entry) => entry.resource.resourceType === 'MedicationRequest')
        .map(({ resource }) => [resource.id, JSON.stringify(resource)]),
    )
  assert.equal(Object.keys(quantities(rows)).length, 2)
  assert.deepEqual(quantities(rows), quantities([...rows].reverse()))
})

test('money of the Claim is the money of the tables, to the last digit', () => {
  for (const { name, message } of samples) {
    const summary = message.tables.XML1?.[0]?.values
    if (!summary) continue
    const claim = ofType<Claim>(draftOf(message).entries, 'Claim')[0]!
    assert.equal(decimalText(claim.total), summary.T_TONGCHI_BV, name)
    const totals = claim.extension!.find(({ url }) => url === extensions.claimTotals)!.extension!
    for (const [url, field] of [
      ['fund', 'T_BHTT'],
      ['coPay', 'T_BNCCT'],
      ['patient', 'T_BNTT'],
      ['insurance', 'T_TONGCHI_BH'],
    ])
      assert.equal(decimalText(totals.find((each) => each.url === url)), summary[field!], `${name} ${url}`)
    const nets = (claim.item ?? []).map((item) => decimalText(item.net) ?? '0')
    const plain = (text: string) => addDecimals(text)
    assert.equal(addDecimals(...nets), plain(summary.T_TONGCHI_BV!), name)
  }
})

/**
 * Fields of bảng 1-5 that no resource says, with the reason. Everything else of the dictionary must change the draft
 * when it is taken away.
 */
const notCarried: Readonly<Record<string, string>> = {
  STT: 'row number: says only the order, which `source` keeps',
  MA_LK: 'the message carries it as visitLinkId: Encounter.identifier',
  MA_CSKCB: 'the message carries it as facilityCode: Organization',
  DU_PHONG: 'reserve field without meaning',
}

test('every field of bảng 1-5 changes the draft, or stands in the list of what is not carried', () => {
  const silent = new Set<string>()
  for (const table of ['XML1', 'XML2', 'XML3', 'XML4', 'XML5'] as const)
    for (const row of variants(table)) {
      const said = (values: Record<string, string>) => {
        const message =
          table === 'XML1' ? aVisit({ XML1: [values] }) : aVisit({ [table]: [values] }, filled('XML1'))
        const result = standardise(message)
        return result.ok && JSON.stringify([result.value.patient, result.value.entries(testIds())])
      }
      const whole = said(row)
      for (const name of Object.keys(row)) {
        const { [name]: _gone, ...rest } = row
        if (said(rest) === whole) silent.add(name)
      }
    }
  assert.deepEqual([...silent].sort(), Object.keys(notCarried).sort())
})

/** A row with every field of the dictionary, each with a value of its kind. */
function filled(table: TableId): Record<string, string> {
  const values: Record<string, string> = {}
  for (const field of tableOf(table)!.fields) {
    if (field.format?.startsWith('yyyyMMddHHmm')) values[field.name] = '202608100830'
    else if (field.format) values[field.name] = '20260810'
    else values[field.name] = field.type === 'number' ? '7' : `${table}-${field.name}`
  }
  return { ...values, ...special[table] }
}

const special: Partial<Record<TableId, Record<string, string>>> = {
  XML1: {
    SO_CCCD: '079190999001',
    GIOI_TINH: '2',
    NGAY_SINH: '199003150815',
    MA_THE_BHYT: 'GD4797999000001',
    MA_BENH_CHINH: 'J20.9',
    MA_BENH_KT: 'I10;E11.9',
    MATINH_CU_TRU: '79',
    GT_THE_TU: '20260101',
    GT_THE_DEN: '20261231',
    CAN_NANG: '52.00',
    MA_LOAI_KCB: '03',
    NAM_QT: '2026',
    THANG_QT: '8',
    NGAY_RA: '202608120900',
    NGAY_TAI_KHAM: '20260920',
  },
  XML4: { GIA_TRI: '86,2' },
}

/** Bảng 3 holds tests, operations, supplies and beds; each kind of row becomes something else. */
function variants(table: TableId): Record<string, string>[] {
  const row = filled(table)
  if (table !== 'XML3') return [row]
  const { MA_VAT_TU: _code, TEN_VAT_TU: _name, ...service } = row
  return [
    { ...service, MA_NHOM: '1' },
    { ...service, MA_NHOM: '8' },
    { ...service, MA_NHOM: '15' },
    { ...row, MA_NHOM: '10' },
  ]
}

// ---- what the mappers decide -------------------------------------------------------------------------------------

test("a visit that says too little to be anybody's is refused with a sentence", () => {
  const empty = standardise({ ...aVisit(), tables: {} })
  assert.ok(!empty.ok && empty.problem.code === 'STANDARDISE_SUMMARY_MISSING')
  const { MA_BN: _gone, ...rest } = aVisit().tables.XML1![0]!.values
  const unnamed = standardise({ ...aVisit(), tables: { XML7: [{ row: 1, values: { SO_LUU_TRU: '1' } }] } })
  assert.ok(!unnamed.ok && unnamed.problem.code === 'STANDARDISE_SUMMARY_MISSING')
  const nobody = standardise({ ...aVisit(), tables: { XML1: [{ row: 1, values: rest }] } })
  assert.ok(!nobody.ok && nobody.problem.code === 'STANDARDISE_PATIENT_NUMBER_MISSING')
})

test('laboratory values: decimal comma, bounds and words', () => {
  const result = (GIA_TRI: string, DON_VI_DO = 'g/L') =>
    ofType<Observation>(
      draftOf(aVisit({ XML4: [{ MA_DICH_VU: '22.1', MA_CHI_SO: 'X', TEN_CHI_SO: 'X', GIA_TRI, DON_VI_DO }] }))
        .entries,
      'Observation',
    ).at(-1)!
  assert.deepEqual(result('15.8').valueQuantity, {
    value: 15.8,
    unit: 'g/L',
    system: 'http://unitsofmeasure.org',
    code: 'g/L',
  })
  assert.equal(result('86,2').valueQuantity?.value, 86.2)
  assert.equal(decimalText(result('86,2').valueQuantity), '86,2')
  assert.deepEqual(
    [result('<0.5').valueQuantity?.comparator, result('<0.5').valueQuantity?.value],
    ['<', 0.5],
  )
  assert.deepEqual(
    [result('> 145').valueQuantity?.comparator, result('≥ 145').valueQuantity?.comparator],
    ['>', '>='],
  )
  for (const words of ['Âm tính', '1,234', '5-10', '(+)', '12 345'])
    assert.ok(result(words).valueString?.startsWith(words), words)
})

test('vital signs of a note become observations, unknown marks stay in its text', () => {
  const { entries } = draftOf(
    aVisit({
      XML5: [
        {
          DIEN_BIEN_LS: 'Tỉnh. CSST<M96_T38.2_HA125/80_NT20_SP98_HL2_M0>',
          THOI_DIEM_DBLS: '202608100830',
          NGUOI_THUC_HIEN: '000901/HCM-CCHN',
        },
      ],
    }),
  )
  const signs = ofType<Observation>(entries, 'Observation').filter(
    (o) => o.code.coding?.[0]?.code !== '29463-7',
  )
  assert.deepEqual(
    signs.map((o) => o.code.coding?.[0]?.code),
    ['8867-4', '8310-5', '85354-9', '9279-1', '2708-6'],
  )
  assert.deepEqual(
    signs[2]!.component?.map((c) => c.valueQuantity?.value),
    [125, 80],
  )
  assert.match(JSON.stringify(ofType(entries, 'ClinicalImpression')), /HL2/)
})

test('a weight of 0.01 kg was typed to pass a check and is not charted', () => {
  const weights = (CAN_NANG: string) =>
    ofType<Observation>(draftOf(aVisit({}, { CAN_NANG })).entries, 'Observation').length
  assert.deepEqual([weights('0.01'), weights('0'), weights('52.00')], [0, 0, 1])
})

test('the check-in and the visit that follows are one Encounter', () => {
  const checkIn: FacilityMessage = {
    ...aVisit(),
    kind: 'check-in',
    tables: { XML0: [{ row: 1, values: { ...aVisit().tables.XML1![0]!.values, MA_DICH_VU: '02.1898' } }] },
  }
  const first = ofType<Encounter>(draftOf(checkIn).entries, 'Encounter')[0]!
  const second = ofType<Encounter>(draftOf(aVisit()).entries, 'Encounter')[0]!
  assert.equal(first.id, second.id)
  assert.deepEqual([first.status, second.status], ['in-progress', 'finished'])
})

test('two cards of one stay are two Coverages; a temporary card joins nobody', () => {
  const { entries, person } = draftOf(
    aVisit(
      {},
      {
        MA_THE_BHYT: 'DN4480199000003; TE1480000000001',
        MA_DKBD: '99903;48000',
        GT_THE_TU: '20260101;20260802',
        GT_THE_DEN: '20260801;20260807',
      },
    ),
  )
  assert.equal(ofType(entries, 'Coverage').length, 2)
  assert.deepEqual(person.insuranceNumbers, ['0199000003'])
})

test('a citizen number shown as a card is a citizen number (since August 2025)', () => {
  const { person } = draftOf(aVisit({}, { SO_CCCD: '', MA_THE_BHYT: '079190999001' }))
  assert.equal(person.citizenId, '079190999001')
  assert.deepEqual(person.insuranceNumbers, [])
})

test('a death notice says when; a visit that ended in death says only that', () => {
  const died = draftOf(aVisit({}, { KET_QUA_DTRI: '5' })).patient
  assert.equal(died.deceasedBoolean, true)
  const notice = samples.find(({ message }) => message.kind === 'death-notice')!
  const { patient, entries } = draftOf(notice.message)
  assert.equal(patient.deceasedDateTime, '2026-08-03T15:30:00+07:00')
  const cause = ofType<Observation>(entries, 'Observation')[0]!
  assert.equal(cause.valueCodeableConcept?.coding?.[0]?.code, 'J18.9')
})

test("a driver is nobody's patient number: sex 0 is male, and each certificate stands alone", () => {
  const check = samples.find(({ message }) => message.kind === 'driver-check')!
  const { person, patient, entries } = draftOf(check.message)
  assert.equal(person.sex, 'male')
  assert.equal(person.localId, check.message.visitLinkId)
  assert.equal((patient as Patient).birthDate, '1990-05-21')
  assert.equal(ofType<Composition>(entries, 'Composition')[0]!.type.coding?.[0]?.code, 'driver-certificate')
})

test('every resource of the HIV table is labelled R and HIV, of tuberculosis R, HIV where it tells the status', () => {
  const { entries } = draftOf(aVisit({ XML6: [filled('XML6')], XML15: [filled('XML15')] }))
  const labelsOf = (table: string) =>
    entries
      .filter(({ source, scope }) => source.table === table && scope === 'visit')
      .map(({ resource }) => (resource.meta?.security ?? []).map(({ code }) => code).join())
  assert.equal(labelsOf('XML6').length, 14)
  assert.deepEqual([...new Set(labelsOf('XML6'))], ['R,HIV'])
  assert.equal(labelsOf('XML15').length, 11)
  assert.deepEqual(new Set(labelsOf('XML15')), new Set(['R', 'R,HIV']))
  const encounter = ofType<Encounter>(entries, 'Encounter')[0]!
  assert.equal(encounter.episodeOfCare, undefined, 'a reference would tell what the label hides')
})

test('an HIV disease among the diagnoses is labelled, the others are not', () => {
  const { entries } = draftOf(aVisit({}, { MA_BENH_CHINH: 'B20.0', MA_BENH_KT: 'Z21;J209' }))
  const labelled = ofType<Condition>(entries, 'Condition').map(({ code, meta }) => [
    code?.coding?.[0]?.code,
    meta?.security?.some((label) => label.code === 'HIV') ?? false,
  ])
  assert.deepEqual(labelled, [
    ['B20.0', true],
    ['Z21', true],
    ['J20.9', false],
  ])
})

test('the mother of a birth certificate is the patient herself on her own visit, a parent on the child’s', () => {
  const relationOf = (SO_CCCD: string) =>
    ofType<RelatedPerson>(draftOf(aVisit({ XML9: [filled('XML9')] }, { SO_CCCD })).entries, 'RelatedPerson')
  const [own] = relationOf('XML9-SO_CCCD_NND')
  assert.equal(own!.relationship?.[0]?.coding?.[0]?.code, 'ONESELF')
  const [mother, father] = relationOf('079190999001')
  assert.equal(mother!.relationship?.[0]?.coding?.[0]?.code, 'PRN')
  assert.equal(mother!.identifier?.[0]?.assigner?.display, 'XML9-NOICAP_CCCD_NND')
  assert.equal(father!.relationship?.[0]?.coding?.[0]?.code, 'FTH')
})

test('a supply of a check-in is a DeviceRequest', () => {
  const checkIn: FacilityMessage = {
    ...aVisit(),
    kind: 'check-in',
    tables: {
      XML0: [
        {
          row: 1,
          values: { ...aVisit().tables.XML1![0]!.values, MA_VAT_TU: 'N01.01', TEN_VAT_TU: 'Bơm tiêm' },
        },
      ],
    },
  }
  const [request] = ofType<DeviceRequest>(draftOf(checkIn).entries, 'DeviceRequest')
  assert.deepEqual(validate(request!), [])
  assert.equal(request!.codeCodeableConcept?.text, 'Bơm tiêm')
})

test('a paper that travels alone names its person and stands without a visit', () => {
  const paper = {
    MA_YTE: 'BN9',
    HO_TEN: 'NGUYỄN THỊ THỬ',
    SO_CCCD: '079190999001',
    NGAY_SINH: '19900315',
    CHAN_DOAN_RV: 'Viêm phế quản cấp',
    NGAY_CT: '20260810',
  }
  const { person, entries } = draftOf({ ...aVisit(), tables: { XML7: [{ row: 1, values: paper }] } })
  assert.deepEqual(
    [person.localId, person.citizenId, person.birthDate],
    ['BN9', '079190999001', '1990-03-15'],
  )
  const [composition] = ofType<Composition>(entries, 'Composition')
  assert.equal(composition!.encounter, undefined)
  assert.deepEqual(validate(composition!), [])
})

test('a visit is standardised and indexed well below a millisecond and a half', () => {
  const message = samples.find(({ name }) => name.startsWith('02'))!.message
  const run = () => {
    const { entries } = draftOf(message)
    for (const { resource } of entries) extractSearchIndex(resource as unknown as Record<string, unknown>)
  }
  for (let n = 0; n < 200; n += 1) run()
  const begun = process.cpuUsage()
  for (let n = 0; n < 200; n += 1) run()
  const { user, system } = process.cpuUsage(begun)
  assert.ok((user + system) / 1000 / 200 < 6, 'four times the target: something is wrong')
})
