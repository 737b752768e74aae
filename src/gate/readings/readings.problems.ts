import type { Problem } from '#foundation/result'

/** Why a person is not shown, or a correction not changed. */
export const readingProblems = {
  notKept: {
    code: 'READINGS_NOT_KEPT',
    kind: 'unavailable',
    message:
      'Không ghi được vào sổ lượt xem hồ sơ nên chưa thể cho xem. Hãy thử lại sau ít phút; nếu vẫn vậy, hãy báo quản trị.',
  },
  partedMeanwhile: {
    code: 'READINGS_PARTED_MEANWHILE',
    kind: 'conflict',
    message: 'Các hồ sơ này vừa được tách thành những người khác nhau. Hãy mở lại để xem đúng từng người.',
  },
  noCorrection: {
    code: 'READINGS_NO_CORRECTION',
    kind: 'not-found',
    message: 'Không có lượt xem nhầm này trong danh sách.',
  },
  oneAgain: {
    code: 'READINGS_ONE_AGAIN',
    kind: 'conflict',
    message: 'Các hồ sơ của lượt xem này đã lại là một người, không còn gì để đính chính.',
  },
  listedAgain: {
    code: 'READINGS_LISTED_AGAIN',
    kind: 'conflict',
    message: 'Lượt xem này đã có một dòng mới hơn đang chờ. Hãy tải lại danh sách.',
  },
} as const satisfies Readonly<Record<string, Problem>>
