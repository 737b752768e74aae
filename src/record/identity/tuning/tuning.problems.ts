import type { Problem } from '#foundation/result'

const count = (n: number) => n.toLocaleString('vi-VN')

export const tuningProblems = {
  noIndex: {
    code: 'IDENTITY_TUNING_NO_INDEX',
    kind: 'conflict',
    message: 'Chỉ mục chưa có hồ sơ nào. Hãy tiếp nhận hồ sơ trước.',
  } satisfies Problem,
  unknownVersion: {
    code: 'IDENTITY_TUNING_VERSION_UNKNOWN',
    kind: 'not-found',
    message: 'Không có phiên bản quy tắc mang số này. Xem các phiên bản bằng “mach identity model”.',
  } satisfies Problem,
  nothingComing: {
    code: 'IDENTITY_TUNING_NOTHING_COMING',
    kind: 'not-found',
    message:
      'Không có phiên bản nào đang chờ. Hãy học một phiên bản mới (“mach identity learn”) hoặc chọn bằng --model.',
  } satisfies Problem,
  closedVersion: {
    code: 'IDENTITY_TUNING_VERSION_CLOSED',
    kind: 'conflict',
    message: 'Không mở lại được phiên bản này: những gì làm nên nó không còn nguyên vẹn.',
  } satisfies Problem,
  tooFewRecords: (records: number, atLeast: number): Problem => ({
    code: 'IDENTITY_TUNING_TOO_FEW_RECORDS',
    kind: 'conflict',
    message: `Mới có ${count(records)} hồ sơ; cần ít nhất ${count(atLeast)} hồ sơ mới học được trọng số. Có thể chỉ học các giá trị dùng chung bằng --only-values.`,
  }),
}
