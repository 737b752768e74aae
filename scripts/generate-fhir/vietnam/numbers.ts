/** The numbers of Vietnam as invariants of an Identifier. */

/** NĐ 102/2025, điều 6; Thông tư 59/2021/TT-BCA: twelve digits, no check digit. */
export const citizenId = {
  key: 'vn-citizen-id',
  human: 'Số định danh cá nhân gồm đúng 12 chữ số',
  expression: "value.matches('^[0-9]{12}$')",
}

/** Số BHXH, the last ten signs of a card. */
export const insuranceNumber = {
  key: 'vn-insurance-number',
  human: 'Mã số BHXH gồm đúng 10 chữ số',
  expression: "value.matches('^[0-9]{10}$')",
}

/** AA B CC NNNNNNNNNN: group, level of benefit, province, number. */
export const insuranceCard = {
  key: 'vn-insurance-card',
  human: 'Mã thẻ BHYT gồm 2 chữ cái, mức hưởng 1 đến 5 và 12 chữ số',
  expression: "value.matches('^[A-Z]{2}[1-5][0-9]{12}$')",
}

export const oldIdCard = {
  key: 'vn-old-id-card',
  human: 'Số CMND gồm 9 hoặc 12 chữ số',
  expression: "value.matches('^([0-9]{9}|[0-9]{12})$')",
}

/** MA_CSKCB; a letter may stand in the codes of army and police hospitals, so it is advice. */
export const facilityCode = {
  key: 'vn-facility-code',
  human: 'Mã cơ sở khám bệnh, chữa bệnh gồm 5 ký tự',
  expression: "value.matches('^[0-9A-Z]{5}$')",
  isAdvice: true as const,
}
