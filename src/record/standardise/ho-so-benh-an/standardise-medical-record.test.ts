import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { DiagnosticReport, Encounter, MedicationRequest, Observation, Patient, Procedure } from 'fhir/r4'
import { codeSystems, identifierSystems } from '#vocabulary/fhir'
import { recordGroups, recordTime } from '#vocabulary/medical-record'
import type { MedicalRecordMessage } from '#vocabulary/messages'
import { validateResource } from '#vocabulary/validation'
import type { Draft, DraftEntry } from '../draft.types.ts'
import { foreignValidator, testIds } from '../testing.ts'
import { standardiseMedicalRecord } from './index.ts'
import { messageOf, sampleGroups, textsOf } from './testing.ts'

function draftOf(message: MedicalRecordMessage): Draft {
  const draft = standardiseMedicalRecord(message)
  assert.ok(draft.ok)
  return draft.value
}

const entriesOf = (message: MedicalRecordMessage) => draftOf(message).entries(testIds())
const all = <T>(entries: readonly DraftEntry[], type: string): T[] =>
  entries.filter((e) => e.resource.resourceType === type).map((e) => e.resource as T)

function assertValid(draft: Draft): void {
  const patient: Patient = { ...draft.patient, id: 'patient' }
  for (const resource of [...draft.entries(testIds()).map((e) => e.resource), patient]) {
    const wrong = validateResource(resource).filter((i) => i.severity === 'error' || i.severity === 'fatal')
    assert.deepEqual(wrong, [], JSON.stringify(resource))
  }
}

test('the patient is known by number, citizen number and card; the relative stands beside', () => {
  const { person, patient, period } = draftOf(messageOf(sampleGroups()))
  const { words: _told, ...known } = person
  assert.deepEqual(known, {
    facilityCode: '99901',
    localId: 'BN000123',
    citizenId: '079190999001',
    insuranceNumbers: ['7999000001'],
    fullName: 'NGUYỄN THỊ THỬ',
    birthDate: '1990-03-15',
    sex: 'female',
  })
  assert.equal(patient.contact?.[0]?.name?.text, 'Chồng: Trần Văn Mẫu')
  assert.deepEqual(period, { start: '2026-08-15T08:05:00+07:00', end: '2026-08-18T10:00:00+07:00' })
})

test('the stay: its numbers, its class, its diagnoses in their roles', () => {
  const [encounter] = all<Encounter>(entriesOf(messageOf(sampleGroups())), 'Encounter')
  assert.equal(encounter?.class.code, 'IMP')
  assert.equal(encounter?.identifier?.[0]?.system, identifierSystems.admission('99901'))
  assert.deepEqual(
    encounter?.diagnosis?.map((d) => d.use?.coding?.[0]?.code),
    ['DD', 'CM', 'CM', 'AD'],
  )
  assert.equal(encounter?.status, 'finished')
})

test('orders, results and operations of the sample become what they are', () => {
  const entries = entriesOf(messageOf(sampleGroups()))
  const counts = new Map<string, number>()
  for (const { resource } of entries)
    counts.set(resource.resourceType, (counts.get(resource.resourceType) ?? 0) + 1)
  assert.deepEqual(
    Object.fromEntries(
      [...counts].filter(([type]) => !['Organization', 'Location', 'Practitioner'].includes(type)),
    ),
    {
      Condition: 4,
      Encounter: 1,
      Coverage: 1,
      Observation: 21,
      MedicationRequest: 1,
      DeviceRequest: 1,
      ServiceRequest: 3,
      DiagnosticReport: 2,
      Composition: 7,
      Procedure: 1,
    },
  )
  const [medicine] = all<MedicationRequest>(entries, 'MedicationRequest')
  assert.equal(medicine?.medicationCodeableConcept?.coding?.[0]?.code, '40.155')
  const [operation] = all<Procedure>(entries, 'Procedure')
  assert.equal(operation?.performer?.length, 2)
})

