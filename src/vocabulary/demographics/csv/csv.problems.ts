import type { Problem } from '#foundation/result'

const incorrect = (code: string, message: string): Problem => ({ code, kind: 'incorrect', message })

export const problems = {
  columns: incorrect(
    'DEMOGRAPHICS_CSV_COLUMNS',
    'Dòng đầu của tệp phải có tên cột, cách nhau bằng dấu phẩy, trong đó có fullName và birthDate. Hãy lưu lại tệp dạng “CSV UTF-8 (dấu phẩy)” rồi thử lại.',
  ),
  broken: (line: number) =>
    incorrect(
      'DEMOGRAPHICS_CSV_BROKEN',
      `Không đọc tiếp được tệp sau dòng ${line}: dấu ngoặc kép không đóng hoặc dòng quá dài. Các dòng trước đã đọc xong.`,
    ),
  cells: (line: number, found: number, expected: number) =>
    incorrect(
      'DEMOGRAPHICS_CSV_CELLS',
      `Dòng ${line} có ${found} ô, dòng đầu có ${expected}. Ô có dấu phẩy bên trong phải đặt giữa hai dấu ngoặc kép.`,
    ),
  long: (line: number) =>
    incorrect(
      'DEMOGRAPHICS_CSV_LONG',
      `Dòng ${line} có ô dài hơn 2.000 ký tự. Hãy kiểm tra dấu ngoặc kép ở dòng này.`,
    ),
} as const
