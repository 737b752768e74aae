/** Totals of bảng 1 in extension `claim-totals`: part → field. */
export const claimTotals: readonly (readonly [part: string, field: string])[] = [
  ['medicines', 'T_THUOC'],
  ['supplies', 'T_VTYT'],
  ['hospital', 'T_TONGCHI_BV'],
  ['insurance', 'T_TONGCHI_BH'],
  ['patient', 'T_BNTT'],
  ['coPay', 'T_BNCCT'],
  ['fund', 'T_BHTT'],
  ['other', 'T_NGUONKHAC'],
  ['fundOutsideCapitation', 'T_BHTT_GDV'],
]

/** Amounts and rates of a line of bảng 2 or 3 in extension `claim-line`. `outsideCapitation` is of QĐ 4210 only. */
export const lineAmounts: readonly (readonly [part: string, field: string])[] = [
  ['insurancePrice', 'DON_GIA_BH'],
  ['insuranceAmount', 'THANH_TIEN_BH'],
  ['ceiling', 'T_TRANTT'],
  ['patient', 'T_BNTT'],
  ['coPay', 'T_BNCCT'],
  ['fund', 'T_BHTT'],
  ['serviceRate', 'TYLE_TT_DV'],
  ['insuranceRate', 'TYLE_TT_BH'],
  ['benefitRate', 'MUC_HUONG'],
  ['outsideCapitation', 'T_NGOAIDS'],
]

/**
 * Amounts that other sources pay: nearly always zero, and then left out. How the visit writes the zero, when not `0`,
 * stands once in part `zero` of `claim-totals`: `0.00`, or `-` for an empty element.
 */
export const otherSources: readonly (readonly [part: string, field: string])[] = [
  ['otherStateBudget', 'T_NGUONKHAC_NSNN'],
  ['otherForeignAid', 'T_NGUONKHAC_VTNN'],
  ['otherDomesticAid', 'T_NGUONKHAC_VTTN'],
  ['otherRest', 'T_NGUONKHAC_CL'],
  ['other', 'T_NGUONKHAC'],
]

/** Codes and texts of a line that no clinical resource holds, in extension `claim-line`. */
export const lineCodes: readonly (readonly [part: string, field: string])[] = [
  ['scope', 'PHAM_VI'],
  ['paymentMethod', 'MA_PTTT'],
  ['funding', 'NGUON_CTRA'],
  ['tender', 'TT_THAU'],
  ['recurrentWarWound', 'VET_THUONG_TP'],
  ['supplyPackage', 'GOI_VTYT'],
  ['fuel', 'MA_XANG_DAU'],
  ['bed', 'MA_GIUONG'],
  ['productMark', 'MA_HIEU_SP'],
  ['reused', 'TAI_SU_DUNG'],
]

/** MA_NHOM without leading zeros. */
export const costGroupOf = (sent: string | undefined): string => sent?.replace(/^0+/, '') ?? ''

/** MA_NHOM: 1 tests, 2 imaging, 3 functional tests are ordered and answered by bảng 4. */
export const testGroups: ReadonlySet<string> = new Set(['1', '2', '3'])
/** 8 surgery, 9 services paid by rate, 18 procedures, 19 other services: something was done to the patient. */
export const procedureGroups: ReadonlySet<string> = new Set(['8', '9', '18', '19'])
