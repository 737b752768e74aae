import type { Problem } from '#foundation/result'

const incorrect = (code: string, message: string): Problem => ({ code, kind: 'incorrect', message })
const conflict = (code: string, message: string): Problem => ({ code, kind: 'conflict', message })

export const settleProblems = {
  eventOutOfPlace: conflict(
    'LINKAGE_EVENT_OUT_OF_PLACE',
    'Liên kết đã thay đổi sau thao tác này nên không thể thực hiện hay hoàn tác nguyên vẹn. Hãy tải lại và thử lại.',
  ),
  partsUnclear: incorrect(
    'LINKAGE_PARTS_UNCLEAR',
    'Hai nhóm hồ sơ phải khác nhau, không nhóm nào trống và không hồ sơ nào đứng trong cả hai nhóm.',
  ),
  recordUnknown: incorrect(
    'LINKAGE_RECORD_UNKNOWN',
    'Có hồ sơ không thuộc người nào đang quản lý. Hãy tải lại danh sách rồi chọn lại.',
  ),
  recordAlone: incorrect('LINKAGE_RECORD_ALONE', 'Hồ sơ này đang đứng một mình, không có gì để tách.'),
  tooManyPairs: incorrect(
    'LINKAGE_TOO_MANY_PAIRS',
    'Nhóm hồ sơ quá lớn để quyết định trong một thao tác. Hãy chia thành các nhóm nhỏ hơn.',
  ),
  decisionNotStanding: conflict(
    'LINKAGE_DECISION_NOT_STANDING',
    'Quyết định này không tồn tại hoặc đã được rút lại. Hãy tải lại và thử lại.',
  ),
}
