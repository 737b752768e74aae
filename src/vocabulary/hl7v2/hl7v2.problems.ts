import type { Problem } from '#foundation/result'

const incorrect = (code: string, message: string): Problem => ({ code, kind: 'incorrect', message })

export const problems = {
  noHeader: incorrect(
    'HL7_HEADER_MISSING',
    'Bản tin HL7 không bắt đầu bằng đoạn MSH nên không biết ai gửi. Kiểm tra phần đóng gói MLLP rồi gửi lại.',
  ),
  badSeparators: incorrect(
    'HL7_SEPARATORS',
    'Đoạn MSH không khai ký tự phân cách hợp lệ (MSH-1 và MSH-2, thường là |^~\\&). Sửa phần đầu bản tin rồi gửi lại.',
  ),
  twoHeaders: incorrect(
    'HL7_TWO_HEADERS',
    'Một bản tin có hai đoạn MSH: hai bản tin dính vào nhau. Gửi mỗi bản tin trong một khung MLLP riêng.',
  ),
  tooManySegments: incorrect(
    'HL7_TOO_MANY_SEGMENTS',
    'Bản tin có quá nhiều đoạn, không phải bản tin của một người bệnh. Chia nhỏ rồi gửi lại.',
  ),
  encoding: incorrect(
    'HL7_ENCODING_INVALID',
    'Chữ trong bản tin không đúng bảng mã khai ở MSH-18. Gửi bằng UTF-8 và khai MSH-18 là UNICODE UTF-8.',
  ),
  charset: incorrect(
    'HL7_CHARSET_UNSUPPORTED',
    'Không đọc được bảng mã khai ở MSH-18 (TCVN3, VISCII và bảng mã khác). Gửi bằng UTF-8 và khai UNICODE UTF-8.',
  ),
} as const
