import type { Problem } from '#foundation/result'

const conflict = (code: string, message: string): Problem => ({ code, kind: 'conflict', message })
const incorrect = (code: string, message: string): Problem => ({ code, kind: 'incorrect', message })
const notFound = (code: string, message: string): Problem => ({ code, kind: 'not-found', message })

export const reviewProblems = {
  noClerk: {
    code: 'IDENTITY_REVIEW_NO_CLERK',
    kind: 'forbidden',
    message: 'Chưa biết ai đang rà soát. Hãy nhập tên người rà soát trước.',
  } satisfies Problem,
  itemGone: notFound(
    'IDENTITY_REVIEW_ITEM_GONE',
    'Cặp hồ sơ này không còn cần rà soát: dữ liệu mới hoặc người khác đã giải quyết. Bấm N để sang cặp tiếp theo.',
  ),
  leased: conflict(
    'IDENTITY_REVIEW_LEASED',
    'Người khác đang xem cặp hồ sơ này. Bấm N để sang cặp tiếp theo.',
  ),
  changed: conflict(
    'IDENTITY_REVIEW_CHANGED',
    'Hồ sơ vừa thay đổi sau khi bạn mở. Hãy mở lại cặp này, xem rồi trả lời.',
  ),
  needsWhy: incorrect(
    'IDENTITY_REVIEW_NEEDS_WHY',
    'Gộp cặp này có rủi ro: hãy ghi lý do (ít nhất 10 ký tự) trước khi trả lời.',
  ),
  needsWhyToRevoke: incorrect(
    'IDENTITY_REVIEW_NEEDS_WHY_TO_REVOKE',
    'Hãy ghi lý do rút lại quyết định (ít nhất 10 ký tự).',
  ),
  readAlready: conflict(
    'IDENTITY_REVIEW_READ_ALREADY',
    'Bạn đã trả lời cặp này. Người thứ hai phải là người khác.',
  ),
  nothingToUndo: notFound('IDENTITY_REVIEW_NOTHING_TO_UNDO', 'Bạn chưa có câu trả lời nào để hoàn tác.'),
  notYours: {
    code: 'IDENTITY_REVIEW_NOT_YOURS',
    kind: 'forbidden',
    message: 'Chỉ người đã trả lời mới hoàn tác được câu trả lời đó.',
  } satisfies Problem,
  readAgain: conflict(
    'IDENTITY_REVIEW_READ_AGAIN',
    'Người thứ hai đã đọc và trả lời theo bạn nên không hoàn tác được một mình. Hãy rút lại quyết định và ghi lý do.',
  ),
  personUnknown: notFound('IDENTITY_REVIEW_PERSON_UNKNOWN', 'Không tìm thấy người này trong chỉ mục.'),
}
