import type { Problem } from '#foundation/result'

const incorrect = (code: string, message: string): Problem => ({ code, kind: 'incorrect', message })

export const linkageProblems = {
  modelUnreadable: incorrect(
    'LINKAGE_MODEL_UNREADABLE',
    'Tệp mô hình đối sánh không đúng cấu trúc. Hãy dùng tệp do lệnh huấn luyện ghi ra.',
  ),
  modelChanged: incorrect(
    'LINKAGE_MODEL_CHANGED',
    'Nội dung mô hình đối sánh không khớp với phiên bản ghi trong tệp. Mô hình không được sửa tay; hãy huấn luyện lại.',
  ),
  modelOfOtherScheme: incorrect(
    'LINKAGE_MODEL_OF_OTHER_SCHEME',
    'Mô hình đối sánh được huấn luyện cho một bộ tiêu chí khác. Hãy huấn luyện lại với bộ tiêu chí đang dùng.',
  ),
}
