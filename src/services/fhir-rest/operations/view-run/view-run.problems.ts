import type { FhirProblem } from '../../fhir-problem.ts'

export const viewRunProblems = {
  noView: {
    code: 'VIEW_RUN_NO_VIEW',
    kind: 'incorrect',
    issue: 'required',
    message:
      'Cần đúng một ViewDefinition: tham số “viewResource” hoặc “viewReference”, hoặc ViewDefinition làm nội dung.',
  },
  viewReference: {
    code: 'VIEW_RUN_REFERENCE',
    kind: 'not-found',
    message:
      'Không tìm thấy ViewDefinition này. R4 không có loại ViewDefinition: hãy gửi kèm trong “viewResource”, hoặc lưu thành Binary (JSON) rồi trỏ tới Binary/<mã>.',
  },
  source: {
    code: 'VIEW_RUN_SOURCE',
    kind: 'unsupported',
    message: 'Không đọc nguồn dữ liệu ngoài (“source”). Hãy bỏ tham số này để chạy trên kho.',
  },
  format: {
    code: 'VIEW_RUN_FORMAT',
    kind: 'unsupported',
    message: 'Tham số “_format” chỉ nhận json, ndjson và csv.',
  },
  accept: {
    code: 'VIEW_RUN_ACCEPT',
    kind: 'unsupported',
    status: 406,
    message: 'Kết quả chỉ có dạng application/json, application/x-ndjson và text/csv.',
  },
  noSuchPatient: {
    code: 'VIEW_RUN_NO_PATIENT',
    kind: 'not-found',
    message: 'Không có người bệnh hoặc nhóm (Group) được nêu trong tham số “patient”, “group”.',
  },
  tooManyPatients: {
    code: 'VIEW_RUN_TOO_MANY_PATIENTS',
    kind: 'unsupported',
    issue: 'too-costly',
    message: 'Nhóm có quá nhiều người bệnh (tối đa 5.000). Hãy chia nhóm, hoặc chạy trên toàn kho.',
  },
} as const satisfies Record<string, FhirProblem>
