import type { TableId } from '#vocabulary/bhyt'

/** A paper of the certificate gateway (bhyt-xml.md §7; Circular 25/2025 and 22/2025) and the table that says the same. */
export interface CertificateForm {
  readonly table: TableId
  readonly title: string
  /** The document's own number, first that has a value; CT04, CT06 and CT07 have none that is sure (no MA_YTE). */
  readonly key: readonly string[]
  readonly prefix: string
  /** Field of the paper → field of the table; a field not named here keeps its name. */
  readonly renames: Readonly<Record<string, string>>
  /** Fields without which the paper says nothing of anybody. */
  readonly required: readonly string[]
}

/** Names that mean the same in all of them. */
const common = {
  MA_THE: 'MA_THE_BHYT',
  NGAY_CHUNG_TU: 'NGAY_CT',
  BENHICD10_ID: 'BENH_ICD10_ID',
  BENH_ICD10_MA: 'BENH_ICD10_ID',
  TENBENHNICD10: 'BENH_ICD10_TEN',
} as const

export const certificateForms: Readonly<Record<string, CertificateForm>> = {
  CT03: {
    table: 'XML7',
    title: 'Giấy ra viện',
    key: ['MA_YTE', 'SO_LUU_TRU'],
    prefix: 'ct03',
    renames: {
      ...common,
      MA_KHOA: 'MA_KHOA_RV',
      DINH_CHI_THAI_NGHEN: 'MA_DINH_CHI_THAI',
      CHAN_DOAN: 'CHAN_DOAN_RV',
      MA_CCHN_TRUONGKHOA: 'MA_BS',
      TEN_TRUONGKHOA: 'TEN_BS',
    },
    required: ['HO_TEN'],
  },
  CT04: {
    table: 'XML8',
    title: 'Tóm tắt hồ sơ bệnh án',
    key: ['MA_CT', 'SO_SERI'],
    prefix: 'ct04',
    renames: {
      ...common,
      TEN_DONVI: 'DON_VI',
      CHAN_DOAN_RA: 'CHAN_DOAN_RV',
      NGAY_CHETCON: 'NGAY_CONCHET',
    },
    required: ['HO_TEN'],
  },
  CT06: {
    table: 'XML10',
    title: 'Giấy xác nhận nghỉ dưỡng thai',
    key: ['MA_CT', 'SO_SERI'],
    prefix: 'ct06',
    renames: {
      ...common,
      CHAN_DOAN: 'CHAN_DOAN_RV',
      MA_CT: 'SO_CT',
      TEN_DVI: 'DON_VI',
      NOI_CU_TRU_NND: 'DIA_CHI',
    },
    required: ['HO_TEN'],
  },
  CT07: {
    table: 'XML11',
    title: 'Giấy chứng nhận nghỉ việc hưởng BHXH',
    key: ['MA_CT', 'SO_SERI'],
    prefix: 'ct07',
    renames: {
      ...common,
      MA_CT: 'SO_CT',
      CHANDOAN_DIEUTRI: 'CHAN_DOAN_RV',
      MA_CCHN: 'MA_BS',
      TEN_NGUOI_HANH_NGHE: 'TEN_BS',
    },
    required: ['HO_TEN'],
  },
  GIAYCHUNGSINH: {
    table: 'XML9',
    title: 'Giấy chứng sinh',
    key: ['MA_GCS'],
    prefix: 'gcs',
    renames: { HOTEN_NND: 'HO_TEN_NND', TEN_CON: 'HO_TEN_CON', MA_QUOCTICH_NND: 'MA_QUOCTICH' },
    required: ['HO_TEN_NND'],
  },
}
