/**
 * What the reader of BHYT files reports itself (`#record/intake`, codes `BHYT_…`), for the one list that people read. The
 * sentence and severity are the reader's; source, examples and the auditor's number stand here.
 */
export interface ReaderCheck {
  readonly source: string
  readonly gatewayStop: string | null
  readonly pass: string
  readonly fail: string
}

const envelope = 'CV 1245/BHXH-CNTT (2024): cấu trúc tệp GIAMDINHHS'
const limit = 'secondary: giới hạn an toàn của hệ thống này'
const quirk = 'secondary: thói quen của phần mềm HIS thấy trong tệp thật'
const dates = 'QĐ 4750/QĐ-BYT (2023), phụ lục, dạng ngày giờ'
const stops = 'Danh mục lỗi chặn của hệ thống giám định BHXH'
const workbook = 'Bảng kiểm tra dữ liệu QĐ 4750 của cổng BHXH (2024)'
const xml = 'XML 1.0 (W3C)'
const own = 'secondary: quy ước của hệ thống này'

const row = (source: string, pass: string, fail: string, gatewayStop: string | null = null): ReaderCheck => ({
  source,
  gatewayStop,
  pass,
  fail,
})

export const readerChecks: Readonly<Record<string, ReaderCheck>> = {
  BHYT_FILE_EMPTY: row(envelope, 'tệp có GIAMDINHHS', 'tệp 0 byte'),
  BHYT_FILE_NOT_XML: row(envelope, 'tệp bắt đầu bằng <', 'tệp Word đổi đuôi .xml'),
  BHYT_DOCTYPE: row(limit, '<?xml version="1.0"?><GIAMDINHHS>', '<!DOCTYPE x [<!ENTITY a "b">]>'),
  BHYT_TOO_DEEP: row(limit, 'thẻ lồng đến 8 lớp', 'thẻ lồng hơn 64 lớp'),
  BHYT_TAG_TOO_LONG: row(limit, '<HOSO>', 'một thẻ mở dài hơn 64 kB'),
  BHYT_HEAD_TOO_LARGE: row(envelope, 'HOSO ngay sau DANHSACHHOSO', 'hơn 256 kB trước HOSO đầu tiên'),
  BHYT_ROOT_UNKNOWN: row(envelope, '<GIAMDINHHS>', '<HOADON>'),
  BHYT_TRUNCATED: row(xml, 'tệp kết thúc bằng </GIAMDINHHS>', 'tệp dừng giữa một HOSO'),
  BHYT_NO_RECORDS: row(envelope, 'DANHSACHHOSO có HOSO', '<DANHSACHHOSO/>'),
  BHYT_TAIL_TOO_LARGE: row(limit, 'sau HOSO cuối chỉ có chữ ký', 'hơn 256 kB ngoài các HOSO'),
  BHYT_COUNT_MISMATCH: row(envelope, 'SOLUONGHOSO 2, có 2 HOSO', 'SOLUONGHOSO 3, có 2 HOSO'),
  BHYT_TRAILING_CONTENT: row(xml, 'hết tệp sau </GIAMDINHHS>', '</GIAMDINHHS>abc'),
  BHYT_ENVELOPE_MALFORMED: row(xml, '<MACSKCB>99901</MACSKCB>', '<MACSKCB>99901</MACSKB>'),
  BHYT_FACILITY_MISSING: row(envelope, '<MACSKCB>99901</MACSKCB>', '<MACSKCB/>'),
  BHYT_CREATED_ON_FORMAT: row(envelope, 'NGAYLAP 20260815', 'NGAYLAP 15/08/2026'),
  BHYT_COUNT_FORMAT: row(envelope, 'SOLUONGHOSO 2', 'SOLUONGHOSO hai'),
  BHYT_RECORD_TOO_LARGE: row(limit, 'HOSO 30 kB', 'HOSO lớn hơn 8 MB'),
  BHYT_XML_BROKEN: row(xml, '<HO_TEN>A</HO_TEN>', '<HO_TEN>A</HOTEN>', '201'),
  BHYT_JSON_BROKEN: row('JSON (RFC 8259)', '{"SO": "1"}', '{"SO": "1"'),
  BHYT_TOO_MANY_ELEMENTS: row(limit, 'vài nghìn thẻ', 'hơn giới hạn thẻ của một hồ sơ'),
  BHYT_ENCODING_INVALID: row('QĐ 4750/QĐ-BYT (2023): mã hóa UTF-8', 'UTF-8', 'TCVN3 ghi là UTF-8'),
  BHYT_BASE64: row(envelope, 'NOIDUNGFILE là base64 đủ', 'NOIDUNGFILE bị cắt giữa chừng', '205'),
  BHYT_NO_XML1: row(
    'QĐ 4750/QĐ-BYT (2023), bảng 1: luôn gửi',
    'FILEHOSO có LOAIHOSO XML1',
    'chỉ có XML2 và XML3',
  ),
  BHYT_XML1_TWICE: row(
    'QĐ 4750/QĐ-BYT (2023), bảng 1: mỗi đợt một dòng',
    'một TONG_HOP',
    'hai TONG_HOP trong một HOSO',
  ),
  BHYT_TABLE_UNKNOWN: row(envelope, 'LOAIHOSO XML3', 'LOAIHOSO XML99'),
  BHYT_TABLE_MISPLACED: row(envelope, 'XML0 gửi tệp riêng', 'giấy báo tử nằm trong HOSO'),
  BHYT_TABLE_EMPTY: row(envelope, 'có thuốc thì gửi XML2', 'XML2 không có dòng nào'),
  BHYT_TABLE_NOT_IN_NORM: row(
    'Ngày hiệu lực của QĐ 4210, 4750, 3176',
    'XML7 trong hồ sơ năm 2026',
    'XML7 trong hồ sơ năm 2019',
  ),
  BHYT_PROBLEMS_CAPPED: row(own, 'vài điểm cần sửa', 'hơn 200 điểm cần sửa'),
  BHYT_KEY_MISSING: row(
    `${workbook}, bảng 1, chỉ tiêu 1, 4, 6, 7, 35, 58`,
    'MA_LK có giá trị',
    'MA_LK để trống',
  ),
  BHYT_VISIT_KEY_DIFFERS: row(
    'QĐ 4750/QĐ-BYT (2023): MA_LK nối các bảng',
    'mọi dòng cùng MA_LK',
    'dòng XML3 có MA_LK khác XML1',
  ),
  BHYT_VISIT_KEY_TOO_LONG: row(limit, 'MA_LK dưới 100 ký tự', 'MA_LK hơn 255 ký tự'),
  BHYT_FACILITY_MISMATCH: row(
    envelope,
    'MACSKCB và MA_CSKCB cùng 99901',
    'MACSKCB 99901, MA_CSKCB 99902',
    '402',
  ),
  BHYT_FACILITY_FROM_ENVELOPE: row(envelope, 'MA_CSKCB 99901', 'MA_CSKCB để trống'),
  BHYT_FACILITY_FORMAT: row(`${stops}, mã 10`, 'MA_CSKCB 99901', 'MA_CSKCB BV01', '10'),
  BHYT_DATE_FORMAT: row(dates, 'NGAY_VAO 202608150830', 'NGAY_VAO 15/08/2026', '15, 18, 19, 21, 23, 24, 27'),
  BHYT_DATE_IMPOSSIBLE: row(
    dates,
    'NGAY_RA 202602280900',
    'NGAY_RA 202602300900',
    '15, 18, 19, 21, 23, 24, 27',
  ),
  BHYT_DISCHARGE_BEFORE_ADMISSION: row(
    `${stops}, mã 24`,
    'vào 08:30, ra 09:45',
    'vào 08:30, ra 07:00',
    '23, 24',
  ),
  BHYT_MONEY_FORMAT: row('QĐ 4750/QĐ-BYT (2023): dấu chấm thập phân', 'T_BHTT 19997.50', 'T_BHTT 19.997,50'),
  BHYT_QUANTITY_FORMAT: row('QĐ 4750/QĐ-BYT (2023), bảng 2, chỉ tiêu 18', 'SO_LUONG 14', 'SO_LUONG 14 viên'),
  BHYT_NUMBER_FORMAT: row('QĐ 4750/QĐ-BYT (2023), kiểu dữ liệu số', 'SO_NGAY_DTRI 4', 'SO_NGAY_DTRI 4 ngày'),
  BHYT_REQUIRED_MISSING: row(workbook, 'LY_DO_VV có chữ', 'LY_DO_VV để trống'),
  BHYT_DISTRICT_EMPTY: row(
    'Chính quyền hai cấp từ 01/07/2025',
    'MAHUYEN_CU_TRU 760 năm 2024',
    'MAHUYEN_CU_TRU trống năm 2026',
  ),
  BHYT_TOO_LONG: row(
    'QĐ 4750/QĐ-BYT (2023), kích thước tối đa',
    'MA_BENH_CHINH J20.9',
    'MA_BENH_CHINH hơn 7 ký tự',
  ),
  BHYT_VALUE_TOO_LONG: row(limit, 'DIEN_BIEN_LS vài trang', 'DIEN_BIEN_LS hơn 1 triệu ký tự'),
  BHYT_CODE_UNKNOWN: row(
    `Danh mục mã của QĐ 4750; ${stops}`,
    'GIOI_TINH 2',
    'GIOI_TINH 9',
    '1, 16, 22, 25, 26, 37, 38, 40',
  ),
  BHYT_LEADING_ZERO_LOST: row(quirk, 'MATINH_CU_TRU 01', 'MATINH_CU_TRU 1'),
  BHYT_CITIZEN_ID_FORMAT: row(`${workbook}, SO_CCCD`, 'SO_CCCD 079190999001', 'SO_CCCD 0791-909'),
  BHYT_CARD_FORMAT: row(`${stops}, mã 17`, 'MA_THE_BHYT GD4797999000001', 'MA_THE_BHYT GD479', '17'),
  BHYT_CARD_LISTS_UNEQUAL: row(`${stops}, mã 20`, '2 thẻ, 2 ngày bắt đầu', '2 thẻ, 1 ngày bắt đầu', '20'),
  BHYT_FIELD_DIFFERS: row(
    'QĐ 4750/QĐ-BYT (2023): trường phải bằng XML1',
    'HO_TEN ở XML13 như XML1',
    'HO_TEN ở XML13 khác XML1',
  ),
  BHYT_FIELD_TWICE: row(xml, 'mỗi thẻ một lần', 'hai thẻ HO_TEN trong một dòng'),
  BHYT_FIELD_UNKNOWN: row('QĐ 4750/QĐ-BYT (2023), danh sách chỉ tiêu', 'HO_TEN', 'GHI_CHU_NOI_BO'),
  BHYT_ORDER_AFTER_DISCHARGE: row(quirk, 'y lệnh 08:50, ra 09:45', 'y lệnh 10:00, ra 09:45'),
  BHYT_BIRTH_AFTER_ADMISSION: row(dates, 'sinh 1990, vào 2026', 'sinh 2027, vào 2026', '15'),
  BHYT_WEIGHT_PLACEHOLDER: row(quirk, 'CAN_NANG 52.00', 'CAN_NANG 0.01'),
  BHYT_NUL_CHARACTER: row(xml, 'chữ thường', 'có ký tự số 0'),
  BHYT_QUIRK_UNESCAPED: row(xml, 'sốt &lt; 38', 'sốt < 38 viết thẳng'),
  BHYT_QUIRK_INNER_BOM: row(quirk, 'bảng bắt đầu bằng <?xml', 'bảng bắt đầu bằng BOM'),
  BHYT_QUIRK_DECLARED_UTF16: row(quirk, 'encoding="utf-8"', 'encoding="utf-16" với chữ UTF-8'),
  BHYT_QUIRK_UTF16: row(quirk, 'UTF-8', 'UTF-16 thật'),
  BHYT_QUIRK_WINDOWS_1258: row(quirk, 'UTF-8', 'Windows-1258'),
  BHYT_QUIRK_ENCODING_NAME: row(quirk, 'encoding="utf-8"', 'encoding="tieng-viet"'),
  BHYT_QUIRK_NFD: row(quirk, 'chữ dựng sẵn (NFC)', 'chữ tổ hợp (NFD)'),
  BHYT_QUIRK_INLINE_TABLE: row(envelope, 'NOIDUNGFILE base64', 'NOIDUNGFILE chứa thẳng XML'),
  BHYT_QUIRK_BARE_TABLE: row(envelope, 'TONG_HOP trong GIAMDINHHS', 'tệp chỉ có TONG_HOP'),
  BHYT_QUIRK_BASE64_LINES: row(quirk, 'base64 liền một dòng', 'base64 ngắt dòng 76 ký tự'),
  BHYT_QUIRK_BASE64_PADDING: row(quirk, 'base64 đủ dấu =', 'base64 thiếu dấu ='),
  BHYT_QUIRK_BASE64_URL: row(quirk, 'base64 với + và /', 'base64 với - và _'),
  BHYT_QUIRK_TABLE_NAME: row(quirk, 'LOAIHOSO XML1', 'LOAIHOSO xml01'),
  BHYT_QUIRK_TABLE_BY_ROOT: row(quirk, 'LOAIHOSO XML2 chứa thuốc', 'LOAIHOSO XML2 chứa dịch vụ'),
  BHYT_QUIRK_KEY_AS_ATTRIBUTE: row(quirk, '<MA_LK>1</MA_LK>', '<TONG_HOP MA_LK="1">'),
  BHYT_QUIRK_FIELD_NAME: row(quirk, '<MA_VAT_TU>', '<MAVATTU>'),
  BHYT_QUIRK_NESTING: row(quirk, 'các trường ngay trong dòng', 'thêm một lớp thẻ bọc'),
  BHYT_QUIRK_DECIMAL_COMMA: row(quirk, 'GIA_TRI 86.2', 'GIA_TRI 86,2'),
  BHYT_QUIRK_LEADING_ZERO: row(quirk, 'MA_LOAI_KCB 01', 'MA_LOAI_KCB 1'),
  BHYT_QUIRK_CARD_SPACES: row(quirk, 'GD4797999000001', 'gd 4 79 7999000001'),
  BHYT_QUIRK_BIRTH_DATE: row(dates, 'NGAY_SINH 199003150000', 'NGAY_SINH 19900315'),
  BHYT_QUIRK_DATE_LENGTH: row(dates, 'NGAY_VAO 202608150830', 'NGAY_VAO 20260815083015'),
  BHYT_QUIRK_DATE_ZERO: row(quirk, 'NGAY_TTOAN để trống', 'NGAY_TTOAN 000000000000'),
  BHYT_QUIRK_CONTROL_CHARACTER: row(xml, 'chữ thường', 'có ký tự điều khiển'),
  BHYT_QUIRK_NO_END_TAG: row(xml, '</HOSO> trước HOSO sau', 'thiếu </HOSO>'),
}
