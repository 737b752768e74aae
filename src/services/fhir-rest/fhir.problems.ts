import type { FhirProblem, Issue } from './fhir-problem.ts'

/** Failures of the FHIR surface itself; the store, the gate and the vocabulary bring their own. */
export const fhirProblems = {
  noSuchPath: {
    code: 'FHIR_NO_SUCH_PATH',
    kind: 'not-found',
    message: 'Không có địa chỉ này. Xem /fhir/R4/metadata để biết những gì máy chủ trả lời.',
  },
  noSuchVersion: { code: 'FHIR_NO_SUCH_VERSION', kind: 'not-found', message: 'Không có phiên bản này.' },
  gone: {
    code: 'FHIR_GONE',
    kind: 'not-found',
    status: 410,
    issue: 'deleted',
    message: 'Tài nguyên này đã bị rút ở phiên bản mới nhất.',
  },
  badId: {
    code: 'FHIR_ID',
    kind: 'incorrect',
    issue: 'value',
    message: 'Mã tài nguyên chỉ gồm chữ cái không dấu, chữ số, dấu “-” và “.”, dài không quá 64 ký tự.',
  },
  badVersion: {
    code: 'FHIR_VERSION',
    kind: 'incorrect',
    issue: 'value',
    message: 'Số phiên bản phải là số nguyên dương.',
  },
  badUrl: {
    code: 'FHIR_URL',
    kind: 'incorrect',
    issue: 'structure',
    message: 'Địa chỉ có ký tự “%” viết sai. Hãy mã hóa lại địa chỉ (percent-encoding UTF-8).',
  },
  tooManyParameters: {
    code: 'FHIR_TOO_MANY_PARAMETERS',
    kind: 'incorrect',
    issue: 'too-costly',
    message: 'Yêu cầu có quá nhiều tham số (tối đa 1.000). Hãy chia nhỏ.',
  },
  notAcceptable: {
    code: 'FHIR_FORMAT',
    kind: 'unsupported',
    status: 406,
    message: 'Máy chủ trả lời bằng application/fhir+json hoặc application/fhir+xml (FHIR 4.0).',
  },
  mediaType: {
    code: 'FHIR_MEDIA_TYPE',
    kind: 'unsupported',
    status: 415,
    message:
      'Content-Type này không dùng được ở đây. Hãy gửi application/fhir+json hoặc application/fhir+xml, mã UTF-8.',
  },
  encoding: {
    code: 'FHIR_CONTENT_ENCODING',
    kind: 'unsupported',
    status: 415,
    message: 'Content-Encoding này chưa được hỗ trợ. Hãy gửi nguyên văn hoặc nén gzip.',
  },
  badGzip: {
    code: 'FHIR_GZIP',
    kind: 'incorrect',
    issue: 'structure',
    message: 'Nội dung nén gzip bị hỏng hoặc bị cắt. Hãy gửi lại.',
  },
  cutShort: {
    code: 'FHIR_CUT_SHORT',
    kind: 'incorrect',
    issue: 'incomplete',
    message: 'Nội dung bị cắt giữa chừng. Hãy gửi lại.',
  },
  tooLarge: {
    code: 'FHIR_TOO_LARGE',
    kind: 'incorrect',
    status: 413,
    issue: 'too-long',
    message: 'Nội dung gửi lên quá lớn. Hãy chia nhỏ rồi gửi lại.',
  },
  noBody: {
    code: 'FHIR_NO_BODY',
    kind: 'incorrect',
    issue: 'required',
    message: 'Yêu cầu này cần một tài nguyên FHIR trong nội dung.',
  },
  notAResource: {
    code: 'FHIR_NOT_A_RESOURCE',
    kind: 'incorrect',
    issue: 'structure',
    message: 'Nội dung phải là một tài nguyên FHIR có “resourceType”.',
  },
  typeMismatch: {
    code: 'FHIR_TYPE_MISMATCH',
    kind: 'incorrect',
    issue: 'invalid',
    message: 'Loại tài nguyên trong nội dung khác với loại trên địa chỉ.',
  },
  idMismatch: {
    code: 'FHIR_ID_MISMATCH',
    kind: 'incorrect',
    issue: 'value',
    message: 'Tài nguyên phải có “id” đúng bằng mã trên địa chỉ.',
  },
  notParameters: {
    code: 'FHIR_NOT_PARAMETERS',
    kind: 'incorrect',
    issue: 'structure',
    message: 'Nội dung phải là tài nguyên Parameters.',
  },
  notAPatch: {
    code: 'FHIR_NOT_A_PATCH',
    kind: 'incorrect',
    issue: 'structure',
    message: 'PATCH cần một danh sách JSON Patch hoặc tài nguyên Parameters (FHIRPath Patch).',
  },
  patchedKey: {
    code: 'FHIR_PATCHED_KEY',
    kind: 'incorrect',
    status: 422,
    issue: 'business-rule',
    message: 'PATCH không được đổi “resourceType” và “id” của tài nguyên.',
  },
  ifMatch: {
    code: 'FHIR_IF_MATCH',
    kind: 'conflict',
    status: 412,
    message: 'Phiên bản hiện tại khác với If-Match. Hãy đọc lại tài nguyên rồi sửa trên bản mới.',
  },
  ifNoneMatch: {
    code: 'FHIR_IF_NONE_MATCH',
    kind: 'unsupported',
    message: 'Khi ghi, If-None-Match chỉ nhận “*” (chỉ tạo khi chưa có).',
  },
  noCriteria: {
    code: 'FHIR_NO_CRITERIA',
    kind: 'conflict',
    status: 412,
    issue: 'multiple-matches',
    message: 'Thao tác có điều kiện cần ít nhất một tiêu chí tìm kiếm.',
  },
  bundleType: {
    code: 'FHIR_BUNDLE_TYPE',
    kind: 'incorrect',
    issue: 'value',
    expression: 'Bundle.type',
    message: 'Địa chỉ gốc chỉ nhận Bundle loại “batch” hoặc “transaction”.',
  },
  tooManyEntries: {
    code: 'FHIR_TOO_MANY_ENTRIES',
    kind: 'incorrect',
    status: 413,
    issue: 'too-costly',
    expression: 'Bundle.entry',
    message: 'Bundle có quá nhiều mục. Hãy chia thành nhiều Bundle.',
  },
  notModified: {
    code: 'FHIR_NOT_MODIFIED',
    kind: 'not-found',
    status: 304,
    issue: 'informational',
    message: 'Tài nguyên không thay đổi.',
  },
  inTransaction: {
    code: 'FHIR_NOT_IN_TRANSACTION',
    kind: 'unsupported',
    message: 'Thao tác này không làm được trong transaction. Hãy gửi riêng hoặc trong batch.',
  },
  summaryWithIncludes: {
    code: 'FHIR_SUMMARY_WITH_INCLUDES',
    kind: 'incorrect',
    issue: 'invalid',
    message: '_summary=text không đi cùng _include và _revinclude.',
  },
  notInCompartment: {
    code: 'FHIR_NOT_IN_COMPARTMENT',
    kind: 'not-found',
    issue: 'not-supported',
    message: 'Loại tài nguyên này không thuộc nhóm hồ sơ (compartment) được hỏi.',
  },
  terminologyCapabilities: {
    code: 'FHIR_METADATA_MODE',
    kind: 'unsupported',
    message: 'Tham số mode của metadata chỉ nhận “full” và “normative”.',
  },
  unexpected: {
    code: 'FHIR_UNEXPECTED',
    kind: 'unavailable',
    status: 500,
    issue: 'exception',
    message: 'Hệ thống gặp lỗi ngoài dự kiến. Hãy thử lại; nếu còn lỗi, hãy báo quản trị viên.',
  },
} as const satisfies Record<string, FhirProblem>

