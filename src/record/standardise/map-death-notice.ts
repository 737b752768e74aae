import type { Observation } from 'fhir/r4'
import { deathNotice } from '#vocabulary/bhyt-fhir'
import { icd10Name, tidyIcd10 } from '#vocabulary/catalogues'
import { codeSystems } from '#vocabulary/fhir'
import { bhytDateTime } from '#vocabulary/vietnam'
import type { DraftBuilder } from './draft-builder.ts'
import { addDocument } from './map-documents.ts'
import { sexOf } from './map-patient.ts'
import type { PersonSays } from './person-says.types.ts'
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

export function mapDeathNotice(draft: DraftBuilder): void {
  const rows = keyRows(rowsOf(draft.message, 'GBT'), (values) => `death-notice:${values.MA_GBT ?? ''}`)
  for (const { row, values, key } of rows) {
    const source = { table: 'GBT', row }
    addDocument(draft, deathNotice, { values, summary: { NGAY_RA: values.NGAY_TV }, key, source })
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
