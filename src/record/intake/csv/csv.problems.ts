import type { MessageProblem, Severity } from '#vocabulary/bhyt'

/** Problems of line lists, in the manner of the BHYT reader: what is wrong and what to do, never a person's value. */
const sentences = {
  // the file
  CSV_EMPTY: ['error', 'Tệp danh sách rỗng. Xuất lại tệp CSV từ phần mềm rồi gửi lại.'],
  CSV_NO_HEADER: [
    'error',
    'Không thấy dòng tiêu đề cột trong tệp. Danh sách CSV cần một dòng ghi tên các cột (ít nhất 2 cột) đứng trước dữ liệu; xuất lại có dòng tiêu đề rồi gửi lại.',
  ],
  CSV_NO_RECORDS: [
    'error',
    'Danh sách chỉ có dòng tiêu đề, không có dòng dữ liệu nào. Kiểm tra bộ lọc khi xuất rồi gửi lại.',
  ],
  CSV_HEADER_TOO_LARGE: [
    'error',
    'Dòng tiêu đề quá dài hoặc có hơn 500 cột. Kiểm tra đúng tệp danh sách rồi gửi lại.',
  ],
  CSV_ENCODING_UNKNOWN: [
    'error',
    'Chữ trong tệp không phải UTF-8, UTF-16 hay Windows-1258 (thường là TCVN3/ABC hoặc VNI). Lưu lại tệp dạng “CSV UTF-8” rồi gửi lại.',
  ],
  CSV_FOOTER_SKIPPED: [
    'info',
    'Cuối danh sách có dòng tổng cộng hoặc chữ ký, không phải dữ liệu người bệnh nên không đọc thành hồ sơ.',
  ],
  CSV_QUIRK_WINDOWS_1258: [
    'warning',
    'Tệp ở bảng mã Windows-1258, đã đổi sang Unicode. Nên lưu dạng “CSV UTF-8”.',
  ],
  CSV_QUIRK_UTF16: ['info', 'Tệp ở bảng mã UTF-16, đã đổi sang UTF-8.'],
  CSV_QUIRK_TITLE_LINES: ['info', 'Có dòng tên danh sách đứng trước dòng tiêu đề cột, đã bỏ qua.'],
  // a line
  CSV_QUOTE_OPEN: [
    'error',
    'Dòng có dấu ngoặc kép mở mà không đóng nên không biết ô dừng ở đâu. Sửa dấu ngoặc kép của dòng rồi gửi lại; các dòng khác vẫn được nhận.',
  ],
  CSV_LINE_BROKEN: ['error', 'Dòng sai cú pháp CSV nên không đọc được. Xuất lại danh sách rồi gửi lại.'],
  CSV_ENCODING_INVALID: [
    'error',
    'Dòng có chữ không đúng bảng mã của tệp. Lưu lại tệp dạng “CSV UTF-8” rồi gửi lại.',
  ],
  CSV_TOO_MANY_CELLS: [
    'error',
    'Dòng có nhiều ô hơn dòng tiêu đề: có ô chứa dấu phân cách mà không đặt trong ngoặc kép, các ô sau bị lệch cột. Sửa phần xuất tệp rồi gửi lại.',
  ],
  CSV_CELLS_MISSING: [
    'warning',
    'Dòng có ít ô hơn dòng tiêu đề; các ô thiếu ở cuối được coi là trống. Kiểm tra phần xuất tệp.',
  ],
  CSV_TOO_MANY_LINES: [
    'error',
    'Một lượt khám gộp hơn 5.000 dòng, không phải danh sách đúng mẫu. Kiểm tra cột khóa của ánh xạ rồi chạy lại.',
  ],
  // the mapping
  CSV_MAPPING_MISSING: [
    'error',
    'Chưa có ánh xạ cột cho danh sách này (cơ sở và dòng tiêu đề). Mở “Ánh xạ cột CSV”, chọn cột nào là thông tin gì, lưu rồi chạy lại.',
  ],
  CSV_CUT_DIFFERS: [
    'error',
    'Khi tệp đến, các dòng được tách theo cách khác với ánh xạ hiện nay (gộp dòng cùng lượt khám). Thêm một dòng trống vào cuối tệp rồi gửi lại để tệp được tách theo ánh xạ mới.',
  ],
  CSV_KEY_MISSING: [
    'error',
    'Dòng không có giá trị ở các cột khóa nên không biết là lượt khám nào. Bổ sung trong phần mềm rồi gửi lại.',
  ],
  CSV_LINES_OF_TWO_PERSONS: [
    'error',
    '{nơi}: các dòng cùng một khóa lại ghi khác nhau về người bệnh. Kiểm tra cột khóa của ánh xạ hoặc sửa danh sách rồi gửi lại.',
  ],
  CSV_LINES_DISAGREE: [
    'warning',
    '{nơi}: các dòng của cùng lượt khám ghi khác nhau, đã lấy dòng đầu. Kiểm tra lại danh sách.',
  ],
  // values
  CSV_DATE_UNREADABLE: [
    'error',
    '{nơi} không đúng dạng ngày đã chọn trong ánh xạ. Sửa giá trị, hoặc thêm dạng ngày vào ánh xạ rồi chạy lại.',
  ],
  CSV_DATE_AMBIGUOUS: [
    'error',
    '{nơi} đọc được thành hai ngày khác nhau theo các dạng ngày của ánh xạ. Chỉ để lại một dạng trong ánh xạ rồi chạy lại.',
  ],
  CSV_DAY_WITHOUT_TIME: ['info', '{nơi} chỉ có ngày, không có giờ; ghi giờ 00:00 (không rõ giờ).'],
  CSV_SEX_UNKNOWN: [
    'error',
    '{nơi} không phải Nam, Nữ hay dạng viết đã biết. Thêm bảng đổi mã vào ánh xạ rồi chạy lại.',
  ],
  CSV_DECIMAL_UNREADABLE: [
    'error',
    '{nơi} không phải là số theo dấu thập phân đã chọn trong ánh xạ. Kiểm tra dấu phẩy, dấu chấm rồi chạy lại.',
  ],
  CSV_CODE_UNTRANSLATED: [
    'error',
    '{nơi} có mã chưa nằm trong bảng đổi mã của ánh xạ. Bổ sung mã vào ánh xạ rồi chạy lại.',
  ],
} as const satisfies Record<string, readonly [Severity, string]>

export type CsvProblemCode = keyof typeof sentences

/** Every code the CSV reader can report of its own, with its severity. */
export const csvProblemCodes: ReadonlyMap<CsvProblemCode, Severity> = new Map(
  Object.entries(sentences).map(([code, [severity]]) => [code as CsvProblemCode, severity]),
)

export interface CsvPlace {
  readonly table?: string
  readonly row?: number
  readonly field?: string
}

/** A sentence about a list; `{nơi}` is the column as the file calls it. */
export function csvProblem(code: CsvProblemCode, place: CsvPlace = {}, column = ''): MessageProblem {
  const [severity, sentence] = sentences[code]
  const words = column === '' ? `Bảng ${place.table}, ${place.field}` : `Cột “${column}”`
  return { code, severity, ...place, message: sentence.replace('{nơi}', () => words) }
}
