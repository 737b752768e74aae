import type { Problem } from '#foundation/result'

const incorrect = (code: string, message: string): Problem => ({ code, kind: 'incorrect', message })

export const problems = {
  brokenCases: (line: number) =>
    incorrect(
      'POPULATION_CASES_BROKEN',
      `Không đọc tiếp được tệp sau dòng ${line}: dấu ngoặc kép không đóng hoặc dòng quá dài. Các dòng trước đã đọc xong.`,
    ),
  noCase: (line: number) =>
    incorrect(
      'POPULATION_CSV_CASE',
      `Dòng ${line} không phải là một trường hợp khó đã biết. Hãy kiểm tra lại tệp.`,
    ),
} as const
