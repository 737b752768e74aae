import type { Problem } from '#foundation/result'

const conflict = (code: string, message: string): Problem => ({ code, kind: 'conflict', message })

export const backfillProblems = {
  otherLoad: conflict(
    'IDENTITY_BACKFILL_OTHER_LOAD',
    'Thư mục làm việc còn dữ liệu của một lần nạp khác (tệp, mô hình hoặc cơ sở dữ liệu khác). Hãy nạp tiếp lần ấy, chọn thư mục khác, hoặc bắt đầu lại từ đầu.',
  ),
  notAlone: conflict(
    'IDENTITY_BACKFILL_NOT_ALONE',
    'Một lần nạp khác đang chạy trên cơ sở dữ liệu này. Hãy đợi nó xong.',
  ),
  otherModel: conflict(
    'IDENTITY_BACKFILL_OTHER_MODEL',
    'Mô hình đối sánh đã đổi trong lúc nạp. Hãy bắt đầu nạp lại từ đầu.',
  ),
} as const
