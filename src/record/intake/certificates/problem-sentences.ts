import { type Place, ProblemList, problemOf, type Sentences } from '../documents/problem-list.ts'

/** What this reader can say about a certificate file; sentences never hold a value of a person. */
export const sentences = {
  CERT_FILE_BROKEN: [
    'error',
    'Tệp không phải tệp chứng từ XML (HSCHUNGTU, HSDLGCS). Kiểm tra tệp rồi gửi lại.',
  ],
  CERT_ENCODING: ['error', 'Tệp không phải UTF-8. Lưu lại dưới dạng UTF-8 rồi gửi lại.'],
  CERT_DOCTYPE: [
    'error',
    'Tệp có khai báo DOCTYPE hoặc ENTITY; hệ thống từ chối vì an toàn. Bỏ khai báo rồi gửi lại.',
  ],
  CERT_TOO_LARGE: ['error', 'Chứng từ lớn quá mức cho phép. Xuất lại tệp rồi gửi lại.'],
  CERT_HEAD_TOO_LARGE: ['error', 'Không thấy chứng từ nào ở đầu tệp. Kiểm tra tệp rồi gửi lại.'],
  CERT_TRUNCATED: [
    'error',
    'Tệp bị cắt ngang, thiếu phần cuối. Các chứng từ đã trọn vẹn vẫn được nhận; gửi lại cả tệp để nhận phần còn thiếu.',
  ],
  CERT_TRAILING: ['warning', 'Sau chứng từ còn nội dung thừa, đã bỏ qua.'],
  CERT_NO_RECORDS: ['error', 'Tệp không có chứng từ nào. Kiểm tra bộ lọc khi xuất rồi gửi lại.'],
  CERT_XML_BROKEN: ['error', 'Chứng từ sai cú pháp XML. Xuất lại từ phần mềm rồi gửi lại.'],
  CERT_BASE64_BROKEN: ['error', 'NOIDUNGFILE không giải mã base64 được. Xuất lại từ phần mềm rồi gửi lại.'],
  CERT_KIND_UNSUPPORTED: [
    'error',
    'Loại chứng từ này chưa được tiếp nhận; hiện nhận CT03, CT04, CT06, CT07 và giấy chứng sinh.',
  ],
  CERT_FIELD_MISSING: ['error', '{nơi} bị bỏ trống nên không biết chứng từ của ai. Bổ sung rồi gửi lại.'],
  CERT_FACILITY_MISSING: [
    'error',
    'Không biết chứng từ của cơ sở nào: thiếu MACSKCB và tài khoản gửi không gắn mã cơ sở. Bổ sung rồi gửi lại.',
  ],
  CERT_FACILITY_MISMATCH: [
    'error',
    'MACSKCB của tệp khác với mã cơ sở của tài khoản gửi. Mỗi cơ sở chỉ gửi chứng từ của mình.',
  ],
  CERT_NUMBER_MISSING: [
    'warning',
    'Chứng từ không có số; gửi lại sau khi sửa sẽ thành một chứng từ khác. Ghi số chứng từ khi xuất.',
  ],
  CERT_FIELD_TWICE: ['warning', '{nơi} xuất hiện hai lần, lấy lần đầu.'],
} as const satisfies Sentences

export type CertificateProblemCode = keyof typeof sentences

export class CertificateProblems extends ProblemList<typeof sentences> {
  constructor() {
    super(sentences)
  }
}

export const certificateProblem = (code: CertificateProblemCode, place?: Place) =>
  problemOf(sentences, code, place)
