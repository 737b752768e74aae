import type { EventKind } from './event.queries.ts'

interface Said {
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
}
const refused = (message: string): Said => ({ severity: 'error', message })
const doubtful = (message: string): Said => ({ severity: 'warning', message })
const plain = (message: string): Said => ({ severity: 'info', message })

export const eventSentences: Readonly<Record<EventKind, Said>> = {
  'signed-in': plain('Đăng nhập'),
  'wrong-password': refused('Từ chối: sai mật khẩu'),
  'unknown-user': refused('Từ chối: tên tài khoản không có'),
  'locked-out': refused('Từ chối: đăng nhập sai nhiều lần, tạm khóa'),
  'account-locked': refused('Từ chối: tài khoản đang bị khóa'),
  'account-expired': refused('Từ chối: tài khoản hết hạn'),
  'address-refused': refused('Từ chối: địa chỉ mạng không có trong danh sách'),
  'channel-refused': refused('Từ chối: tài khoản không được dùng hàm này'),
  'unknown-token': refused('Từ chối: token không có thật'),
  'expired-token': doubtful('Từ chối: token hết hạn'),
  'revoked-token': refused('Từ chối: token đã bị hủy mà còn được dùng lại'),
  'token-of-another': refused('Từ chối: token không phải của tài khoản này'),
  'two-addresses': doubtful('Một token được dùng từ hai địa chỉ mạng: có thể bị lộ'),
  'other-facility': refused('Từ chối: gửi hồ sơ của cơ sở khác'),
  'clock-ahead': refused('Từ chối: ngày trong tệp ở tương lai'),
  'clock-behind': doubtful(
    'Đồng hồ máy gửi chậm: tệp lập trước ngày ra viện, hoặc giờ gửi lệch quá một ngày',
  ),
  'bad-body': doubtful('Từ chối: nội dung gửi lên không đọc được'),
  'too-large': doubtful('Từ chối: tệp quá lớn'),
  'file-refused': doubtful('Từ chối: tệp không có hồ sơ nào đọc được'),
  'card-lookup': plain('Tra cứu thẻ BHYT'),
  'account-created': plain('Cấp tài khoản'),
  'account-changed': plain('Sửa tài khoản'),
  'password-changed': plain('Đổi mật khẩu'),
  'dead-letter': refused('Cổng giám định trả lại: cần người xử lý'),
  retried: plain('Gửi lại lên Cổng giám định'),
}
