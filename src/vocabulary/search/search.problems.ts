import type { Problem } from '#foundation/result'
import type { SearchParamType } from './search.types.ts'

/** What a value of each kind looks like, for the sender. Never the value itself: it may be a name or a number of a person. */
const expected: Record<SearchParamType | 'of-type' | 'missing' | 'value-set' | 'coded' | 'id', string> = {
  number: 'cần một số, ví dụ 5.4 hoặc gt100',
  date: 'cần một ngày giờ dạng YYYY, YYYY-MM, YYYY-MM-DD hoặc YYYY-MM-DDThh:mm:ss+07:00, có thể kèm tiền tố như ge',
  string: 'cần một chuỗi chữ',
  token: 'cần một mã dạng “mã”, “hệ|mã”, “|mã” hoặc “hệ|”',
  reference: 'cần một tham chiếu dạng “id”, “Loại/id” hoặc một URL',
  composite: 'cần các phần nối nhau bằng dấu $, đủ số phần và đúng kiểu của từng phần',
  quantity: 'cần một số lượng dạng “5.4”, “5.4|hệ|mã đơn vị” hoặc “5.4||đơn vị”',
  uri: 'cần một URI',
  special: 'cần dạng “vĩ độ|kinh độ|khoảng cách|đơn vị”, đơn vị là km, m hoặc [mi_us]',
  'of-type': 'cần dạng “hệ của loại|mã loại|giá trị”, đủ ba phần',
  missing: 'cần true hoặc false',
  'value-set': 'cần URL của một tập giá trị',
  coded: 'cần mã kèm hệ mã, dạng “hệ|mã”',
  id: 'cần id gồm tối đa 64 chữ, số, dấu chấm và gạch nối',
}
export type Expected = keyof typeof expected

const short = (name: string) => (name.length > 80 ? `${name.slice(0, 80)}…` : name)
const incorrect = (code: string, message: string): Problem => ({ code, kind: 'incorrect', message })

export const searchProblems = {
  type: (type: string): Problem => ({
    code: 'SEARCH_TYPE_UNKNOWN',
    kind: 'incorrect',
    message: `FHIR R4 không có loại “${short(type)}”.`,
  }),
  value: (name: string, kind: Expected): Problem =>
    incorrect('SEARCH_VALUE', `Tham số “${short(name)}” ${expected[kind]}.`),
  option: (name: string, expectedValues: string): Problem =>
    incorrect('SEARCH_OPTION', `Tham số “${short(name)}” cần ${expectedValues}.`),
  tooManyValues: (name: string, most: number): Problem =>
    incorrect(
      'SEARCH_TOO_MANY_VALUES',
      `Tham số “${short(name)}” có quá nhiều giá trị: tối đa ${most}. Hãy chia thành nhiều lần tìm.`,
    ),
  tooManyConditions: (most: number): Problem =>
    incorrect(
      'SEARCH_TOO_MANY_CONDITIONS',
      `Câu tìm có quá nhiều điều kiện: tối đa ${most}. Hãy chia thành nhiều lần tìm.`,
    ),
  tooDeep: (name: string, most: number): Problem =>
    incorrect(
      'SEARCH_CHAIN_TOO_LONG',
      `Tham số “${short(name)}” nối qua quá nhiều tài nguyên: tối đa ${most} bước.`,
    ),
  chainType: (name: string): Problem =>
    incorrect(
      'SEARCH_CHAIN_TYPE',
      `Tham số “${short(name)}” có thể trỏ tới mọi loại tài nguyên: hãy ghi rõ loại, ví dụ subject:Patient.name.`,
    ),
  valueSet: (name: string): Problem => ({
    code: 'SEARCH_VALUE_SET',
    kind: 'unsupported',
    message: `Tham số “${short(name)}” hỏi một tập giá trị mà hệ thống không có hoặc không liệt kê được hết mã.`,
  }),
  filter: (at: number): Problem =>
    incorrect('SEARCH_FILTER_SYNTAX', `Tham số “_filter” sai cú pháp ở ký tự thứ ${at}.`),
  filterParam: (name: string): Problem =>
    incorrect('SEARCH_FILTER_PARAM', `Tham số “_filter”: không có tham số “${short(name)}” ở loại được hỏi.`),
  filterOperator: (name: string, operator: string): Problem =>
    incorrect(
      'SEARCH_FILTER_OPERATOR',
      `Tham số “_filter”: không dùng được phép so sánh “${short(operator)}” cho “${short(name)}”.`,
    ),
} as const

/** Why a parameter was not understood; the reader of the answer sees it behind the parameter's name. */
export const reasons = {
  unknown: (type: string) => `loại ${short(type)} không có tham số tìm kiếm này`,
  contained: 'máy chủ không tìm riêng trong các tài nguyên nằm trong tài nguyên khác (contained)',
  unknownInSome: 'không phải loại nào được hỏi cũng có tham số tìm kiếm này',
  modifier: (modifier: string) => `không dùng được “:${short(modifier)}” với tham số này`,
  type: 'địa chỉ đã nêu một loại khác',
  empty: 'không có giá trị',
  notReference: 'chỉ tham số kiểu tham chiếu mới nối tiếp được bằng dấu chấm',
  include: 'cần dạng “Loại:tham số” hoặc “Loại:tham số:Loại đích”, tham số kiểu tham chiếu',
  revincludeAll: 'quá rộng: hãy ghi loại, ví dụ Provenance:*',
  sort: (code: string) => `không sắp xếp được theo “${short(code)}”`,
  terminology: 'nơi này không tra được hệ mã',
  list: 'chỉ nhận id của một danh sách đã lưu',
  has: 'cần dạng “_has:Loại:tham số tham chiếu:tham số”',
} as const
