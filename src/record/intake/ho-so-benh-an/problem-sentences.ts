import { type Place, ProblemList, problemOf, type Sentences } from '../documents/problem-list.ts'

/** What this reader can say about a HoSoBenhAn; sentences never hold a value of a person. */
export const sentences = {
  HSBA_FILE_BROKEN: [
    'error',
    'Tệp không phải hồ sơ bệnh án (HoSoBenhAn) ở dạng XML hay JSON. Kiểm tra đã chọn đúng tệp và chưa bị nén hay mã hóa, rồi gửi lại.',
  ],
  HSBA_ENCODING: ['error', 'Tệp không phải UTF-8. Lưu lại dưới dạng UTF-8 rồi gửi lại.'],
  HSBA_DOCTYPE: [
    'error',
    'Tệp XML có khai báo DOCTYPE hoặc ENTITY; hệ thống từ chối vì an toàn. Bỏ khai báo rồi gửi lại.',
  ],
  HSBA_TOO_LARGE: ['error', 'Hồ sơ lớn quá mức cho phép. Bỏ hình ảnh nhúng trong tệp rồi gửi lại.'],
  HSBA_HEAD_TOO_LARGE: ['error', 'Không thấy hồ sơ bệnh án nào ở đầu tệp. Kiểm tra tệp rồi gửi lại.'],
  HSBA_TRUNCATED: [
    'error',
    'Tệp bị cắt ngang, thiếu phần cuối. Các hồ sơ đã trọn vẹn vẫn được nhận; gửi lại cả tệp để nhận phần còn thiếu.',
  ],
  HSBA_TRAILING: [
    'warning',
    'Sau hồ sơ còn nội dung thừa, đã bỏ qua. Báo nhà cung cấp phần mềm sửa phần xuất tệp.',
  ],
  HSBA_NO_RECORDS: ['error', 'Tệp không có hồ sơ bệnh án nào. Kiểm tra bộ lọc khi xuất rồi gửi lại.'],
  HSBA_BROKEN: ['error', 'Hồ sơ sai cú pháp: {chi tiết}'],
  HSBA_TOO_DEEP: ['error', 'Hồ sơ lồng nhau quá sâu hoặc có quá nhiều mục, không phải mẫu HoSoBenhAn.'],
  HSBA_MANY_RECORDS: [
    'error',
    'Một HoSoBenhAn chứa nhiều hồ sơ. Xuất mỗi hồ sơ thành một đối tượng HoSoBenhAn (hoặc một danh sách các đối tượng) rồi gửi lại.',
  ],
  HSBA_NO_GROUPS: [
    'error',
    'Không thấy nhóm thông tin nào của HoSoBenhAn (ThongTinBenhNhan, ThongTinVaoVien…). Kiểm tra phần xuất hồ sơ bệnh án.',
  ],
  HSBA_NO_PATIENT: ['error', 'Hồ sơ thiếu nhóm ThongTinBenhNhan nên không biết của ai. Bổ sung rồi gửi lại.'],
  HSBA_PATIENT_TWICE: ['error', 'Hồ sơ có nhiều hơn một ThongTinBenhNhan. Gửi mỗi người bệnh một hồ sơ.'],
  HSBA_PATIENT_NUMBER_MISSING: [
    'error',
    'Thiếu mã người bệnh (mabenhnhan) nên không nối được với người bệnh nào. Bổ sung rồi gửi lại.',
  ],
  HSBA_KEY_MISSING: [
    'error',
    'Thiếu số vào viện (sovaovien) và số bệnh án (soba), không phân biệt được hồ sơ. Bổ sung rồi gửi lại.',
  ],
  HSBA_VISIT_DIFFERS: [
    'error',
    '{nơi} khác với số vào viện của người bệnh: nhóm này có thể của lượt khác hoặc người khác. Kiểm tra rồi gửi lại.',
  ],
  HSBA_FACILITY_MISSING: [
    'error',
    'Không biết hồ sơ của cơ sở nào: mẫu HoSoBenhAn không có mã cơ sở, tài khoản gửi cũng không gắn mã. Gửi bằng tài khoản của cơ sở hoặc thêm macskcb.',
  ],
  HSBA_FACILITY_MISMATCH: [
    'error',
    'Mã cơ sở trong hồ sơ khác với mã cơ sở của tài khoản gửi. Mỗi cơ sở chỉ gửi hồ sơ của mình.',
  ],
  HSBA_NAME_MISSING: ['warning', 'Thiếu họ tên người bệnh (hoten). Bổ sung để đối chiếu được người bệnh.'],
  HSBA_CITIZEN_NUMBER: ['warning', '{nơi} không phải số định danh 12 chữ số nên không dùng để nối hồ sơ.'],
  HSBA_TIME: [
    'warning',
    '{nơi} không đọc được thành ngày giờ, chỉ giữ nguyên văn. Ghi dạng 31/12/2026 hoặc 31/12/2026 08:30:00.000.',
  ],
  HSBA_ICD10: ['warning', '{nơi} không có dạng mã ICD-10 (ví dụ R10.4), chỉ giữ nguyên văn.'],
  HSBA_INDICATOR: ['info', '{nơi} không phải mã 7 chữ số của QĐ 1227/QĐ-BYT; giữ nguyên như mã của cơ sở.'],
  HSBA_NUMBER: ['info', '{nơi} không phải là số, chỉ giữ nguyên văn.'],
  HSBA_GROUP_UNKNOWN: ['info', '{nơi}: nhóm này không có trong mẫu HoSoBenhAn; chỉ giữ trong tệp gốc.'],
  HSBA_FIELD_UNKNOWN: ['info', '{nơi}: trường này không có trong bảng trường đã biết, vẫn được giữ lại.'],
  HSBA_FIELD_SPELLING: ['info', '{nơi}: tên trường viết khác mẫu, đã hiểu theo mẫu.'],
  HSBA_FIELD_NAME: ['warning', '{nơi}: có tên trường không hợp lệ, trường đó chỉ giữ trong tệp gốc.'],
  HSBA_CONTROL_CHARACTER: ['warning', '{nơi}: có ký tự điều khiển không hợp lệ, đã bỏ.'],
} as const satisfies Sentences

export type RecordProblemCode = keyof typeof sentences

export class RecordProblems extends ProblemList<typeof sentences> {
  constructor() {
    super(sentences)
  }
}

export const recordProblem = (code: RecordProblemCode, place?: Place) => problemOf(sentences, code, place)
