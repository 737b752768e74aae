import type { MessageProblem } from '#vocabulary/bhyt'

const error = (code: string, message: string): MessageProblem => ({ code, severity: 'error', message })

/** What the door itself answers; none of these messages was kept. */
export const refusals = {
  unknownSender: error(
    'MLLP_SENDER_UNKNOWN',
    'Máy này chưa được cấp kết nối MLLP. Báo đơn vị quản trị đăng ký địa chỉ hoặc chứng thư của máy.',
  ),
  notYourFacility: error(
    'MLLP_FACILITY_NOT_YOURS',
    'MSH-4 là cơ sở khác với cơ sở được cấp cho kết nối này. Mỗi kết nối chỉ gửi bản tin của cơ sở mình.',
  ),
  tooLarge: error('MLLP_TOO_LARGE', 'Bản tin lớn hơn giới hạn của cửa MLLP. Giảm tệp đính kèm rồi gửi lại.'),
  unavailable: error(
    'MLLP_UNAVAILABLE',
    'Hệ thống chưa lưu được bản tin. Chưa có gì được nhận; hãy gửi lại nguyên bản tin này sau.',
  ),
  clock: error(
    'MLLP_CLOCK',
    'MSH-7 ở tương lai quá một ngày: đồng hồ máy gửi sai. Chỉnh đồng hồ rồi gửi lại.',
  ),
} as const

export const controlIdReused: MessageProblem = {
  code: 'MLLP_CONTROL_ID_REUSED',
  severity: 'warning',
  table: 'MSH',
  row: 1,
  field: 'MSH-10',
  message:
    'MSH-10: mã bản tin này đã dùng cho một bản tin khác nội dung. Cả hai đều được nhận; mỗi bản tin cần một mã riêng.',
}
