import type { BulkProblem } from './bulk.types.ts'

/** Failures a client of bulk data can meet. */
export const bulkProblems = {
  notAsync: {
    code: 'BULK_NOT_ASYNC',
    kind: 'incorrect',
    issue: 'required',
    message: 'Việc này chạy nền: hãy gửi kèm tiêu đề “Prefer: respond-async”.',
  },
  noSuchJob: {
    code: 'BULK_NO_SUCH_JOB',
    kind: 'not-found',
    message: 'Không có việc này: mã sai, đã bị hủy hoặc đã quá hạn giữ tệp. Hãy gửi lại yêu cầu.',
  },
  noSuchFile: {
    code: 'BULK_NO_SUCH_FILE',
    kind: 'not-found',
    message: 'Không còn tệp này. Hãy gửi lại yêu cầu xuất dữ liệu.',
  },
  tooManyJobs: {
    code: 'BULK_TOO_MANY_JOBS',
    kind: 'busy',
    message: 'Đang có quá nhiều việc xuất, nhập dữ liệu chờ xử lý. Hãy thử lại sau.',
  },
  unwritable: {
    code: 'BULK_TEXT',
    kind: 'incorrect',
    issue: 'value',
    message: 'Yêu cầu có ký tự không lưu được (ký tự NUL hoặc nửa ký tự Unicode).',
  },
  noSuchGroup: {
    code: 'BULK_NO_SUCH_GROUP',
    kind: 'not-found',
    message: 'Không có nhóm (Group) này trong kho.',
  },
  groupsTooMany: {
    code: 'BULK_GROUP_TOO_DEEP',
    kind: 'unsupported',
    message: 'Nhóm này gồm quá nhiều nhóm con (tối đa 100). Hãy xuất từng nhóm.',
  },
  outsideGroup: {
    code: 'BULK_PATIENT_OUTSIDE_GROUP',
    kind: 'incorrect',
    issue: 'value',
    message: 'Có người bệnh trong tham số “patient” không thuộc nhóm này.',
  },
  notParameters: {
    code: 'BULK_NOT_PARAMETERS',
    kind: 'incorrect',
    issue: 'structure',
    message: 'Nội dung phải là tài nguyên Parameters.',
  },
  noInput: {
    code: 'BULK_NO_INPUT',
    kind: 'incorrect',
    issue: 'required',
    message:
      'Hãy nêu ít nhất một tệp NDJSON (tham số “input” có phần “url”), hoặc gửi NDJSON trong nội dung.',
  },
  noSuchInput: {
    code: 'BULK_NO_SUCH_INPUT',
    kind: 'incorrect',
    issue: 'not-found',
    message: 'Không có tệp này trong thư mục nhập dữ liệu. Chỉ nhận tên tệp trong thư mục đã cấu hình.',
  },
  noImportFolder: {
    code: 'BULK_NO_IMPORT_FOLDER',
    kind: 'unsupported',
    message:
      'Máy chủ chưa cấu hình thư mục nhập dữ liệu (MACH_BULK_IMPORT_DIR). Hãy gửi NDJSON trong nội dung.',
  },
  tooLarge: {
    code: 'BULK_TOO_LARGE',
    kind: 'incorrect',
    status: 413,
    issue: 'too-long',
    message: 'Nội dung gửi lên quá lớn. Hãy chia nhỏ rồi gửi lại.',
  },
  cutShort: {
    code: 'BULK_CUT_SHORT',
    kind: 'incorrect',
    issue: 'incomplete',
    message: 'Nội dung bị cắt giữa chừng. Hãy gửi lại.',
  },
  encoding: {
    code: 'BULK_CONTENT_ENCODING',
    kind: 'unsupported',
    status: 415,
    message: 'Content-Encoding này chưa được hỗ trợ. Hãy gửi nguyên văn hoặc nén gzip.',
  },
  failed: {
    code: 'BULK_FAILED',
    kind: 'unavailable',
    status: 500,
    issue: 'exception',
    message: 'Việc này không hoàn thành được. Hãy gửi lại; nếu còn lỗi, hãy báo quản trị viên.',
  },
  badGzip: {
    code: 'BULK_GZIP',
    kind: 'incorrect',
    status: 500,
    issue: 'structure',
    message:
      'Tệp nén gzip bị hỏng hoặc bị cắt. Những dòng đọc được trước chỗ hỏng đã được nhập; hãy gửi lại tệp.',
  },
} as const satisfies Record<string, BulkProblem>

/** The name is quoted only at a plausible length: what strangers type is not echoed in full. */
const quoted = (name: string) => `“${name.slice(0, 80)}”`

export const badParameter = (name: string, why: string): BulkProblem => ({
  code: 'BULK_PARAMETER',
  kind: 'incorrect',
  issue: 'value',
  message: `Tham số ${quoted(name)}: ${why}`,
})

/** Under `handling=strict` nothing is passed over. */
export const notDone = (told: readonly string[]): BulkProblem => ({
  code: 'BULK_PARAMETER',
  kind: 'unsupported',
  message: told.slice(0, 20).join(' '),
})

export const unknownParameter = (name: string): string => `Tham số ${quoted(name)} không dùng được ở đây.`

export const outsideCompartment = (type: string): string =>
  `Loại ${quoted(type)} không thuộc hồ sơ người bệnh: chỉ xuất được ở mức hệ thống (/$export).`
