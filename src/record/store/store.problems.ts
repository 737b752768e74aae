import type { Problem, ProblemKind } from '#foundation/result'
import type { ChangeProblem } from './store.types.ts'

const make = (code: string, kind: ProblemKind, message: string, status?: number) => ({
  code,
  kind,
  message,
  ...(status === undefined ? {} : { status }),
})

/** Why a change or a question is not carried out. `status` where HTTP has a better word than the kind's own. */
export const storeProblems = {
  versionConflict: (ifMatch: number, now: number | null) =>
    make(
      'STORE_VERSION_CONFLICT',
      'conflict',
      `Tài nguyên đã đổi: bản gửi dựa trên phiên bản ${ifMatch}, hiện là ${now ?? 'không có'}. Hãy đọc lại rồi sửa.`,
      412,
    ),
  exists: make('STORE_EXISTS', 'conflict', 'Tài nguyên này đã có (If-None-Match: *).', 412),
  severalMatches: (n: string) =>
    make(
      'STORE_SEVERAL_MATCHES',
      'conflict',
      `Điều kiện tìm thấy ${n} tài nguyên, cần đúng một. Hãy dùng điều kiện chặt hơn (ví dụ identifier đủ system|value).`,
      412,
    ),
  missing: (what: string) => make('STORE_MISSING', 'not-found', `Không có tài nguyên ${what} trong kho.`),
  gone: (what: string) => make('STORE_GONE', 'not-found', `Tài nguyên ${what} đã bị xóa.`, 410),
  twice: (what: string) =>
    make('STORE_TWICE', 'incorrect', `Một giao dịch không được ghi hai lần cùng một tài nguyên: ${what}.`),
  otherId: (given: string, found: string) =>
    make(
      'STORE_OTHER_ID',
      'incorrect',
      `Điều kiện tìm thấy tài nguyên ${found}, nhưng nội dung gửi mang id ${given}. Hãy bỏ id hoặc sửa cho khớp.`,
    ),
  badId: (id: string) =>
    make(
      'STORE_BAD_ID',
      'incorrect',
      `Id “${id.slice(0, 80)}” không đúng dạng: chỉ gồm chữ, số, dấu gạch và dấu chấm, tối đa 64 ký tự.`,
    ),
  danglingReference: (reference: string, path: string) =>
    make(
      'STORE_DANGLING_REFERENCE',
      'incorrect',
      `Tham chiếu “${reference.slice(0, 120)}” tại ${path} không trỏ tới mục nào của giao dịch.`,
    ),
  conditionalReference: (reference: string, found: number) =>
    make(
      'STORE_CONDITIONAL_REFERENCE',
      'conflict',
      `Tham chiếu có điều kiện “${reference.slice(0, 160)}” tìm thấy ${found === 0 ? 'không' : 'nhiều hơn một'} tài nguyên, cần đúng một.`,
      412,
    ),
  tooCostly: (why: string) =>
    make(
      'STORE_TOO_COSTLY',
      'unsupported',
      `Câu tìm kiếm quá rộng: ${why}. Hãy thêm điều kiện (người bệnh, mã, khoảng ngày) rồi tìm lại.`,
      400,
    ),
  badPage: make(
    'STORE_BAD_PAGE',
    'incorrect',
    'Trang kế tiếp không còn dùng được (liên kết sai hoặc đã quá hạn). Hãy tìm lại từ đầu.',
    400,
  ),
} as const

/** A change's problem leaves a transaction by this exception, so that everything is rolled back. */
export class Refused extends Error {
  readonly problem: ChangeProblem

  constructor(index: number, problem: Problem & { status?: number }) {
    super(problem.code)
    this.problem = { ...problem, index }
  }
}
