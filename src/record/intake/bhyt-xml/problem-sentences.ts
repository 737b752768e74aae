import { fieldLabel, type MessageProblem, type Severity } from '#vocabulary/bhyt'

/**
 * Every problem this reader can report: code, severity, and the sentence for people. `{nơi}` becomes the table and field.
 * A sentence says what is wrong and what to do, and never holds a value of a person; row numbers stay out of it so that
 * equal problems of many records group together.
 */
const sentences = {
  // the file as a whole
  BHYT_FILE_EMPTY: ['error', 'Tệp rỗng. Xuất lại tệp từ phần mềm HIS rồi gửi lại.'],
  BHYT_FILE_NOT_XML: [
    'error',
    'Tệp không phải XML hay JSON. Kiểm tra đã chọn đúng tệp BHYT (.xml) và chưa bị nén hay mã hóa, rồi gửi lại.',
  ],
  BHYT_DOCTYPE: [
    'error',
    'Tệp có khai báo DOCTYPE hoặc ENTITY. Mẫu BHYT không dùng khai báo này và hệ thống từ chối vì an toàn; bỏ khai báo rồi gửi lại.',
  ],
  BHYT_TOO_DEEP: [
    'error',
    'Các thẻ XML lồng nhau quá 64 lớp, không phải mẫu BHYT. Xuất lại từ phần mềm HIS rồi gửi lại.',
  ],
  BHYT_TAG_TOO_LONG: ['error', 'Một thẻ XML dài bất thường. Xuất lại tệp từ phần mềm HIS rồi gửi lại.'],
  BHYT_HEAD_TOO_LARGE: [
    'error',
    'Không thấy hồ sơ nào trong phần đầu của tệp. Kiểm tra tệp theo mẫu GIAMDINHHS rồi gửi lại.',
  ],
  BHYT_ROOT_UNKNOWN: [
    'error',
    'Thẻ gốc của tệp không phải GIAMDINHHS, CHI_TIEU_TRANG_THAI_KCB hay HSDLGBT. Kiểm tra đã chọn đúng loại tệp rồi gửi lại.',
  ],
  BHYT_TRUNCATED: [
    'error',
    'Tệp bị cắt ngang, thiếu phần cuối. Các hồ sơ đã trọn vẹn vẫn được nhận; gửi lại cả tệp để nhận phần còn thiếu.',
  ],
  BHYT_NO_RECORDS: ['error', 'Tệp không có hồ sơ nào. Kiểm tra bộ lọc khi xuất từ phần mềm HIS rồi gửi lại.'],
  BHYT_TAIL_TOO_LARGE: [
    'error',
    'Có quá nhiều nội dung nằm ngoài các hồ sơ, phần sau chỗ đó không được đọc. Xuất lại tệp rồi gửi lại.',
  ],
  BHYT_COUNT_MISMATCH: [
    'warning',
    'SOLUONGHOSO khác với số hồ sơ thật có trong tệp. Các hồ sơ vẫn được nhận; kiểm tra xem có thiếu hồ sơ không.',
  ],
  BHYT_TRAILING_CONTENT: [
    'warning',
    'Sau thẻ kết thúc của tệp còn nội dung thừa, đã bỏ qua. Báo nhà cung cấp HIS sửa phần xuất tệp.',
  ],
  BHYT_ENVELOPE_MALFORMED: [
    'warning',
    'Phần bao ngoài của tệp sai cú pháp XML, đã đọc được các hồ sơ bên trong. Báo nhà cung cấp HIS sửa phần xuất tệp.',
  ],
  BHYT_FACILITY_MISSING: [
    'warning',
    'Thiếu MACSKCB trong THONGTINDONVI; lấy mã cơ sở theo từng hồ sơ. Khai mã cơ sở trong cấu hình xuất tệp của HIS.',
  ],
  BHYT_CREATED_ON_FORMAT: [
    'warning',
    'NGAYLAP không đúng dạng năm-tháng-ngày 8 chữ số (ví dụ 20260815). Báo nhà cung cấp HIS sửa phần xuất tệp.',
  ],
  BHYT_COUNT_FORMAT: ['warning', 'SOLUONGHOSO không phải là số. Báo nhà cung cấp HIS sửa phần xuất tệp.'],
  // the record as a whole
  BHYT_RECORD_TOO_LARGE: [
    'error',
    'Hồ sơ này lớn quá mức cho phép nên được để riêng. Kiểm tra hồ sơ trong HIS (thường do dán ảnh hoặc lặp dòng) rồi gửi lại.',
  ],
  BHYT_XML_BROKEN: [
    'error',
    '{nơi}: sai cú pháp XML nên không đọc được. Báo nhà cung cấp HIS sửa phần xuất tệp rồi gửi lại hồ sơ.',
  ],
  BHYT_JSON_BROKEN: ['error', 'Nội dung JSON sai cú pháp nên không đọc được. Sửa phần xuất tệp rồi gửi lại.'],
  BHYT_TOO_MANY_ELEMENTS: [
    'error',
    '{nơi}: có quá nhiều thẻ XML, không phải hồ sơ của một lượt khám. Kiểm tra lặp dòng trong HIS rồi gửi lại.',
  ],
  BHYT_ENCODING_INVALID: [
    'error',
    '{nơi}: chữ không đúng bảng mã đã khai (thường là TCVN3, VNI hoặc Windows-1258 nhưng ghi UTF-8). Xuất lại bằng UTF-8 rồi gửi lại.',
  ],
  BHYT_BASE64: [
    'error',
    '{nơi}: nội dung mã hóa base64 bị hỏng nên không mở được. Xuất lại hồ sơ từ HIS rồi gửi lại.',
  ],
  BHYT_NO_XML1: [
    'error',
    'Hồ sơ không có bảng XML1 (tổng hợp) đọc được. Xuất lại hồ sơ có đủ bảng XML1 rồi gửi lại.',
  ],
  BHYT_XML1_TWICE: [
    'error',
    'Hồ sơ có hơn một dòng XML1. Mỗi lượt khám một HOSO với một XML1; tách hồ sơ rồi gửi lại.',
  ],
  BHYT_TABLE_UNKNOWN: [
    'error',
    'Không biết đây là bảng nào (LOAIHOSO và thẻ gốc đều không có trong danh mục). Kiểm tra LOAIHOSO là XML1 đến XML15 rồi gửi lại.',
  ],
  BHYT_TABLE_MISPLACED: [
    'error',
    '{nơi}: bảng này không thuộc loại hồ sơ đang gửi. Gửi bảng check-in và chứng từ bằng tệp riêng.',
  ],
  BHYT_TABLE_EMPTY: [
    'warning',
    '{nơi}: bảng được khai nhưng không có dòng nào. Nếu đúng là không có thì không cần gửi bảng.',
  ],
  BHYT_TABLE_NOT_IN_NORM: [
    'info',
    '{nơi}: bảng không có trong quyết định áp dụng cho ngày khám, vẫn được giữ.',
  ],
  BHYT_PROBLEMS_CAPPED: [
    'info',
    'Còn nhiều điểm cùng loại trong hồ sơ không liệt kê hết. Sửa các điểm đã nêu rồi gửi lại để kiểm tra tiếp.',
  ],
  // keys
  BHYT_KEY_MISSING: [
    'error',
    '{nơi} bị bỏ trống. Đây là trường bắt buộc để nhận hồ sơ; bổ sung trong HIS rồi gửi lại.',
  ],
  BHYT_VISIT_KEY_DIFFERS: [
    'error',
    '{nơi}: mã liên kết của dòng khác với XML1, dòng có thể thuộc lượt khám khác. Xuất lại hồ sơ rồi gửi lại.',
  ],
  BHYT_VISIT_KEY_TOO_LONG: [
    'error',
    '{nơi}: mã liên kết dài quá 255 ký tự. Kiểm tra cấu hình mã liên kết của HIS rồi gửi lại.',
  ],
  BHYT_FACILITY_MISMATCH: [
    'error',
    '{nơi} khác với MACSKCB của tệp: hồ sơ của cơ sở khác. Kiểm tra mã cơ sở của hồ sơ rồi gửi đúng tệp.',
  ],
  BHYT_FACILITY_FROM_ENVELOPE: [
    'warning',
    '{nơi} bị bỏ trống, đã lấy theo mã cơ sở của tệp. Khai mã cơ sở trong HIS.',
  ],
  BHYT_FACILITY_FORMAT: [
    'warning',
    '{nơi} không đủ 5 ký tự như mã cơ sở do BHXH cấp. Kiểm tra lại mã cơ sở.',
  ],
  // values
  BHYT_DATE_FORMAT: [
    'error',
    '{nơi}{trị} không đúng dạng ngày của BHYT ({dạng}). Sửa trong HIS rồi gửi lại hồ sơ.',
  ],
  BHYT_DATE_IMPOSSIBLE: ['error', '{nơi}{trị} là ngày giờ không có thật. Sửa trong HIS rồi gửi lại hồ sơ.'],
  BHYT_DISCHARGE_BEFORE_ADMISSION: [
    'error',
    '{nơi} sớm hơn ngày giờ vào. Sửa ngày vào hoặc ngày ra trong HIS rồi gửi lại.',
  ],
  BHYT_MONEY_FORMAT: [
    'error',
    '{nơi} không phải số tiền đúng dạng (chỉ dùng chữ số và dấu chấm thập phân, ví dụ 19997.50; không dùng dấu phẩy). Sửa phần xuất tệp của HIS rồi gửi lại.',
  ],
  BHYT_QUANTITY_FORMAT: [
    'error',
    '{nơi} không phải là số đúng dạng (chữ số và dấu chấm thập phân). Sửa trong HIS rồi gửi lại.',
  ],
  BHYT_NUMBER_FORMAT: ['warning', '{nơi} phải là số nhưng có ký tự khác. Kiểm tra lại trong HIS.'],
  BHYT_REQUIRED_MISSING: [
    'warning',
    '{nơi} bị bỏ trống; quyết định yêu cầu có. Bổ sung trong HIS nếu có thông tin.',
  ],
  BHYT_DISTRICT_EMPTY: ['info', '{nơi} bỏ trống: cấp huyện không còn từ 01/07/2025, không cần bổ sung.'],
  BHYT_TOO_LONG: [
    'warning',
    '{nơi} dài hơn độ dài quy định. Cổng giám định có thể từ chối; rút gọn trong HIS.',
  ],
  BHYT_VALUE_TOO_LONG: [
    'error',
    '{nơi} dài bất thường (hơn 1 triệu ký tự). Kiểm tra nội dung trong HIS rồi gửi lại.',
  ],
  BHYT_CODE_UNKNOWN: ['warning', '{nơi} có mã không nằm trong danh mục. Kiểm tra danh mục mã trong HIS.'],
  BHYT_LEADING_ZERO_LOST: [
    'warning',
    '{nơi} thiếu chữ số, có thể mất số 0 ở đầu (thường do mở bằng Excel). Kiểm tra lại trong HIS.',
  ],
  BHYT_CITIZEN_ID_FORMAT: [
    'warning',
    '{nơi} không phải 12 số, 9 số hay số hộ chiếu. Kiểm tra lại giấy tờ của người bệnh.',
  ],
  BHYT_CARD_FORMAT: ['warning', '{nơi} không đúng dạng thẻ BHYT 15 ký tự. Kiểm tra lại thẻ.'],
  BHYT_CARD_LISTS_UNEQUAL: [
    'warning',
    'Số lượng mã thẻ, nơi đăng ký và ngày hiệu lực (cách nhau bằng dấu ;) không bằng nhau ở {nơi}. Cổng giám định sẽ từ chối; sửa trong HIS.',
  ],
  BHYT_FIELD_DIFFERS: ['warning', '{nơi} khác với cùng trường ở XML1. Kiểm tra bảng nào đúng trong HIS.'],
  BHYT_FIELD_TWICE: [
    'warning',
    '{nơi} xuất hiện hai lần trong một dòng, chỉ lấy lần đầu. Báo nhà cung cấp HIS.',
  ],
  BHYT_FIELD_UNKNOWN: ['info', '{nơi} không có trong quyết định, được giữ nguyên.'],
  BHYT_ORDER_AFTER_DISCHARGE: ['warning', '{nơi} muộn hơn ngày giờ ra. Kiểm tra giờ y lệnh trong HIS.'],
  BHYT_BIRTH_AFTER_ADMISSION: ['warning', '{nơi} muộn hơn ngày vào viện. Kiểm tra lại ngày sinh.'],
  BHYT_WEIGHT_PLACEHOLDER: [
    'warning',
    '{nơi} ghi trị số giữ chỗ (gần 0), không phải cân nặng thật. Cân người bệnh và nhập lại.',
  ],
  BHYT_NUL_CHARACTER: ['warning', '{nơi} có ký tự không in được, đã bỏ. Báo nhà cung cấp HIS.'],
  // quirks: read all the same
  BHYT_QUIRK_UNESCAPED: [
    'warning',
    '{nơi}: có dấu < hoặc & viết thẳng trong nội dung, đã đọc được. Cổng BHXH sẽ từ chối; báo nhà cung cấp HIS mã hóa thành &lt; và &amp;.',
  ],
  BHYT_QUIRK_INNER_BOM: [
    'warning',
    '{nơi}: nội dung bắt đầu bằng dấu BOM, đã bỏ qua. Báo nhà cung cấp HIS bỏ BOM.',
  ],
  BHYT_QUIRK_DECLARED_UTF16: [
    'warning',
    '{nơi}: khai encoding="utf-16" nhưng chữ thật là UTF-8, đã đọc theo UTF-8. Báo nhà cung cấp HIS sửa khai báo.',
  ],
  BHYT_QUIRK_UTF16: [
    'warning',
    '{nơi}: chữ ở bảng mã UTF-16, đã đổi sang UTF-8. Báo nhà cung cấp HIS xuất UTF-8.',
  ],
  BHYT_QUIRK_WINDOWS_1258: [
    'warning',
    '{nơi}: chữ ở bảng mã Windows-1258, đã đổi sang Unicode dựng sẵn. Báo nhà cung cấp HIS xuất UTF-8.',
  ],
  BHYT_QUIRK_ENCODING_NAME: [
    'warning',
    '{nơi}: tên bảng mã khai báo không đúng với nội dung UTF-8, đã đọc theo UTF-8. Báo nhà cung cấp HIS sửa khai báo.',
  ],
  BHYT_QUIRK_NFD: [
    'warning',
    '{nơi}: chữ tiếng Việt ở dạng tổ hợp (NFD), đã đổi sang dựng sẵn (NFC). Báo nhà cung cấp HIS.',
  ],
  BHYT_QUIRK_INLINE_TABLE: [
    'warning',
    '{nơi}: NOIDUNGFILE chứa thẳng XML thay vì base64, đã đọc được. Báo nhà cung cấp HIS mã hóa base64.',
  ],
  BHYT_QUIRK_BARE_TABLE: ['warning', '{nơi}: bảng được gửi trần, không có phần bao GIAMDINHHS, đã đọc được.'],
  BHYT_QUIRK_BASE64_LINES: [
    'warning',
    '{nơi}: base64 bị ngắt dòng, đã nối lại. Báo nhà cung cấp HIS xuất liền một dòng.',
  ],
  BHYT_QUIRK_BASE64_PADDING: [
    'warning',
    '{nơi}: base64 thiếu dấu = ở cuối, đã đọc được. Báo nhà cung cấp HIS.',
  ],
  BHYT_QUIRK_BASE64_URL: [
    'warning',
    '{nơi}: base64 dùng ký tự - và _ thay cho + và /, đã đọc được. Báo nhà cung cấp HIS.',
  ],
  BHYT_QUIRK_TABLE_NAME: [
    'warning',
    '{nơi}: LOAIHOSO ghi không đúng mẫu (phải là XML1 đến XML15), đã hiểu được. Báo nhà cung cấp HIS.',
  ],
  BHYT_QUIRK_TABLE_BY_ROOT: [
    'warning',
    '{nơi}: LOAIHOSO không khớp với thẻ gốc của nội dung, đã đọc theo thẻ gốc. Báo nhà cung cấp HIS.',
  ],
  BHYT_QUIRK_KEY_AS_ATTRIBUTE: [
    'warning',
    '{nơi} nằm ở thuộc tính của thẻ thay vì thẻ riêng, đã đọc được. Báo nhà cung cấp HIS.',
  ],
  BHYT_QUIRK_FIELD_NAME: [
    'warning',
    '{nơi}: tên thẻ viết sai chữ hoa, dấu gạch dưới hoặc chính tả, đã hiểu được. Báo nhà cung cấp HIS.',
  ],
  BHYT_QUIRK_NESTING: [
    'warning',
    '{nơi}: có thêm một lớp thẻ bọc ngoài các trường, đã đọc được. Báo nhà cung cấp HIS.',
  ],
  BHYT_QUIRK_DECIMAL_COMMA: [
    'warning',
    '{nơi} dùng dấu phẩy thập phân, đã hiểu là dấu chấm. Báo nhà cung cấp HIS dùng dấu chấm.',
  ],
  BHYT_QUIRK_LEADING_ZERO: [
    'warning',
    '{nơi} thiếu hoặc thừa số 0 ở đầu so với danh mục, đã hiểu được. Kiểm tra danh mục mã trong HIS.',
  ],
  BHYT_QUIRK_CARD_SPACES: [
    'warning',
    '{nơi} có dấu cách hoặc chữ thường trong mã thẻ, đã bỏ. Nhập mã thẻ liền, chữ hoa.',
  ],
  BHYT_QUIRK_BIRTH_DATE: [
    'warning',
    '{nơi} không đủ 12 chữ số, đã hiểu là không rõ giờ hoặc ngày sinh. Báo nhà cung cấp HIS điền 0000 cho phần không rõ.',
  ],
  BHYT_QUIRK_DATE_LENGTH: [
    'warning',
    '{nơi} có thêm giờ phút giây so với mẫu, đã bỏ phần thừa. Báo nhà cung cấp HIS.',
  ],
  BHYT_QUIRK_DATE_ZERO: [
    'warning',
    '{nơi} ghi toàn số 0 nên coi như bỏ trống. Báo nhà cung cấp HIS để trống khi không có ngày.',
  ],
  BHYT_QUIRK_CONTROL_CHARACTER: [
    'warning',
    '{nơi}: có ký tự điều khiển không hợp lệ, đã bỏ. Báo nhà cung cấp HIS.',
  ],
  BHYT_QUIRK_NO_END_TAG: [
    'warning',
    'Hồ sơ không có thẻ kết thúc, dừng ở đầu hồ sơ kế tiếp. Báo nhà cung cấp HIS.',
  ],
} as const satisfies Record<string, readonly [Severity, string]>

