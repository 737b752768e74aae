import { type Place, ProblemList, problemOf, type Sentences } from '../documents/problem-list.ts'

/** What this reader can say about a Bundle; sentences never hold a value of a person. */
export const sentences = {
  FHIR_FILE_BROKEN: [
    'error',
    'Tệp không phải FHIR Bundle ở dạng JSON hay XML. Kiểm tra đã chọn đúng tệp và chưa bị nén hay mã hóa, rồi gửi lại.',
  ],
  FHIR_ENCODING: ['error', 'Tệp không phải UTF-8. Lưu lại dưới dạng UTF-8 rồi gửi lại.'],
  FHIR_DOCTYPE: [
    'error',
    'Tệp XML có khai báo DOCTYPE; FHIR không dùng khai báo này và hệ thống từ chối vì an toàn. Bỏ khai báo rồi gửi lại.',
  ],
  FHIR_TOO_LARGE: ['error', 'Bundle lớn quá mức cho phép. Chia thành nhiều Bundle rồi gửi lại.'],
  FHIR_HEAD_TOO_LARGE: ['error', 'Không thấy Bundle nào ở đầu tệp. Kiểm tra tệp rồi gửi lại.'],
  FHIR_TRUNCATED: [
    'error',
    'Tệp bị cắt ngang, thiếu phần cuối. Các Bundle đã trọn vẹn vẫn được nhận; gửi lại cả tệp để nhận phần còn thiếu.',
  ],
  FHIR_TRAILING: [
    'warning',
    'Sau Bundle còn nội dung thừa, đã bỏ qua. Báo nhà cung cấp phần mềm sửa phần xuất tệp.',
  ],
  FHIR_NO_RECORDS: ['error', 'Tệp không có Bundle nào. Kiểm tra phần xuất dữ liệu rồi gửi lại.'],
  FHIR_BROKEN: ['error', '{chi tiết}'],
  FHIR_BYTE_ORDER_MARK: ['warning', 'Nội dung bắt đầu bằng dấu BOM, đã bỏ. FHIR JSON không dùng dấu này.'],
  FHIR_NOT_BUNDLE: [
    'error',
    'Nội dung là một tài nguyên FHIR đơn lẻ, không phải Bundle. Đặt tài nguyên cùng Patient của nó vào một Bundle rồi gửi lại.',
  ],
  FHIR_BUNDLE_TYPE: [
    'error',
    'Loại Bundle này không mang dữ liệu để tiếp nhận. Dùng transaction, batch, collection, document hoặc message.',
  ],
  FHIR_ENTRY_NOT_TAKEN: [
    'error',
    'Mục này không mang tài nguyên để ghi (GET, DELETE, PATCH…). Cửa tiếp nhận chỉ nhận tài nguyên; dùng giao diện /fhir cho các thao tác khác.',
  ],
  FHIR_NO_PATIENT: [
    'error',
    'Bundle không có Patient nên không biết dữ liệu của ai. Thêm Patient của người bệnh vào Bundle rồi gửi lại.',
  ],
  FHIR_PATIENTS_MIXED: [
    'error',
    'Bundle có nhiều người bệnh và mục này nói về hơn một người (hoặc hai Patient trỏ tới nhau), không tách ra từng người được. Gửi mỗi người bệnh một Bundle.',
  ],
  FHIR_PATIENTS_IN_LIST: [
    'error',
    'Tệp có nhiều Bundle mà một Bundle lại có nhiều người bệnh. Gửi Bundle nhiều người bệnh thành một tệp riêng.',
  ],
  FHIR_PATIENTS_TOO_MANY: [
    'error',
    'Bundle có quá nhiều người bệnh (hơn 100). Chia thành nhiều Bundle rồi gửi lại.',
  ],
  FHIR_PATIENT_NUMBER_MISSING: [
    'error',
    'Patient không có mã người bệnh của cơ sở (identifier loại MR), số định danh hay id. Bổ sung rồi gửi lại.',
  ],
  FHIR_OTHER_PATIENT: [
    'error',
    '{nơi} trỏ tới một Patient không có trong Bundle. Đưa Patient đó vào Bundle, hoặc gửi dữ liệu của người đó riêng.',
  ],
  FHIR_REFERENCE_OUTSIDE: [
    'warning',
    '{nơi} trỏ tới tài nguyên không có trong Bundle; chỉ giữ được mã định danh, tên và nguyên văn địa chỉ. Đưa tài nguyên vào Bundle hoặc tham chiếu bằng identifier.',
  ],
  FHIR_FACILITY_MISSING: [
    'error',
    'Không biết Bundle của cơ sở nào: tài khoản gửi không gắn mã cơ sở, Patient.managingOrganization và Encounter.serviceProvider cũng không có mã. Bổ sung mã cơ sở (5 ký tự) rồi gửi lại.',
  ],
  FHIR_FACILITY_MISMATCH: [
    'error',
    'Mã cơ sở trong Bundle khác với mã cơ sở của tài khoản gửi. Mỗi cơ sở chỉ gửi dữ liệu của mình.',
  ],
  FHIR_INVALID: ['error', '{chi tiết}'],
  FHIR_DOUBTFUL: ['warning', '{chi tiết}'],
} as const satisfies Sentences

export type BundleProblemCode = keyof typeof sentences

export class BundleProblems extends ProblemList<typeof sentences> {
  constructor() {
    super(sentences)
  }
}

export const bundleProblem = (code: BundleProblemCode, place?: Place) => problemOf(sentences, code, place)
