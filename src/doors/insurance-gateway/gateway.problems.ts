/** Codes of the gateway (reference bhyt-xml.md, sections 8 and 9) with what we say to the person who reads them. */
export interface Answered {
  readonly code: string
  readonly message: string
}

const answer = (code: string, message: string): Answered => ({ code, message })

export const answers = {
  received: (records: number, setAside: number) =>
    answer(
      '200',
      setAside === 0
        ? `Đã tiếp nhận ${records} hồ sơ.`
        : `Đã tiếp nhận ${records} hồ sơ, trong đó ${setAside} hồ sơ có lỗi được để riêng: xem chi tiết lỗi theo mã giao dịch.`,
    ),
  receivedBefore: (at: string) =>
    answer('200', `Tệp này đã được tiếp nhận lúc ${at}; không ghi nhận lần hai.`),
  passedOn: answer('200', 'Đã tiếp nhận để chuyển tiếp lên Cổng giám định.'),
  badParameter: (name: string) =>
    answer('205', `Thiếu hoặc sai định dạng tham số ${name}. Kiểm tra lại rồi gửi lại.`),
  badBase64: answer(
    '205',
    'Nội dung tệp không phải base64 hợp lệ. Mã hóa base64 toàn bộ tệp XML rồi gửi lại.',
  ),
  badBody: answer(
    '205',
    'Không đọc được nội dung gửi lên. Gửi form-urlencoded hoặc JSON theo đúng hàm đã gọi.',
  ),
  unknownFunction: answer('205', 'Không có hàm này trên cổng của Mạch. Kiểm tra lại đường dẫn.'),
  onlyXml: answer(
    '205',
    'Loại hồ sơ này (báo cáo tổng hợp) không phải hồ sơ khám bệnh; Mạch không nhận. Gửi trực tiếp lên Cổng giám định.',
  ),
  clock: (field: string) =>
    answer(
      '205',
      `${field} trong tệp muộn hơn ngày hôm nay: đồng hồ máy gửi hoặc ngày nhập bị sai. Chỉnh lại rồi gửi lại.`,
    ),
  wrongCredential: answer('401', 'Sai tài khoản hoặc mật khẩu.'),
  noToken: answer('401', 'Thiếu token. Gọi api/token/take để lấy phiên làm việc.'),
  badToken: answer('401', 'Phiên làm việc không hợp lệ hoặc đã hết hạn. Gọi lại api/token/take.'),
  twoAddresses: answer(
    '401',
    'Phiên làm việc được dùng từ hai địa chỉ mạng nên đã bị hủy. Gọi lại api/token/take.',
  ),
  otherFacility: answer(
    '402',
    'Mã cơ sở không phải mã của tài khoản. Mỗi cơ sở chỉ được gửi hồ sơ của mình.',
  ),
  lockedOut: answer('403', 'Đăng nhập sai nhiều lần: tạm khóa. Chờ ít phút rồi thử lại.'),
  accountLocked: answer('403', 'Tài khoản đang bị khóa. Liên hệ Sở Y tế.'),
  accountExpired: answer('403', 'Tài khoản đã hết hạn. Liên hệ Sở Y tế để gia hạn.'),
  addressRefused: answer('403', 'Địa chỉ mạng này không được phép dùng tài khoản. Liên hệ Sở Y tế.'),
  channelRefused: answer('403', 'Tài khoản không được phép dùng hàm này. Liên hệ Sở Y tế.'),
  busy: answer('500', 'Hệ thống đang bận. Thử lại sau ít phút.'),
  failed: answer('500', 'Hệ thống gặp lỗi ngoài dự kiến. Thử lại; nếu còn lỗi, báo Sở Y tế.'),
  tooLarge: (bytes: number) =>
    answer(
      '1001',
      `Tệp lớn hơn ${Math.round(bytes / 1_048_576)} MB. Chia nhỏ, mỗi tệp một hồ sơ, rồi gửi lại.`,
    ),
} as const
