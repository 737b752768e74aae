import type { Problem } from '#foundation/result'
import type { MessageProblem } from '#vocabulary/bhyt'

/** Why a request to the sandbox is not done. */
export const problems = {
  notFound: {
    code: 'SANDBOX_NOT_FOUND',
    kind: 'not-found',
    message: 'Không có môi trường thử này, hoặc đã quá hạn và bị xóa. Mở môi trường mới.',
  },
  unknownPlan: {
    code: 'SANDBOX_PLAN_UNKNOWN',
    kind: 'incorrect',
    message: 'Có loại bản tin không nằm trong các kế hoạch kiểm thử. Chọn lại.',
  },
  full: (most: number): Problem => ({
    code: 'SANDBOX_FULL',
    kind: 'conflict',
    message: `Môi trường thử đã nhận đủ ${most} bản tin. Xóa kết quả cũ để thử lại từ đầu, hoặc mở môi trường mới.`,
  }),
  tooLarge: (megabytes: number): Problem => ({
    code: 'SANDBOX_FILE_TOO_LARGE',
    kind: 'incorrect',
    message: `Tệp lớn hơn ${megabytes} MB. Môi trường thử chỉ cần vài chục bản tin: chia nhỏ tệp rồi gửi lại.`,
  }),
  refused: (message: string): Problem => ({ code: 'SANDBOX_FILE_REFUSED', kind: 'unsupported', message }),
  stepNotAllowed: {
    code: 'SANDBOX_STEP_NOT_ALLOWED',
    kind: 'conflict',
    message:
      'Không chuyển được sang trạng thái này từ trạng thái hiện tại. Tải lại trang để xem trạng thái mới.',
  },
  blocked: {
    code: 'SANDBOX_BLOCKED',
    kind: 'conflict',
    message:
      'Báo cáo còn điểm chặn. Xử lý hết các điểm chặn, hoặc ghi rõ ngoại lệ (ít nhất 20 ký tự) nếu Sở chấp nhận.',
  },
  noReport: {
    code: 'SANDBOX_NO_REPORT',
    kind: 'conflict',
    message: 'Chưa có báo cáo đã chốt còn hiệu lực cho phiên bản kế hoạch hiện nay. Chốt báo cáo trước.',
  },
  liveElsewhere: {
    code: 'SANDBOX_FACILITY_ALREADY_LIVE',
    kind: 'conflict',
    message: 'Cơ sở này đang vận hành bằng một chứng nhận khác. Tạm ngừng chứng nhận kia trước.',
  },
} as const satisfies Record<string, Problem | ((...args: never[]) => Problem)>

/** What the sandbox itself finds in a message. */
export const sandboxFindings = {
  otherFacility: {
    code: 'SANDBOX_OTHER_FACILITY',
    severity: 'error',
    message:
      'Bản tin mang mã cơ sở khác cơ sở của môi trường thử này. Mỗi cơ sở chỉ được gửi dữ liệu của mình.',
  },
} as const satisfies Record<string, MessageProblem>
