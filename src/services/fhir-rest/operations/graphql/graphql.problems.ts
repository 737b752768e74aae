import type { FhirProblem } from '../../fhir-problem.ts'

export const graphqlProblems = {
  noQuery: {
    code: 'GRAPHQL_NO_QUERY',
    kind: 'incorrect',
    issue: 'required',
    message: 'Cần câu hỏi GraphQL: tham số “query”, hoặc nội dung application/graphql hay application/json.',
  },
  variables: {
    code: 'GRAPHQL_VARIABLES',
    kind: 'incorrect',
    issue: 'value',
    message: '“variables” phải là một đối tượng JSON.',
  },
  tooLong: {
    code: 'GRAPHQL_TOO_LONG',
    kind: 'incorrect',
    issue: 'too-long',
    message: 'Câu hỏi GraphQL quá dài (tối đa 50.000 ký tự).',
  },
  tooManyTypes: {
    code: 'GRAPHQL_TOO_MANY_TYPES',
    kind: 'unsupported',
    issue: 'too-costly',
    message: 'Câu hỏi GraphQL nêu quá nhiều loại tài nguyên (tối đa 30, trong đó tìm kiếm 8).',
  },
  tooComplex: {
    code: 'GRAPHQL_TOO_COMPLEX',
    kind: 'unsupported',
    issue: 'too-costly',
    message: 'Câu hỏi GraphQL quá phức tạp: tối đa 12 tầng và 300 trường, kể cả trường của fragment.',
  },
  tooCostly: {
    code: 'GRAPHQL_TOO_COSTLY',
    kind: 'unsupported',
    issue: 'too-costly',
    message: 'Câu trả lời quá lớn. Hãy hỏi ít hơn: thêm điều kiện tìm kiếm, giảm _count, chia câu hỏi.',
  },
  readOnly: {
    code: 'GRAPHQL_READ_ONLY',
    kind: 'unsupported',
    message: 'GraphQL ở đây chỉ đọc. Để ghi, hãy dùng REST (POST, PUT, PATCH, DELETE).',
  },
  unresolved: {
    code: 'GRAPHQL_UNRESOLVED',
    kind: 'not-found',
    message: 'Tham chiếu không dẫn tới tài nguyên nào của kho. Thêm (optional: true) nếu chấp nhận vắng mặt.',
  },
  notAReference: {
    code: 'GRAPHQL_REFERENCE',
    kind: 'incorrect',
    message: '“_reference” phải là tên một tham số tìm kiếm loại reference của tài nguyên được hỏi.',
  },
  oneValue: {
    code: 'GRAPHQL_ARGUMENT',
    kind: 'incorrect',
    message: 'Tham số này chỉ nhận một số nguyên không âm.',
  },
} as const satisfies Record<string, FhirProblem>
