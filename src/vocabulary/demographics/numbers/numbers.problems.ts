import type { Problem } from '#foundation/result'

const incorrect = (code: string, message: string): Problem => ({ code, kind: 'incorrect', message })

export const problems = {
  cardQrForm: incorrect(
    'DEMOGRAPHICS_CARD_QR_FORM',
    'Mã QR này không phải của thẻ căn cước. Hãy quét mã QR in trên thẻ căn cước gắn chip, hoặc nhập tay.',
  ),
  cardQrNumber: incorrect(
    'DEMOGRAPHICS_CARD_QR_NUMBER',
    'Mã QR không có số định danh 12 chữ số hợp lệ. Hãy quét lại; nếu vẫn lỗi, nhập tay theo số in trên thẻ.',
  ),
  cardQrName: incorrect(
    'DEMOGRAPHICS_CARD_QR_NAME',
    'Mã QR không có họ tên. Hãy quét lại; nếu vẫn lỗi, nhập tay theo thẻ.',
  ),
  cardQrBirthDate: incorrect(
    'DEMOGRAPHICS_CARD_QR_BIRTH_DATE',
    'Ngày sinh trong mã QR không có trong lịch. Hãy quét lại; nếu vẫn lỗi, nhập tay theo thẻ.',
  ),
} as const