/** The name is quoted only when it is a plausible name: what strangers type is not echoed at length. */
const quoted = (name: string) => `“${name.slice(0, 80)}”`

export const noSuchType = (type: string): FhirProblem => ({
  code: 'FHIR_NO_SUCH_TYPE',
  kind: 'not-found',
  issue: 'not-supported',
  message: `FHIR R4 không có loại tài nguyên ${quoted(type)}.`,
})

export const noSuchOperation = (name: string): FhirProblem => ({
  code: 'FHIR_NO_SUCH_OPERATION',
  kind: 'not-found',
  issue: 'not-supported',
  message: `Không có thao tác ${quoted(name)} ở địa chỉ này. Xem /fhir/R4/metadata.`,
})

export const methodNotAllowed = (allowed: readonly string[]): FhirProblem => ({
  code: 'FHIR_METHOD',
  kind: 'unsupported',
  status: 405,
  message: `Địa chỉ này chỉ nhận ${allowed.join(', ')}.`,
  headers: { allow: allowed.join(', ') },
})

export const badParameter = (name: string): FhirProblem => ({
  code: 'FHIR_PARAMETER',
  kind: 'incorrect',
  issue: 'value',
  message: `Giá trị của tham số ${quoted(name)} không đúng dạng.`,
})

export const badHeader = (name: string): FhirProblem => ({
  code: 'FHIR_HEADER',
  kind: 'incorrect',
  issue: 'value',
  message: `Tiêu đề ${quoted(name)} không đúng dạng.`,
})

/** A criterion nobody understands must never widen what a write touches, nor pass under `handling=strict`. */
export const notUnderstood = (ignored: readonly { name: string; reason: string }[]): FhirProblem => ({
  code: 'FHIR_SEARCH_PARAMETER',
  kind: 'unsupported',
  message: 'Có tham số tìm kiếm không dùng được.',
  issues: ignored.map(({ name, reason }) => ({
    severity: 'error',
    code: 'not-supported',
    message: `Tham số ${quoted(name)}: ${reason}.`,
  })),
})

export const invalidResource = (issues: readonly Issue[]): FhirProblem => ({
  code: 'FHIR_INVALID',
  kind: 'incorrect',
  status: 422,
  message: 'Tài nguyên chưa hợp lệ.',
  issues,
})

export const badEntry = (index: number, element: string, message: string): FhirProblem => ({
  code: 'FHIR_BUNDLE_ENTRY',
  kind: 'incorrect',
  issue: 'value',
  expression: `Bundle.entry[${index}]${element}`,
  message,
})