export type ProblemCode = keyof typeof sentences

/** Every code this reader can report, with its severity. */
export const problemCodes: ReadonlyMap<ProblemCode, Severity> = new Map(
  Object.entries(sentences).map(([code, [severity]]) => [code as ProblemCode, severity]),
)

export interface Place {
  readonly table?: string
  readonly row?: number
  readonly field?: string
}

const dateForms: Record<string, string> = {
  yyyyMMddHHmm: '12 chữ số năm-tháng-ngày-giờ-phút, ví dụ 202608150830',
  yyyyMMdd: '8 chữ số năm-tháng-ngày, ví dụ 20260815',
  'yyyyMMdd[HHmm]': '8 hoặc 12 chữ số, ví dụ 20260815 hoặc 202608150830',
  'dd/MM/yyyy': 'ngày/tháng/năm, ví dụ 15/08/2026',
}

/** A sentence about one thing found. `value` is echoed only when it can be nothing but a malformed date. */
export function problem(
  code: ProblemCode,
  place: Place = {},
  detail: { readonly value?: string; readonly format?: string } = {},
): MessageProblem {
  const [severity, sentence] = sentences[code]
  const echoed =
    detail.value !== undefined && /^[\d/:.\-\sT]{1,24}$/.test(detail.value) ? ` ghi “${detail.value}”` : ''
  const message = sentence
    .replace('{nơi}', placeText(place))
    .replace('{trị}', () => echoed)
    .replace('{dạng}', dateForms[detail.format ?? ''] ?? 'năm-tháng-ngày')
  return { code, severity, ...place, message }
}

