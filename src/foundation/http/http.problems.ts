import type { Problem } from '#foundation/result'

/** Failures of the HTTP edge itself. */
export const httpProblems = {
  incorrect: {
    code: 'HTTP_REQUEST_INCORRECT',
    kind: 'incorrect',
    message: 'Yêu cầu chưa đúng định dạng. Hãy kiểm tra lại các trường được nêu rồi gửi lại.',
  },
  notFound: {
    code: 'HTTP_NOT_FOUND',
    kind: 'not-found',
    message: 'Không tìm thấy địa chỉ này. Hãy kiểm tra lại đường dẫn.',
  },
  forbidden: { code: 'HTTP_FORBIDDEN', kind: 'forbidden', message: 'Bạn không có quyền thực hiện việc này.' },
  tooLarge: {
    code: 'HTTP_BODY_TOO_LARGE',
    kind: 'incorrect',
    message: 'Nội dung gửi lên quá lớn. Hãy chia nhỏ rồi gửi lại.',
  },
  mediaType: {
    code: 'HTTP_MEDIA_TYPE',
    kind: 'unsupported',
    message: 'Định dạng nội dung (Content-Type) này chưa được hỗ trợ.',
  },
  busy: { code: 'HTTP_BUSY', kind: 'busy', message: 'Hệ thống đang bận. Hãy thử lại sau ít phút.' },
  internal: {
    code: 'HTTP_INTERNAL',
    kind: 'unavailable',
    message: 'Hệ thống gặp lỗi ngoài dự kiến. Hãy thử lại; nếu còn lỗi, hãy báo quản trị viên.',
  },
} as const satisfies Record<string, Problem>
