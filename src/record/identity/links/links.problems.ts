import type { Problem } from '#foundation/result'

const incorrect = (code: string, message: string): Problem => ({ code, kind: 'incorrect', message })
const conflict = (code: string, message: string): Problem => ({ code, kind: 'conflict', message })

export const linkProblems = {
  recordUnknown: {
    code: 'IDENTITY_LINK_RECORD_UNKNOWN',
    kind: 'not-found',
    message: 'Không tìm thấy hồ sơ người bệnh này. Hãy tải lại danh sách rồi chọn lại.',
  } satisfies Problem,
  samePerson: incorrect('IDENTITY_LINK_SAME_PERSON', 'Hai hồ sơ này đã thuộc cùng một người.'),
  notOnePerson: incorrect(
    'IDENTITY_LINK_NOT_ONE_PERSON',
    'Các hồ sơ cần tách phải thuộc cùng một người và không phải là tất cả hồ sơ của người đó.',
  ),
  crowd: conflict(
    'IDENTITY_LINK_CROWD',
    'Quá nhiều hồ sơ liên quan đến nhau nên chưa thể thao tác. Hãy báo người quản trị kiểm tra giá trị dùng chung.',
  ),
  identifierUnknown: {
    code: 'IDENTITY_LINK_IDENTIFIER_UNKNOWN',
    kind: 'not-found',
    message: 'Hồ sơ này không ghi số giấy tờ vừa nêu.',
  } satisfies Problem,
  modelUnknown: {
    code: 'IDENTITY_LINK_MODEL_UNKNOWN',
    kind: 'not-found',
    message: 'Phiên bản quy tắc đối sánh này chưa được đăng ký.',
  } satisfies Problem,
  modelSuperseded: conflict(
    'IDENTITY_LINK_MODEL_SUPERSEDED',
    'Trong lúc này một phiên bản quy tắc khác đã có hiệu lực nên phiên bản này dừng lại. Hãy xem lại danh sách phiên bản.',
  ),
  eventUnknown: {
    code: 'IDENTITY_LINK_EVENT_UNKNOWN',
    kind: 'not-found',
    message: 'Không tìm thấy thao tác này trong lịch sử liên kết.',
  } satisfies Problem,
  arrivalStays: conflict(
    'IDENTITY_LINK_ARRIVAL_STAYS',
    'Thao tác này tiếp nhận hồ sơ mới nên không thể hoàn tác. Hãy tách hồ sơ nếu liên kết sai.',
  ),
  undoStays: conflict(
    'IDENTITY_LINK_UNDO_STAYS',
    'Không thể hoàn tác một thao tác hoàn tác. Hãy thực hiện lại thao tác ban đầu.',
  ),
}
