import type { Observation } from 'fhir/r4'
import { icd10Name, tidyIcd10 } from '#vocabulary/catalogues'
import { codeSystems } from '#vocabulary/fhir'
import { bhytDateTime } from '#vocabulary/vietnam'
import type { DraftBuilder } from './draft-builder.ts'
import { addDocument, type Form, sayTime } from './map-documents.ts'
import type { PersonSays } from './map-patient.ts'
import { sexOf } from './map-patient.ts'
import { keyRows, rowsOf, type Values } from './rows.ts'

/** Giấy báo tử: PL02, Circular 25/2025. */
export function deadPerson(values: Values, fallbackId: string): PersonSays {
  const died = values.NGAY_TV ? bhytDateTime(values.NGAY_TV) : null
  return {
    localId: values.MA_BN ?? fallbackId,
    name: values.HO_TEN,
    idNumber: values.SO_GIAYTO,
    birth: values.NGAY_SINH,
    sex: sexOf(values.GIOI_TINH),
    cards: values.MA_THE,
    insuranceNumber: values.MA_BHXH,
    address: values.DCHI_HIENTAI ?? values.DCHI_THUONGTRU,
    province: values.MATINH_HIENTAI ?? values.MATINH_THUONGTRU,
    district: values.MAHUYEN_HIENTAI ?? values.MAHUYEN_THUONGTRU,
    ward: values.MAXA_HIENTAI ?? values.MAXA_THUONGTRU,
    ethnicGroup: values.MA_DANTOC,
    nationality: values.MA_QUOCTICH,
    on: died?.slice(0, 10) ?? null,
    deceased: true,
    deceasedAt: died,
  }
}

const said = (field: string) => (values: Values) => {
  const time = values[field] && bhytDateTime(values[field])
  return time ? sayTime(time) : values[field]
}

const form: Form = {
  type: 'death-notice',
  title: 'Giấy báo tử',
  loinc: '64297-5',
  number: ['MA_GBT'],
  date: ['NGAY_CAPGIAYBT', 'NGAY_TV'],
  authors: [],
  authorName: 'NGUOI_GHIGIAY',
  sections: [
    { code: 'died-at', title: 'Tử vong lúc', text: said('NGAY_TV') },
    { code: 'condition', title: 'Tình trạng tử vong', text: 'TINH_TRANG_TV' },
    { code: 'cause', title: 'Nguyên nhân tử vong', text: 'NGUYENNHAN_TV' },
    {
      code: 'disease',
      title: 'Bệnh chính (ICD-10)',
      text: (v) => [v.BENH_ICD10_ID, v.BENH_ICD10_TEN].filter(Boolean).join(' ') || undefined,
    },
    { code: 'admitted-at', title: 'Vào viện lúc', text: said('NGAYGIO_VV') },
    { code: 'record-number', title: 'Mã hồ sơ bệnh án', text: 'MA_HSBA' },
    {
      code: 'register',
      title: 'Số, quyển số',
      text: (v) => [v.SO_BAOTU, v.QUYEN_SO].filter(Boolean).join(', quyển ') || undefined,
    },
    {
      code: 'former-register',
      title: 'Số, quyển số ban đầu',
      text: (v) => [v.SO_BAOTU_BD, v.QUYEN_SO_BD].filter(Boolean).join(', quyển ') || undefined,
    },
    { code: 'permanent-address', title: 'Nơi thường trú', text: 'DCHI_THUONGTRU' },
    { code: 'relative', title: 'Người thân thích', text: 'NGUOI_THANTHICH' },
    { code: 'head', title: 'Thủ trưởng đơn vị', text: 'TTRUONG_DVI' },
    { code: 'facility-address', title: 'Địa chỉ cơ sở', text: 'DIACHI_CSKCB' },
    {
      code: 'id-issued',
      title: 'Giấy tờ cấp ngày, nơi cấp',
      text: (v) => [said('NGAY_CAP')(v), v.NOI_CAP].filter(Boolean).join(', ') || undefined,
    },
  ],
}

export function mapDeathNotice(draft: DraftBuilder): void {
  const rows = keyRows(rowsOf(draft.message, 'GBT'), (values) => `death-notice:${values.MA_GBT ?? ''}`)
  for (const { row, values, key } of rows) {
    const source = { table: 'GBT', row }
    addDocument(draft, form, values, { NGAY_RA: values.NGAY_TV }, key, source, undefined)
    const cause = causeOf(values)
    if (!cause) continue
    const died = values.NGAY_TV && bhytDateTime(values.NGAY_TV)
    draft.add<Observation>(
      {
        resourceType: 'Observation',
        status: 'final',
        code: {
          coding: [{ system: codeSystems.loinc, code: '69453-9' }],
          text: 'Nguyên nhân tử vong',
        },
        subject: draft.patient,
        ...(died ? { effectiveDateTime: died } : {}),
        valueCodeableConcept: cause,
        performer: [draft.ownFacility(source)],
      },
      'cause-of-death',
      source,
    )
  }
}

function causeOf(values: Values) {
  const { BENH_ICD10_ID, BENH_ICD10_TEN, NGUYENNHAN_TV } = values
  const text = NGUYENNHAN_TV ?? BENH_ICD10_TEN
  if (!BENH_ICD10_ID) return text ? { text } : undefined
  const code = tidyIcd10(BENH_ICD10_ID)
  const display = icd10Name(code) ?? BENH_ICD10_TEN
  return {
    coding: [{ system: codeSystems.icd10, code, ...(display ? { display } : {}) }],
    text: text ?? display ?? code,
  }
}
