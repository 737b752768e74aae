import type { Problem } from '#foundation/result'

const incorrect = (code: string, message: string): Problem => ({ code, kind: 'incorrect', message })

/** Why a catalogue, a spreadsheet or a decision is turned away. */
export const catalogueProblems = {
  unknownList: {
    code: 'CATALOGUES_UNKNOWN_LIST',
    kind: 'not-found',
    message: 'Không có danh mục này. Chọn lại trong danh sách danh mục.',
  },
  unknownVersion: {
    code: 'CATALOGUES_UNKNOWN_VERSION',
    kind: 'not-found',
    message: 'Không có phiên bản này trong danh mục. Tải lại trang rồi chọn lại.',
  },
  bundledVersion: {
    code: 'CATALOGUES_BUNDLED_VERSION',
    kind: 'conflict',
    message: 'Phiên bản đi kèm phần mềm không hoàn tác được. Nhập một phiên bản mới để thay.',
  },
  alreadySo: {
    code: 'CATALOGUES_ALREADY_SO',
    kind: 'conflict',
    message: 'Phiên bản này đã ở trạng thái đó, có thể người khác vừa làm. Tải lại trang để xem.',
  },
  changedMeanwhile: {
    code: 'CATALOGUES_CHANGED_MEANWHILE',
    kind: 'conflict',
    message:
      'Danh mục vừa có phiên bản khác sau lúc bạn xem trước. Xem trước lại để so với bản mới rồi xác nhận.',
  },
  tooLarge: (megabytes: number): Problem =>
    incorrect(
      'CATALOGUES_FILE_TOO_LARGE',
      `Tệp lớn hơn giới hạn ${megabytes} MB (tính cả sau khi giải nén). Tách danh mục thành nhiều tệp rồi nhập bổ sung.`,
    ),
  tooManyRows: (rows: number): Problem =>
    incorrect(
      'CATALOGUES_TOO_MANY_ROWS',
      `Tệp có hơn ${rows.toLocaleString('vi-VN')} dòng. Tách danh mục thành nhiều tệp rồi nhập bổ sung.`,
    ),
  unreadable: incorrect(
    'CATALOGUES_UNREADABLE_FILE',
    'Không đọc được tệp. Hãy lưu lại từ Excel dưới dạng .xlsx hoặc CSV UTF-8 (không mật khẩu) rồi thử lại.',
  ),
  oldExcel: incorrect(
    'CATALOGUES_OLD_EXCEL',
    'Đây là tệp Excel đời cũ (.xls). Mở bằng Excel hoặc LibreOffice, lưu thành .xlsx rồi thử lại.',
  ),
  empty: incorrect(
    'CATALOGUES_EMPTY_FILE',
    'Tệp không có dòng dữ liệu nào. Kiểm tra lại trang tính đã chọn.',
  ),
  noSheet: incorrect('CATALOGUES_NO_SHEET', 'Tệp không có trang tính này. Chọn lại trang tính.'),
  columns: incorrect(
    'CATALOGUES_COLUMNS',
    'Chưa chọn cột mã và cột tên, hoặc cột đã chọn không có trong tệp. Chọn lại cột.',
  ),
  noRow: incorrect(
    'CATALOGUES_NO_GOOD_ROW',
    'Không có dòng nào dùng được. Xem lý do ở từng dòng rồi sửa tệp.',
  ),
  badRows: (rows: number): Problem => ({
    code: 'CATALOGUES_BAD_ROWS',
    kind: 'conflict',
    message: `Còn ${rows} dòng có lỗi. Sửa tệp rồi tải lại, hoặc đánh dấu đồng ý bỏ qua các dòng đó.`,
  }),
  nothingChanges: {
    code: 'CATALOGUES_NOTHING_CHANGES',
    kind: 'conflict',
    message: 'Tệp giống hệt danh mục đang có hiệu lực vào ngày đó: không có gì để nhập.',
  },
  unknownTarget: (code: string): Problem => ({
    code: 'CATALOGUES_UNKNOWN_TARGET',
    kind: 'conflict',
    message: `Mã ${code} không có trong danh mục đang có hiệu lực. Chọn lại mã đích.`,
  }),
  unknownLocalCode: {
    code: 'CATALOGUES_UNKNOWN_LOCAL_CODE',
    kind: 'not-found',
    message: 'Không còn mã nội bộ này trong hàng đợi. Tải lại trang rồi thử lại.',
  },
  nothingToUndo: {
    code: 'CATALOGUES_NOTHING_TO_UNDO',
    kind: 'conflict',
    message: 'Không có gì để hoàn tác: quyết định này đã được thay bằng quyết định mới hơn.',
  },
} as const satisfies Record<string, Problem | ((n: never) => Problem)>
