import type { FhirProblem } from '../fhir-problem.ts'

/** Failures of $everything, $document, $summary and $lastn. */
export const operationProblems = {
  everybody: {
    code: 'FHIR_EVERYTHING_OF_EVERYBODY',
    kind: 'unsupported',
    issue: 'too-costly',
    message:
      'Không trả hồ sơ của mọi người bệnh trong một lần. Hãy dùng Patient/[id]/$everything, hoặc Patient/$export.',
  },
  emptyRange: {
    code: 'FHIR_EMPTY_RANGE',
    kind: 'incorrect',
    issue: 'value',
    message: 'Khoảng ngày rỗng: “start” đứng sau “end”.',
  },
  graph: {
    code: 'FHIR_DOCUMENT_GRAPH',
    kind: 'unsupported',
    message: 'Chưa dựng tài liệu theo GraphDefinition. Hãy bỏ tham số “graph”.',
  },
  whichComposition: {
    code: 'FHIR_DOCUMENT_ID',
    kind: 'incorrect',
    issue: 'required',
    message:
      'Cần đúng một Composition của máy chủ này: Composition/[id]/$document hoặc Composition/$document?id=….',
  },
  persistByGet: {
    code: 'FHIR_DOCUMENT_PERSIST',
    kind: 'unsupported',
    status: 405,
    message: 'GET không ghi gì vào kho. Để lưu tài liệu (persist=true), hãy gọi bằng POST.',
    headers: { allow: 'POST' },
  },
  documentTooLarge: {
    code: 'FHIR_DOCUMENT_TOO_LARGE',
    kind: 'unsupported',
    issue: 'too-costly',
    message: 'Tài liệu có quá nhiều tham chiếu (tối đa 1.000 tài nguyên).',
  },
  whichPatient: {
    code: 'FHIR_SUMMARY_PATIENT',
    kind: 'incorrect',
    issue: 'required',
    message: 'Cần biết người bệnh: Patient/[id]/$summary hoặc Patient/$summary?identifier=hệ|số.',
  },
  noSuchPatient: {
    code: 'FHIR_SUMMARY_NO_PATIENT',
    kind: 'not-found',
    message: 'Không có người bệnh nào mang định danh này.',
  },
  severalPatients: {
    code: 'FHIR_SUMMARY_SEVERAL_PATIENTS',
    kind: 'conflict',
    status: 412,
    issue: 'multiple-matches',
    message: 'Nhiều hồ sơ người bệnh mang định danh này. Hãy chọn một hồ sơ: Patient/[id]/$summary.',
  },
  otherProfile: {
    code: 'FHIR_SUMMARY_PROFILE',
    kind: 'unsupported',
    message: 'Chỉ dựng tóm tắt theo International Patient Summary (Composition-uv-ips).',
  },
  lastnOfWhat: {
    code: 'FHIR_LASTN_OF_WHAT',
    kind: 'incorrect',
    issue: 'required',
    message: '$lastn cần người bệnh (patient hoặc subject) và category hoặc code.',
  },
  lastnTooMany: {
    code: 'FHIR_LASTN_TOO_MANY',
    kind: 'unsupported',
    issue: 'too-costly',
    message: 'Có quá nhiều kết quả (trên 10.000). Hãy thêm điều kiện, ví dụ khoảng ngày (date).',
  },
} as const satisfies Record<string, FhirProblem>

/** A document must be whole: what it refers to directly and is not here is named, each on a line. */
export const brokenDocument = (missing: readonly string[]): FhirProblem => ({
  code: 'FHIR_DOCUMENT_BROKEN',
  kind: 'incorrect',
  status: 422,
  message: 'Không dựng được tài liệu: có tham chiếu không tìm thấy.',
  issues: missing.slice(0, 50).map((reference) => ({
    severity: 'error',
    code: 'not-found',
    message: `Composition tham chiếu “${reference.slice(0, 120)}”, nhưng kho không có tài nguyên này.`,
    expression: 'Composition',
  })),
})