test('a result keeps its code of QĐ 1227 beside LOINC and SNOMED, its digits, and its order', () => {
  const entries = entriesOf(messageOf(sampleGroups()))
  const white = all<Observation>(entries, 'Observation').find((o) => o.code.text === 'Bạch cầu (WBC)')!
  assert.deepEqual(
    white.code.coding?.map((c) => [c.system, c.code]),
    [
      [codeSystems.sharedIndicator, '1000012'],
      [codeSystems.loinc, '6690-2'],
      ['http://snomed.info/sct', '767002'],
    ],
  )
  assert.equal(white.valueQuantity?.value, 12.5)
  assert.equal(white.valueQuantity?.extension?.[0]?.valueString, '12.50')
  assert.equal(white.interpretation?.[0]?.coding?.[0]?.code, 'A')
  assert.equal(white.basedOn?.length, 2, 'both orders of the form 20.XNHH.055186')
  const report = all<DiagnosticReport>(entries, 'DiagnosticReport').find((r) => r.result)!
  assert.equal(report.result?.length, 3)
})

test('a stay that the insurance file tells under its MA_LK is that visit, not another', () => {
  const groups = sampleGroups()
  groups.ThongTinBenhNhan!.malk = 'LK-1'
  const draft = draftOf(messageOf(groups))
  assert.deepEqual(draft.refersTo, ['LK-1'])
  const entries = draft.entries(testIds())
  const stub = entries.find((e) => e.resource.resourceType === 'Encounter')!
  assert.equal(stub.scope, 'elsewhere-stub')
  assert.equal(stub.belongsTo, 'LK-1')
  const [operation] = all<Procedure>(entries, 'Procedure')
  assert.equal(operation?.encounter?.reference, `Encounter/${stub.resource.id}`)
})

test('each resource says in which group and form it stood', () => {
  const entries = entriesOf(messageOf(sampleGroups()))
  const known = new Set(recordGroups().map((g) => g.name))
  for (const { source } of entries) assert.ok(known.has(source.table) && source.row === 1)
})

test('forms sent in another order keep their ids', () => {
  const groups = sampleGroups()
  const list = groups.KetQuaXetNghiem!.danhsach as Record<string, unknown>[]
  list.push({ ...list[0], sophieu: 'KHAC', danhsach: [{ tenxetnghiem: 'Ure', ketqua: '5' }] })
  const ids = (message: MedicalRecordMessage) =>
    entriesOf(message)
      .map((e) => `${e.resource.resourceType}/${e.resource.id}`)
      .sort()
  const before = ids(messageOf(groups))
  list.reverse()
  assert.deepEqual(ids(messageOf(groups)), before)
})

test('without a patient number nothing is guessed', () => {
  const draft = standardiseMedicalRecord(messageOf({ ThongTinBenhNhan: { hoten: 'KHÔNG RÕ' } }))
  assert.ok(!draft.ok && draft.problem.code === 'STANDARDISE_RECORD_PATIENT')
})

test('what a stay does not say is not invented: its class and its dates are unknown', () => {
  const draft = draftOf(
    messageOf({ ThongTinBenhNhan: { mabenhnhan: 'BN1', tiensubenhtatcuagiadinh: 'Không rõ' } }),
  )
  const [encounter] = all<Encounter>(draft.entries(testIds()), 'Encounter')
  assert.equal(encounter?.class.code, 'UNK')
  assert.equal(encounter?.status, 'unknown')
  assertValid(draft)
})

test('everything the sample becomes is valid by our checks and by somebody else’s', () => {
  const draft = draftOf(messageOf(sampleGroups()))
  assertValid(draft)
  const foreign = foreignValidator()
  for (const { resource } of draft.entries(testIds()))
    assert.deepEqual(foreign(resource), [], resource.resourceType)
})

