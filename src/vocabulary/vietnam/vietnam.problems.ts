import type { Problem } from '#foundation/result'

const incorrect = (code: string, message: string): Problem => ({ code, kind: 'incorrect', message })

export const problems = {
  citizenIdFormat: incorrect(
    'VIETNAM_CITIZEN_ID_FORMAT',
    'Số định danh cá nhân phải có đúng 12 chữ số. Hãy đối chiếu với thẻ căn cước rồi nhập lại.',
  ),
  citizenIdDummy: incorrect(
    'VIETNAM_CITIZEN_ID_DUMMY',
    'Số định danh cá nhân là số điền cho đủ, không phải số thật. Hãy để trống nếu người bệnh chưa có số.',
  ),
  oldIdCardFormat: incorrect(
    'VIETNAM_OLD_ID_CARD_FORMAT',
    'Số chứng minh nhân dân cũ phải có đúng 9 chữ số. Hãy kiểm tra lại giấy tờ.',
  ),
  passportFormat: incorrect(
    'VIETNAM_PASSPORT_FORMAT',
    'Số hộ chiếu gồm một hoặc hai chữ cái và 6 đến 8 chữ số. Hãy kiểm tra lại giấy tờ.',
  ),
  insuranceCardFormat: incorrect(
    'VIETNAM_INSURANCE_CARD_FORMAT',
    'Mã thẻ BHYT phải có 15 ký tự: 2 chữ cái đối tượng, 1 số mức hưởng (1 đến 5), 2 số tỉnh và 10 số BHXH.',
  ),
  insuranceCardDummy: incorrect(
    'VIETNAM_INSURANCE_CARD_DUMMY',
    'Mã thẻ BHYT là số điền cho đủ, không phải số thật. Hãy để trống nếu người bệnh không có thẻ.',
  ),
} as const
