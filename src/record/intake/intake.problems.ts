import type { MessageProblem } from '#vocabulary/bhyt'

const error = (code: string, message: string): MessageProblem => ({ code, severity: 'error', message })

/** Why a whole file is turned away. The HTTP edge gives each its status; none of them keeps anything. */
export const refusals = {
  empty: error(
    'INTAKE_EMPTY',
    'Tệp rỗng: không có dữ liệu nào được gửi. Kiểm tra bước xuất tệp rồi gửi lại.',
  ),
  tooLarge: (limit: number) =>
    error(
      'INTAKE_TOO_LARGE',
      `Tệp lớn hơn giới hạn ${Math.round(limit / 1_048_576)} MB (sau khi giải nén). Chia nhỏ tệp rồi gửi lại.`,
    ),
  badGzip: error(
    'INTAKE_BAD_GZIP',
    'Không giải nén được tệp gzip: tệp hỏng hoặc bị cắt cụt. Nén lại rồi gửi lại.',
  ),
  badZip: error(
    'INTAKE_BAD_ZIP',
    'Không mở được tệp zip: tệp hỏng, có mật khẩu hoặc bị cắt cụt. Nén lại rồi gửi lại.',
  ),
  emptyZip: error('INTAKE_EMPTY_ZIP', 'Tệp zip không chứa tệp XML hay JSON nào.'),
  tooManyEntries: (limit: number) =>
    error('INTAKE_TOO_MANY_ENTRIES', `Tệp zip chứa hơn ${limit} tệp. Chia nhỏ rồi gửi lại.`),
  notYourFacility: error(
    'INTAKE_FACILITY_NOT_YOURS',
    'Mã cơ sở trong tệp (MACSKCB) khác cơ sở đã khai khi gửi. Mỗi cơ sở chỉ được gửi hồ sơ của mình.',
  ),
  noRecord: error('INTAKE_NO_RECORD', 'Tệp đọc được nhưng không có hồ sơ (HOSO) nào bên trong.'),
  unsupportedType: error(
    'INTAKE_UNSUPPORTED_TYPE',
    'Loại nội dung không nhận: hãy gửi application/xml, application/json, application/gzip hoặc application/zip.',
  ),
} as const

export const rawDropped: MessageProblem = {
  code: 'INTAKE_RAW_DROPPED',
  severity: 'error',
  message:
    'Bản gốc của tệp này đã hết hạn lưu và đã được xóa. Nội dung đã chuẩn hóa vẫn còn; có thể xuất lại bằng “mach export bhyt-xml”.',
}

export const duplicateInFile = (table: string): MessageProblem => ({
  code: 'BHYT_DUPLICATE_IN_FILE',
  severity: 'error',
  table,
  row: 1,
  field: 'MA_LK',
  message:
    'MA_LK này đã có ở một HOSO đứng trước trong cùng tệp; HOSO trước được nhận. Mỗi lượt khám chỉ gửi một lần trong một tệp.',
})
