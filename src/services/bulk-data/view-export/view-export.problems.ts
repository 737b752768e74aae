import type { BulkProblem } from '../bulk.types.ts'

/** Failures a client of $viewdefinition-export can meet. */
export const viewExportProblems = {
  noView: {
    code: 'VIEW_EXPORT_NO_VIEW',
    kind: 'incorrect',
    issue: 'required',
    message:
      'Cần ít nhất một tham số “view”, mỗi “view” có đúng một “viewResource” hoặc một “viewReference” (tối đa 100 view).',
  },
  notFound: {
    code: 'VIEW_EXPORT_NOT_FOUND',
    kind: 'not-found',
    message:
      'Không tìm thấy ViewDefinition này. R4 không có loại ViewDefinition: hãy gửi kèm trong “viewResource”, hoặc lưu thành Binary (JSON) rồi trỏ tới Binary/<mã>.',
  },
  noSuchPatient: {
    code: 'VIEW_EXPORT_NO_PATIENT',
    kind: 'not-found',
    message: 'Không có người bệnh được nêu trong tham số “patient”.',
  },
  sameName: {
    code: 'VIEW_EXPORT_SAME_NAME',
    kind: 'incorrect',
    issue: 'duplicate',
    message: 'Hai view trùng tên: hãy đặt cho mỗi view một “name” riêng.',
  },
  tooLarge: {
    code: 'VIEW_EXPORT_TOO_LARGE',
    kind: 'incorrect',
    issue: 'too-long',
    message: 'Các ViewDefinition quá lớn (tối đa 2 triệu ký tự một yêu cầu). Hãy chia thành nhiều yêu cầu.',
  },
  tooMuch: {
    code: 'VIEW_EXPORT_TOO_MUCH',
    kind: 'unsupported',
    status: 422,
    issue: 'too-costly',
    message:
      'Một view tạo ra quá nhiều dữ liệu (trên 100 GB). Hãy thu hẹp view, hoặc xuất theo nhóm người bệnh.',
  },
  notYet: {
    code: 'VIEW_EXPORT_NOT_YET',
    kind: 'not-found',
    message: 'Việc này chưa xong nên chưa có kết quả. Hãy hỏi tiến độ ở địa chỉ trong Content-Location.',
  },
} as const satisfies Record<string, BulkProblem>

/** Several views wrong at once: each on its line. One alone keeps its status, several of one kind theirs. */
export function severalWrong(problems: readonly (BulkProblem & { expression: string })[]): BulkProblem {
  const [first, ...others] = problems
  if (first && others.length === 0) return first
  const statuses = new Set(problems.map(statusOf))
  return {
    ...first!,
    status: statuses.size === 1 ? statusOf(first!) : 400,
    issues: problems.map(({ code, issue, message, expression, kind }) => ({
      ...{ severity: 'error', code: issue ?? (kind === 'not-found' ? 'not-found' : 'invalid') },
      ...{ message, expression, key: code },
    })),
  }
}

const statusOf = ({ status, kind }: BulkProblem) => status ?? (kind === 'not-found' ? 404 : 400)
