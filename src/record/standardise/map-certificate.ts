import type { FacilityMessage, TableId } from '#vocabulary/bhyt'
import { bhytDateTime } from '#vocabulary/vietnam'
import type { Draft } from './draft.types.ts'
import { sexOf } from './map-patient.ts'
import type { PersonSays } from './person-says.types.ts'
import { familyOnPaper } from './read-family.ts'
import { rowsOf, type Values } from './rows.ts'

/** Papers that Circular 25/2025 also lets travel alone: CT03, CT04, CT06, CT07 and the birth certificate. */
const alone: readonly TableId[] = ['XML7', 'XML8', 'XML10', 'XML11', 'XML9']

/** The paper of a message that has no bảng 1: it then names the person itself. */
export function certificateIn(message: FacilityMessage): Values | undefined {
  for (const table of alone) {
    const values = rowsOf(message, table)[0]?.values as Values | undefined
    if (values?.HO_TEN || values?.HO_TEN_NND) return values
  }
  return undefined
}

/**
 * A paper alone: names as in bảng 1, or those of the mother or carer (NND) in bảng 9. Without a patient number each paper
 * is its own local patient, and identity joins it by citizen or insurance number.
 */
export function certificateSays(values: Values, fallbackId: string): PersonSays {
  const seen = values.NGAY_VAO ?? values.NGAY_CT
  return {
    localId: values.MA_BN ?? values.MA_YTE ?? fallbackId,
    name: values.HO_TEN ?? values.HO_TEN_NND,
    idNumber: values.SO_CCCD ?? values.SO_CCCD_NND,
    birth: values.NGAY_SINH ?? values.NGAYSINH_NND,
    sex: sexOf(values.GIOI_TINH),
    cards: values.MA_THE_BHYT ?? values.MA_THE_NND,
    insuranceNumber: values.MA_BHXH ?? values.MA_BHXH_NND,
    address: values.DIA_CHI ?? values.NOI_CU_TRU_NND,
    province: values.MATINH_CU_TRU,
    district: values.MAHUYEN_CU_TRU,
    ward: values.MAXA_CU_TRU,
    phone: values.DIEN_THOAI,
    ethnicGroup: values.MA_DANTOC ?? values.MA_DANTOC_NND,
    nationality: values.MA_QUOCTICH,
    family: values.HO_TEN_NND ? undefined : familyOnPaper(values, { ...values, NGAY_VAO: seen }),
    on: (seen && bhytDateTime(seen)?.slice(0, 10)) || null,
  }
}

export function certificatePeriod(values: Values): Draft['period'] {
  const time = (sent: string | undefined) => (sent ? bhytDateTime(sent) : null)
  return { start: time(values.NGAY_VAO) ?? time(values.NGAY_CT), end: time(values.NGAY_RA) }
}
