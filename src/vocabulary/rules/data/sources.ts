/** Where rules come from, said the same way each time (bhyt-xml.md of the reference pack says how sure each is). */

/** A field of the annex, which was read as the spreadsheet of QĐ 4750 (bhyt-xml.md §5). */
export const annex = (table: number, item: number | string) =>
  `QĐ 4750/QĐ-BYT (2023), phụ lục, bảng ${table}, chỉ tiêu ${item}`
/** What the gateway's validation workbook of 2024 asks. */
export const workbook = (table: number | string) =>
  `Bảng kiểm tra dữ liệu QĐ 4750 của cổng BHXH (2024), bảng ${table}`
/** The audit system's hard stops, era of QĐ 4210. */
export const audit = (stop: number | string) => `Danh mục lỗi chặn của hệ thống giám định BHXH, mã ${stop}`
export const money = 'QĐ 4750/QĐ-BYT (2023), phụ lục, công thức tính tiền của bảng 2 và bảng 3'
export const routes = 'QĐ 3276/QĐ-BYT (2025), phụ lục 1, danh mục đối tượng KCB'
export const whoSex = 'ICD-10 (WHO), tập 2, mục 3.1.5, danh mục mã chỉ dùng cho một giới'
export const whoAsterisk = 'ICD-10 (WHO), tập 2, mục 3.1.3 và 3.1.5, hệ thống mã dao găm và hoa thị'
export const citizenNumber = 'Thông tư 59/2021/TT-BCA, cấu trúc số định danh cá nhân'
/** Nobody wrote it down: it follows from what the words mean. */
export const inferred = 'secondary: suy ra từ ý nghĩa của trường, không có điều khoản riêng'
export const seenInFiles =
  'secondary: lỗi thường gặp trong tệp thật, tổng hợp từ nơi báo lỗi công khai của các phần mềm HIS'
