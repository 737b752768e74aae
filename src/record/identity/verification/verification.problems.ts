import type { Problem } from '#foundation/result'
import type { Outcome, Trouble, Unavailable } from './verification.types.ts'

export const verificationProblems = {
  noSubject: {
    code: 'VERIFICATION_NOTHING_TO_ASK',
    kind: 'incorrect',
    message:
      'Hồ sơ không tồn tại hoặc chưa có đủ số định danh 12 chữ số và họ tên. Bổ sung rồi xác thực lại.',
  },
  noSuchVerification: {
    code: 'VERIFICATION_NOT_FOUND',
    kind: 'not-found',
    message: 'Không có yêu cầu xác thực này tại cơ sở của bạn.',
  },
  alreadyOver: {
    code: 'VERIFICATION_ALREADY_OVER',
    kind: 'conflict',
    message: 'Yêu cầu xác thực này đã kết thúc, không hủy được nữa.',
  },
  noAsker: {
    code: 'VERIFICATION_ASKER_UNKNOWN',
    kind: 'forbidden',
    message: 'Chưa biết ai yêu cầu xác thực và ở cơ sở nào. Đăng nhập rồi thử lại.',
  },
  configIncomplete: (what: string): Problem => ({
    code: 'VERIFICATION_CONFIG_INCOMPLETE',
    kind: 'incorrect',
    message: `Cấu hình kết nối xác thực dân cư chưa đủ: ${what}`,
  }),
} as const satisfies Record<string, Problem | ((what: string) => Problem)>

/** Why there is no answer yet, for the person who waits. Each says, where it matters, that care goes on. */
export const troubleSentences: Readonly<Record<Trouble, string>> = {
  'not-configured': 'Chưa cấu hình kết nối xác thực dân cư. Tiếp tục đón tiếp như thường lệ.',
  network: 'Không kết nối được cổng xác thực dân cư. Hệ thống sẽ tự thử lại; cứ tiếp tục đón tiếp.',
  timeout: 'Cổng xác thực dân cư chưa trả lời kịp. Hệ thống sẽ tự thử lại; cứ tiếp tục đón tiếp.',
  throttled: 'Cổng xác thực dân cư yêu cầu hỏi chậm lại. Hệ thống sẽ tự thử lại; cứ tiếp tục đón tiếp.',
  busy: 'Đang có nhiều yêu cầu xác thực. Yêu cầu đã được xếp hàng; cứ tiếp tục đón tiếp.',
  'circuit-open':
    'Cổng xác thực dân cư đang gián đoạn. Yêu cầu đã được xếp hàng và tự gửi khi cổng hoạt động lại.',
  'gateway-error': 'Cổng xác thực dân cư báo lỗi. Hệ thống sẽ tự thử lại; cứ tiếp tục đón tiếp.',
  'bad-answer': 'Trả lời của cổng xác thực dân cư không đọc được. Hệ thống sẽ tự thử lại.',
  'sign-in':
    'Cổng xác thực dân cư không chấp nhận tài khoản kết nối. Báo quản trị viên; yêu cầu vẫn được giữ.',
  refused:
    'Cổng xác thực dân cư không nhận câu hỏi này. Kiểm tra số định danh, họ tên, ngày sinh rồi hỏi lại.',
  'record-gone': 'Hồ sơ không còn số định danh hoặc họ tên để xác thực. Bổ sung rồi hỏi lại.',
  'too-late': 'Đã quá thời hạn chờ cổng xác thực dân cư. Hỏi lại khi cần.',
}

/** Nothing a retry mends: the question itself, or its subject. */
const final = new Set<Trouble>(['refused', 'record-gone', 'too-late', 'not-configured'])
export const isFinal = (trouble: Trouble): boolean => final.has(trouble)

export const unavailable = (trouble: Trouble, retryAfterMs: number | null = null): Unavailable => ({
  code: `VERIFICATION_${trouble.toUpperCase().replaceAll('-', '_')}`,
  kind: 'unavailable',
  message: troubleSentences[trouble],
  trouble,
  retryAfterMs,
})

/** What an answer means for the person at the desk. Fields are named; what the database holds is not known here. */
export const outcomeSentences: Readonly<Record<Outcome, string>> = {
  confirmed: 'Thông tin khớp với cơ sở dữ liệu quốc gia về dân cư.',
  differs: 'Thông tin khác với cơ sở dữ liệu quốc gia về dân cư. Đối chiếu lại với giấy tờ của người bệnh.',
  'not-found': 'Không tìm thấy số định danh này. Kiểm tra lại từng chữ số trên thẻ.',
  replaced: 'Số định danh này đã được thay bằng số khác. Hỏi người bệnh thẻ mới nhất.',
}
