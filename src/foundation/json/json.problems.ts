import type { Problem } from '#foundation/result'

/** What can be wrong with a JSON text. `at` ("dòng 3, cột 14") says where; a sentence never repeats what was sent. */
export const jsonProblems = {
  empty: (): Problem => incorrect('JSON_EMPTY', 'Nội dung JSON trống.'),
  byteOrderMark: (): Problem =>
    incorrect(
      'JSON_BYTE_ORDER_MARK',
      'Nội dung bắt đầu bằng dấu BOM. Hãy lưu lại dưới dạng UTF-8 không có BOM rồi gửi lại.',
    ),
  syntax: (at: string): Problem =>
    incorrect('JSON_SYNTAX', `Nội dung không đúng cú pháp JSON tại ${at}. Hãy sửa rồi gửi lại.`),
  cutShort: (at: string): Problem =>
    incorrect('JSON_CUT_SHORT', `Nội dung JSON bị cắt giữa chừng tại ${at}. Hãy gửi lại đầy đủ.`),
  tooDeep: (at: string, limit: number): Problem =>
    incorrect('JSON_TOO_DEEP', `Nội dung JSON lồng nhau quá ${limit} tầng tại ${at}.`),
  duplicateKey: (at: string): Problem =>
    incorrect(
      'JSON_DUPLICATE_KEY',
      `Một trường xuất hiện hai lần trong cùng một đối tượng JSON tại ${at}. Hãy giữ lại một.`,
    ),
  loneSurrogate: (at: string): Problem =>
    incorrect('JSON_LONE_SURROGATE', `Có nửa ký tự Unicode (surrogate) đứng một mình tại ${at}.`),
  numberTooLarge: (at: string): Problem =>
    incorrect('JSON_NUMBER_TOO_LARGE', `Số tại ${at} lớn quá mức máy tính biểu diễn được.`),
  tooManyNumbers: (limit: number): Problem =>
    incorrect(
      'JSON_TOO_MANY_NUMBERS',
      `Có hơn ${limit} số viết không ở dạng rút gọn (như 1.0). Hãy chia nhỏ nội dung rồi gửi lại.`,
    ),
  notUtf8: (at: string): Problem =>
    incorrect(
      'JSON_NOT_UTF8',
      `Nội dung không phải UTF-8 tại ${at}. Hãy lưu lại dưới dạng UTF-8 rồi gửi lại.`,
    ),
  tooLong: (): Problem => incorrect('JSON_TOO_LONG', 'Nội dung quá dài. Hãy chia nhỏ rồi gửi lại.'),
}

const incorrect = (code: string, message: string): Problem => ({ code, kind: 'incorrect', message })
