import type { MessageProblem, Severity } from '#vocabulary/bhyt'

/**
 * What this reader finds: code, severity, sentence. `{nơi}` becomes the field; no sentence holds a value of a person, and
 * rows stay out of it so that equal problems of many messages group together. Those of the parser keep their own words.
 */
const sentences = {
  HL7_NO_MESSAGE: [
    'error',
    'Tệp không có bản tin HL7 nào (không thấy đoạn MSH). Kiểm tra bước xuất rồi gửi lại.',
  ],
  HL7_RECORD_TOO_LARGE: [
    'error',
    'Bản tin lớn quá mức cho phép nên được để riêng. Kiểm tra tệp đính kèm trong OBX rồi gửi lại.',
  ],
  HL7_HEAD_TOO_LARGE: [
    'error',
    'Không thấy đoạn MSH trong phần đầu của tệp. Kiểm tra bước xuất rồi gửi lại.',
  ],
  HL7_TYPE_UNSUPPORTED: [
    'error',
    'MSH-9: loại bản tin hoặc sự kiện này chưa được tiếp nhận. Xem danh sách trong hướng dẫn HL7 v2.',
  ],
  HL7_ACK_NOT_DATA: [
    'error',
    'MSH-9: đây là bản tin trả lời (ACK), không phải dữ liệu. Không gửi ACK vào cửa tiếp nhận.',
  ],
  HL7_VERSION_UNSUPPORTED: ['error', 'MSH-12: chỉ nhận HL7 v2.1 đến v2.9. Sửa phiên bản rồi gửi lại.'],
  HL7_PROCESSING_ID: [
    'error',
    'MSH-11: bản tin ghi là thử nghiệm (D hoặc T) nên không đưa vào dữ liệu thật. Dữ liệu thật ghi P.',
  ],
  HL7_CONTROL_ID_MISSING: ['error', 'MSH-10: thiếu mã bản tin nên không trả lời được. Bổ sung rồi gửi lại.'],
  HL7_FACILITY_UNKNOWN: [
    'error',
    'MSH-4: không biết là cơ sở nào. Ghi mã cơ sở KBCB 5 ký tự, hoặc đăng ký tên này với đơn vị quản trị.',
  ],
  HL7_FACILITY_MISMATCH: [
    'error',
    'MSH-4 là mã của cơ sở khác với cơ sở được cấp kết nối này. Mỗi cơ sở chỉ được gửi bản tin của mình.',
  ],
  HL7_SEGMENT_MISSING: ['error', '{nơi}: thiếu đoạn này. Bổ sung rồi gửi lại.'],
  HL7_MANY_PATIENTS: [
    'error',
    'Bản tin có nhiều đoạn PID, tức nhiều người bệnh. Tách mỗi người bệnh thành một bản tin rồi gửi lại.',
  ],
  HL7_KEY_MISSING: [
    'error',
    '{nơi}: thiếu số định danh nên bản tin sau không thay được bản tin này. Bổ sung rồi gửi lại.',
  ],
  HL7_PATIENT_NUMBER_MISSING: [
    'error',
    'PID-3: thiếu mã người bệnh của cơ sở (loại MR hoặc PI). Bổ sung rồi gửi lại.',
  ],
  HL7_PATIENT_NUMBER_UNCLEAR: [
    'error',
    'PID-3: có nhiều mã người bệnh cùng loại, không biết lấy mã nào. Ghi loại MR cho mã chính rồi gửi lại.',
  ],
  HL7_ASSIGNER_UNKNOWN: [
    'error',
    'PID-3: mã người bệnh do nơi khác cấp (thành phần 4 không phải cơ sở gửi). Ghi MSH-3, MSH-4 hoặc mã cơ sở vào thành phần 4, hoặc để trống.',
  ],
  HL7_MERGE_SAME: ['error', 'MRG-1 trùng với PID-3: không có gì để gộp. Kiểm tra thao tác gộp rồi gửi lại.'],
  HL7_MERGE_NUMBER: ['error', 'MRG-1: thiếu mã người bệnh bị gộp của cơ sở. Bổ sung rồi gửi lại.'],
  HL7_LINK_ONE_PATIENT: [
    'error',
    'A24, A37 nói về hai mã người bệnh: cần hai đoạn PID. Bổ sung đoạn PID thứ hai rồi gửi lại.',
  ],
  HL7_LINK_NUMBER: [
    'error',
    'PID thứ hai, PID-3: thiếu mã người bệnh của chính cơ sở gửi. Chỉ nối, tách các mã của cơ sở mình.',
  ],
  HL7_LINK_SAME: ['error', 'Hai đoạn PID có cùng một mã người bệnh: không có gì để nối hay tách.'],
  HL7_VISIT_NUMBER_MISSING: [
    'warning',
    'PV1-19: thiếu số lượt khám; chỉ ghi nhận thông tin người bệnh, không ghi nhận lượt khám.',
  ],
  HL7_VISIT_FROM_ACCOUNT: ['info', 'PV1-19 để trống; lấy số lượt khám ở PID-18.'],
  HL7_VISIT_NOT_NAMED: [
    'info',
    '{nơi}: không có số lượt khám (PV1-19) nên không gắn được với lượt khám nào.',
  ],
  HL7_NAME_MISSING: ['warning', 'PID-5: thiếu họ tên người bệnh.'],
  HL7_CITIZEN_ID_FORMAT: [
    'warning',
    '{nơi}: số định danh cá nhân không đúng 12 chữ số; giữ nguyên, không dùng để đối sánh.',
  ],
  HL7_CARD_FORMAT: ['warning', '{nơi}: mã thẻ BHYT không đúng dạng; giữ nguyên, không dùng để đối sánh.'],
  HL7_DATE_FORMAT: ['warning', '{nơi}: ngày giờ không đúng dạng YYYYMMDD[HHMM[SS]]; bỏ qua giá trị này.'],
  HL7_NUMBER_FORMAT: ['warning', '{nơi}: ghi là số (NM) nhưng không phải số; giữ nguyên dạng chữ.'],
  HL7_VALUE_TYPE: ['warning', '{nơi}: thiếu hoặc không biết loại giá trị; giữ nguyên dạng chữ.'],
  HL7_STRUCTURE_UNREAD: ['warning', '{nơi}: đoạn này được giữ trong bản gốc nhưng chưa được chuẩn hóa.'],
  HL7_LINE_BROKEN: [
    'warning',
    'Có dòng không bắt đầu bằng tên đoạn: chữ xuống dòng mà không ghi \\.br\\. Đã nối vào đoạn trước.',
  ],
  HL7_CHARSET_NAME: ['warning', 'MSH-18 khai bảng mã khác với bảng mã thật; đã đọc là UTF-8.'],
} as const satisfies Readonly<Record<string, readonly [Severity, string]>>

export type Hl7ProblemCode = keyof typeof sentences

/** Every code with its severity, for the page that lists them. */
export const hl7ProblemCodes: Readonly<Record<string, Severity>> = Object.fromEntries(
  Object.entries(sentences).map(([code, [severity]]) => [code, severity]),
)

export interface Place {
  readonly table: string
  readonly row?: number
  /** `PID-3`. */
  readonly field?: string
}

export function hl7Problem(code: Hl7ProblemCode, place?: Place): MessageProblem {
  const [severity, sentence] = sentences[code]
  return {
    code,
    severity,
    ...place,
    message: sentence.replace('{nơi}', place?.field ?? place?.table ?? 'Bản tin'),
  }
}