function placeText({ table, field }: Place): string {
  const name = field === undefined ? undefined : fieldLabel(field)
  const fieldText = field === undefined ? '' : name ? `${field} (${name})` : field
  if (table && fieldText) return `Bảng ${table}, ${fieldText}`
  if (table) return `Bảng ${table}`
  return fieldText || 'Các bảng của hồ sơ'
}

/** Gathers the problems of one record: bounded, errors never crowded out by warnings. */
export class Problems {
  readonly #errors: MessageProblem[] = []
  readonly #others: MessageProblem[] = []
  readonly #seen = new Map<string, number>()
  readonly #habits = new Map<ProblemCode, string | undefined>()
  #left = 0

  /** More of the same about one field says nothing new: a table of a thousand rows lacking one field is one problem. */
  static readonly alike = 5
  static readonly most = 200

  add(
    code: ProblemCode,
    place?: Place,
    detail?: { readonly value?: string; readonly format?: string },
  ): void {
    const severity = sentences[code][0]
    const list = severity === 'error' ? this.#errors : this.#others
    if (severity !== 'error') {
      const key = `${code} ${place?.table} ${place?.field}`
      const times = (this.#seen.get(key) ?? 0) + 1
      this.#seen.set(key, times)
      if (times > Problems.alike) {
        this.#left++
        return
      }
    }
    if (list.length >= Problems.most / 2) this.#left++
    else list.push(problem(code, place, detail))
  }

  /** A habit of the sender's software, the same in most tables: said once for the record. */
  addHabit(code: ProblemCode, table: string): void {
    const before = this.#habits.get(code)
    this.#habits.set(code, !this.#habits.has(code) || before === table ? table : undefined)
  }

  get hasErrors(): boolean {
    return this.#errors.length > 0
  }

  list(): MessageProblem[] {
    const habits = [...this.#habits].map(([code, table]) => problem(code, table ? { table } : {}))
    const all = [...this.#errors, ...habits, ...this.#others]
    if (this.#left > 0) all.push(problem('BHYT_PROBLEMS_CAPPED'))
    return all
  }
}
