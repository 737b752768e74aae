import type { TerminologyProblem } from './terminology.types.ts'

type Make = (
  code: string,
  kind: TerminologyProblem['kind'],
  issue: TerminologyProblem['issue'],
  message: string,
) => TerminologyProblem

const problem: Make = (code, kind, issue, message) => ({
  code: `TERMINOLOGY_${code}`,
  kind,
  issue,
  message,
})

/** A canonical in a message is cut: it is the caller's text and may be long. */
const cut = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text)

export const problems = {
  missing: (names: string) =>
    problem('PARAMETER_MISSING', 'incorrect', 'invalid', `Cần có tham số ${names}.`),
  parameterType: (name: string, expected: string) =>
    problem('PARAMETER_TYPE', 'incorrect', 'invalid', `Tham số ${cut(name)} phải là ${expected}.`),
  parameterUnknown: (name: string) =>
    problem(
      'PARAMETER_UNKNOWN',
      'unsupported',
      'not-supported',
      `Thao tác này không có tham số ${cut(name)}.`,
    ),
  operationUnknown: (name: string) =>
    problem('OPERATION_UNKNOWN', 'unsupported', 'not-supported', `Máy chủ không có thao tác ${cut(name)}.`),
  notFound: (what: 'bộ mã' | 'hệ mã' | 'bảng ánh xạ mã', canonical: string) =>
    problem('NOT_FOUND', 'not-found', 'not-found', `Không tìm thấy ${what} ${cut(canonical)}.`),
  codeUnknown: (code: string, system: string) =>
    problem('CODE_UNKNOWN', 'not-found', 'not-found', `Hệ mã ${cut(system)} không có mã ${cut(code)}.`),
  cycle: (canonical: string) =>
    problem(
      'IMPORT_CYCLE',
      'incorrect',
      'processing',
      `Bộ mã ${cut(canonical)} gộp chính nó, trực tiếp hoặc qua bộ mã khác; hãy bỏ vòng lặp này.`,
    ),
  tooDeep: () =>
    problem('IMPORT_TOO_DEEP', 'incorrect', 'too-costly', 'Các bộ mã gộp nhau quá nhiều tầng; hãy gộp bớt.'),
  tooCostly: (limit: number) =>
    problem(
      'TOO_COSTLY',
      'unsupported',
      'too-costly',
      `Bộ mã có hơn ${limit} mã; hãy thêm filter, hoặc lấy từng phần bằng offset và count.`,
    ),
  tooMuchWork: () =>
    problem(
      'TOO_MUCH_WORK',
      'unsupported',
      'too-costly',
      'Bộ mã này phải xét quá nhiều mã mới lập được; hãy chia nhỏ phần compose.',
    ),
  cannotList: (systems: string) =>
    problem(
      'CANNOT_LIST',
      'unsupported',
      'not-supported',
      `Không liệt kê được hết mã của ${cut(systems)}: danh sách này vô hạn hoặc không có trên máy chủ.`,
    ),
  filterUnknown: (property: string, op: string) =>
    problem(
      'FILTER_UNSUPPORTED',
      'unsupported',
      'not-supported',
      `Không hỗ trợ bộ lọc ${cut(property)} ${cut(op)} trong compose.`,
    ),
  regex: (reason: string) =>
    problem(
      'FILTER_REGEX',
      'incorrect',
      'invalid',
      `Biểu thức chính quy trong bộ lọc không dùng được: ${reason}`,
    ),
  noHierarchy: (a: string, b: string) =>
    problem(
      'SYSTEMS_DIFFER',
      'incorrect',
      'invalid',
      `Chỉ so sánh được hai mã cùng một hệ mã; ở đây là ${cut(a)} và ${cut(b)}.`,
    ),
  closureName: () =>
    problem('CLOSURE_NAME', 'incorrect', 'invalid', 'Cần tham số name: tên của bảng bao đóng.'),
} as const
