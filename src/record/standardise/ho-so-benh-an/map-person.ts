import type { Coverage, Observation, Patient } from 'fhir/r4'
import { codeSystems, extensions, identifierSystems } from '#vocabulary/fhir'
import { recordTime } from '#vocabulary/medical-record'
import { insuranceNumberOf, parseInsuranceCard } from '#vocabulary/vietnam'
import type { DraftPerson } from '../draft.types.ts'
import { healthInsurance, payor } from '../map-coverage.ts'
import { period } from '../map-encounter.ts'
import { patientOf, personOf } from '../map-patient.ts'
import type { PersonSays } from '../person-says.types.ts'
import type { Fields } from './fields.ts'
import type { RecordDraft } from './record-draft.ts'
import { wordsOfRecord } from './words-of.ts'

/** QĐ 4750 writes 1 and 2, the annex's example “Nam” and “Nữ”. */
const sexes: ReadonlyMap<string, DraftPerson['sex']> = new Map([
  ['1', 'male'],
  ['nam', 'male'],
  ['m', 'male'],
  ['2', 'female'],
  ['nữ', 'female'],
  ['nu', 'female'],
  ['f', 'female'],
])

/** Who the record is of. Fields that become the Patient are taken; the others stay for the admission note. */
export function personOfRecord(
  fields: Fields,
  facilityCode: string,
  writtenAt: string | null,
): { person: DraftPerson; patient: Patient } | null {
  const localId = fields.take('mabenhnhan')
  if (!localId) return null
  const birth = fields.takeRead('ngaysinh', recordTime)?.slice(0, 10)
  const code = (name: string) => fields.takeRead(name, (text) => (/^\w{1,6}$/.test(text) ? text : null))
  const says: PersonSays = {
    localId,
    name: fields.take('hoten'),
    idNumber: fields.takeFirst('cccd_so', 'cmnd_so', 'hochieu_so'),
    birth: birth?.replaceAll('-', ''),
    sex: fields.takeRead('gioitinh', (text) => sexes.get(text.toLowerCase())) ?? 'unknown',
    cards: fields.see('mabhyt'),
    address: fields.take('diachi') ?? addressOf(fields),
    province: code('tinhthanh_ma'),
    district: code('quanhuyen_ma'),
    ward: code('xaphuong_ma'),
    phone: fields.take('sodienthoai'),
    ethnicGroup: fields.takeRead('dantoc_ma', (text) => (/^\d{1,2}$/.test(text) ? text : null)),
    nationality: fields.takeRead('ngoaikieu_ma', (text) => (/^\d{1,3}$/.test(text) ? text : null)),
    occupation: code('nghenghiep_ma'),
    on: recordTime(fields.see('thoigianvaovien') ?? '')?.slice(0, 10) ?? null,
  }
  const person = personOf(facilityCode, says, wordsOfRecord(fields, says.sex, writtenAt))
  const patient = patientOf(facilityCode, says, person)
  return { person, patient: withRelative(patient, fields) }
}

/** House, hamlet, ward, district, province: only when the record has no whole address. */
function addressOf(fields: Fields): string | undefined {
  const parts = ['sonha', 'thonpho', 'xaphuong', 'quanhuyen', 'tinhthanh'].map((name) => fields.take(name))
  return parts.filter(Boolean).join(', ') || undefined
}

function withRelative(patient: Patient, fields: Fields): Patient {
  const name = fields.take('hotennguoithan')
  const phone = fields.take('sodienthoainguoithan')
  const address = fields.take('diachinguoithan')
  if (!name && !phone && !address) return patient
  const contact = {
    ...(name ? { name: { text: name } } : {}),
    ...(phone ? { telecom: [{ system: 'phone' as const, value: phone }] } : {}),
    ...(address ? { address: { text: address } } : {}),
  }
  return { ...patient, contact: [contact] }
}

/** The card and the blood group stand in the patient's group. */
export function mapPatientFacts(draft: RecordDraft, fields: Fields): void {
  mapCoverage(draft, fields)
  mapBloodGroup(draft, fields)
}

function mapCoverage(draft: RecordDraft, fields: Fields): void {
  const number = fields.take('mabhyt')
  if (!number) return
  const card = parseInsuranceCard(number)
  const insurance = card.ok ? insuranceNumberOf(card.value) : null
  const coverage: Omit<Coverage, 'id'> = {
    resourceType: 'Coverage',
    status: 'active',
    type: healthInsurance,
    identifier: [
      card.ok ? { system: identifierSystems.insuranceCard, value: card.value.number } : { value: number },
      ...(insurance ? [{ system: identifierSystems.insuranceNumber, value: insurance as string }] : []),
    ],
    subscriberId: number,
    beneficiary: draft.patient,
    payor,
  }
  const from = fields.takeTime('tungaybhyt') ?? null
  const to = fields.takeTime('denngaybhyt') ?? null
  if (from || to) coverage.period = period(from, to)
  const registered = fields.take('noidangkykcbbd')
  if (registered)
    coverage.extension = [
      {
        url: extensions.registeredFacility,
        valueReference: /^\w{5}$/.test(registered)
          ? draft.otherFacility(registered, fields.source)
          : { type: 'Organization', display: registered },
      },
    ]
  draft.add<Coverage>(coverage, `card:${number}`, fields.source)
}

/** LOINC 883-9 ABO group, 10331-7 Rh type (QĐ 831/QĐ-BYT 2017). */
function mapBloodGroup(draft: RecordDraft, fields: Fields): void {
  for (const [name, loinc, title] of [
    ['nhommau', '883-9', 'Nhóm máu ABO'],
    ['yeutorh', '10331-7', 'Yếu tố Rh'],
  ] as const) {
    const text = fields.take(name)
    if (!text) continue
    draft.add<Observation>(
      {
        resourceType: 'Observation',
        status: 'final',
        category: [{ coding: [{ system: codeSystems.observationCategory, code: 'laboratory' }] }],
        code: { coding: [{ system: codeSystems.loinc, code: loinc }], text: title },
        subject: draft.patient,
        encounter: draft.encounter,
        valueCodeableConcept: { text },
      },
      `blood:${name}`,
      fields.source,
    )
  }
}
