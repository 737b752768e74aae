import type { Problem } from '#foundation/result'

/** Why the index is not asked. The sentences say the same whether or not somebody of that kind is known. */
export const identityProblems = {
  tooFewWords: {
    code: 'IDENTITY_TOO_FEW_WORDS',
    kind: 'incorrect',
    message:
      'Chưa đủ thông tin để tìm một người: cần họ tên và ngày sinh, hoặc số định danh, số BHXH, hộ chiếu.',
  },
  tooManyGuesses: {
    code: 'IDENTITY_TOO_MANY_GUESSES',
    kind: 'busy',
    message:
      'Cơ sở này vừa hỏi quá nhiều lần mà không tìm thấy ai. Hãy chờ ít phút, rồi hỏi với thông tin đầy đủ hơn.',
  },
} as const satisfies Readonly<Record<string, Problem>>
