import type { Problem, ProblemKind } from '#foundation/result'

/** `Thao tác 2`: operations are counted from 1, as people do. Values are never repeated. */
export const patchProblems = {
  notOperations: () =>
    problem('incorrect', 'PATCH_NOT_OPERATIONS', 'Nội dung vá (patch) phải là danh sách thao tác.'),
  notParameters: () =>
    problem(
      'incorrect',
      'PATCH_NOT_PARAMETERS',
      'Nội dung vá phải là tài nguyên Parameters gồm các tham số operation.',
    ),
  tooMany: (limit: number) =>
    problem(
      'incorrect',
      'PATCH_TOO_MANY',
      `Một lần vá không được quá ${limit} thao tác. Hãy chia nhỏ rồi gửi lại.`,
    ),
  operation: (at: number) =>
    problem('incorrect', 'PATCH_OPERATION', `${nth(at)} không phải thao tác hợp lệ.`),
  missing: (at: number, member: string) =>
    problem('incorrect', 'PATCH_MEMBER_MISSING', `${nth(at)} thiếu hoặc sai “${member}”.`),
  path: (at: number) => problem('incorrect', 'PATCH_PATH_SYNTAX', `${nth(at)} có đường dẫn sai cú pháp.`),
  pathUnsupported: (at: number) =>
    problem('unsupported', 'PATCH_PATH_UNSUPPORTED', `${nth(at)} dùng biểu thức đường dẫn chưa được hỗ trợ.`),
  notFound: (at: number) =>
    problem('unsupported', 'PATCH_NOT_FOUND', `${nth(at)} trỏ tới phần tử không có trong tài nguyên.`),
  severalFound: (at: number) =>
    problem(
      'unsupported',
      'PATCH_SEVERAL_FOUND',
      `${nth(at)} trỏ tới nhiều phần tử; hãy chỉ rõ một phần tử.`,
    ),
  index: (at: number) => problem('unsupported', 'PATCH_INDEX', `${nth(at)} có chỉ số nằm ngoài danh sách.`),
  notList: (at: number) => problem('unsupported', 'PATCH_NOT_LIST', `${nth(at)} cần một danh sách.`),
  unknownElement: (at: number) =>
    problem('unsupported', 'PATCH_UNKNOWN_ELEMENT', `${nth(at)} nêu phần tử mà FHIR R4 không có ở đó.`),
  exists: (at: number) =>
    problem(
      'unsupported',
      'PATCH_EXISTS',
      `${nth(at)} thêm phần tử đã có và không được lặp lại. Hãy dùng replace.`,
    ),
  root: (at: number) =>
    problem('unsupported', 'PATCH_ROOT', `${nth(at)} không được xóa hay thay cả tài nguyên.`),
  intoItself: (at: number) =>
    problem('unsupported', 'PATCH_INTO_ITSELF', `${nth(at)} chuyển một phần tử vào bên trong chính nó.`),
  testFailed: (at: number) =>
    problem(
      'conflict',
      'PATCH_TEST_FAILED',
      `${nth(at)}: giá trị hiện tại khác giá trị mong đợi, không có gì thay đổi.`,
    ),
  tooDeep: (at: number) =>
    problem('incorrect', 'PATCH_TOO_DEEP', `${nth(at)} làm nội dung lồng nhau quá nhiều tầng.`),
  tooCostly: (at: number) =>
    problem(
      'incorrect',
      'PATCH_TOO_COSTLY',
      `${nth(at)} đòi hỏi quá nhiều công việc. Hãy chia nhỏ rồi gửi lại.`,
    ),
}

const nth = (at: number) => `Thao tác ${at + 1}`
const problem = (kind: ProblemKind, code: string, message: string): Problem => ({ code, kind, message })
