import type { Problem } from '#foundation/result'

const incorrect = (code: string, message: string): Problem => ({ code, kind: 'incorrect', message })

export const problems = {
  columns: incorrect(
    'POPULATION_CSV_COLUMNS',
    'Dòng đầu của tệp phải có tên cột, trong đó có fullName và birthDate. Hãy kiểm tra lại tệp.',
  ),
  broken: (line: number) =>
    incorrect(
      'POPULATION_CSV_BROKEN',
      `Không đọc tiếp được tệp sau dòng ${line}: dấu ngoặc kép không đóng hoặc dòng quá dài. Các dòng trước đã đọc xong.`,
    ),
  noCase: (line: number) =>
    incorrect(
      'POPULATION_CSV_CASE',
      `Dòng ${line} không phải là một trường hợp khó đã biết. Hãy kiểm tra lại tệp.`,
    ),
} as const