/** A text said in FHIR: as it is, in parts, as a time, as XHTML, or as a code that means the same. */
function isSaid(name: string, text: string, said: string): boolean {
  const inJson = (part: string) => said.includes(JSON.stringify(part).slice(1, -1))
  const inHtml = (part: string) =>
    inJson(
      part
        .replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)
        .replaceAll('\n', '<br/>'),
    )
  if (inJson(text) || inHtml(text)) return true
  const time = recordTime(text)
  if (time !== null && (said.includes(time) || said.includes(time.slice(0, 10)))) return true
  if (['gioitinh', 'ketquabatthuong'].includes(name)) return true
  const parts = text.split(/[;,]/).map((part) => part.trim())
  return parts.length > 1 && parts.every((part) => part === '' || inJson(part.toUpperCase()) || inJson(part))
}

function assertNothingLost(message: MedicalRecordMessage): void {
  const draft = draftOf(message)
  const said = JSON.stringify([draft.patient, ...draft.entries(testIds()).map((e) => e.resource)])
  for (const [group, rows] of Object.entries(message.groups))
    for (const [name, text] of rows.flatMap(textsOf)) {
      if (name === 'sovaovien' && group !== 'ThongTinBenhNhan') continue // the same number in every group
      assert.ok(isSaid(name, text, said), `${group}.${name}: ${text}`)
    }
}

test('nothing of the sample is lost', () => assertNothingLost(messageOf(sampleGroups())))

test('what stands all alone in a group is said too', () => {
  const patient = { mabenhnhan: 'BN1' }
  for (const groups of [
    { ThongTinBenhNhan: patient, HoSoCapCuu: { danhsach: [{ mabacsi: 'BS77' }] } },
    { ThongTinBenhNhan: patient, HoSoCapCuu: { danhsach: [{ thoigiancapcuu: '15/08/2026 08:30' }] } },
    { ThongTinBenhNhan: { ...patient, quanhuyen_ma: 'A0' } },
    { ThongTinBenhNhan: patient, ThongTinDieuTri: { maicd_khac: 'J20.9; I10', tenicd_khac: ";'" } },
    {
      ThongTinBenhNhan: patient,
      ThongTinDieuTri: { maicd_khac: 'I10; I10', tenicd_khac: 'Tên một; Tên hai' },
    },
    // A word that every JavaScript object answers to is no name of a department.
    { ThongTinBenhNhan: { ...patient, makhoa: 'constructor' } },
  ]) {
    const message = messageOf(groups)
    assertNothingLost(message)
    assertValid(draftOf(message))
  }
})

test('whatever fields come with whatever in them, everything is said somewhere and everything is valid', () => {
  const text = fc.oneof(
    fc.stringMatching(/^[A-Za-zÀ-ỹ0-9<>&"'.,;:/ -]{1,24}$/),
    fc.constantFrom(
      '15/08/2026 08:30:00.000',
      '2026-08-15',
      '37,5',
      '12.50',
      'J20.9',
      'J20.9; I10',
      '1000012',
      '0',
      '<0,5',
    ),
  )
  const rowOf = (names: readonly string[]) =>
    fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.stringMatching(/^[a-z]{3,9}_la$/)), text, {
      maxKeys: 8,
    })
  const record = fc.record(
    Object.fromEntries(
      recordGroups().map(({ name, list, fields }) => {
        const row = rowOf(fields.map((f) => f.name))
        const form = fc
          .tuple(row, fc.array(row, { maxLength: 2 }))
          .map(([values, lines]) => ({ ...values, danhsach: lines }))
        return [name, list ? fc.array(form, { maxLength: 2 }).map((danhsach) => ({ danhsach })) : row]
      }),
    ),
  )
  fc.assert(
    fc.property(record, (groups) => {
      const tidy = JSON.parse(
        JSON.stringify(groups, (_, value) =>
          typeof value === 'string' ? value.normalize('NFC').trim().replace(/ +/g, ' ') : value,
        ),
      )
      tidy.ThongTinBenhNhan = { ...tidy.ThongTinBenhNhan, mabenhnhan: 'BN1' }
      const message = messageOf(tidy)
      assertNothingLost(message)
      assertValid(draftOf(message))
    }),
    { numRuns: 40 },
  )
})
