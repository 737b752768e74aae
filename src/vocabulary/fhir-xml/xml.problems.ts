import type { Problem } from '#foundation/result'

/** One thing that is wrong, and the element it is about: `Patient.name[0].given[1]`. */
export interface XmlIssue {
  readonly path: string
  readonly message: string
}

/** Why a text could not be read. `issues` is empty when it is no XML at all. */
export type XmlProblem = Problem & { readonly issues: readonly XmlIssue[] }

export const xmlNamespaces = { fhir: 'http://hl7.org/fhir', xhtml: 'http://www.w3.org/1999/xhtml' } as const

export const xmlProblems = {
  malformed: (line: number, column: number) =>
    incorrect('FHIR_XML_MALFORMED', `Nội dung không đúng cú pháp XML tại dòng ${line}, cột ${column}.`),
  doctype: () =>
    incorrect(
      'FHIR_XML_DOCTYPE',
      'XML không được khai báo DOCTYPE hay ENTITY. Hãy bỏ phần khai báo rồi gửi lại.',
    ),
  tooDeep: (path: string) => incorrect('FHIR_XML_TOO_DEEP', `XML lồng nhau quá nhiều tầng tại ${path}.`),
  tooLong: () => incorrect('FHIR_XML_TOO_LONG', 'Nội dung XML quá dài. Hãy chia nhỏ rồi gửi lại.'),
  empty: () => incorrect('FHIR_XML_EMPTY', 'Nội dung XML trống.'),
  notFhir: (issues: readonly XmlIssue[]): XmlProblem => {
    const [first] = issues
    const others = issues.length > 1 ? ` Còn ${issues.length - 1} lỗi khác.` : ''
    return { ...incorrect('FHIR_XML_INCORRECT', `${first?.path}: ${first?.message}${others}`), issues }
  },
}

/** Names are repeated only when they look like names: a sentence must not carry what somebody put into a tag. */
export const quoted = (name: string): string =>
  /^[A-Za-z][\w:.-]{0,63}$/.test(name) ? `“${name}”` : 'có tên lạ'

export const xmlIssues = {
  namespace: (name: string) => `phần tử ${quoted(name)} không thuộc không gian tên ${xmlNamespaces.fhir}`,
  resource: (name: string) => `FHIR R4 không có loại tài nguyên ${quoted(name)}`,
  element: (name: string) => `FHIR R4 không có phần tử ${quoted(name)} ở đây`,
  attribute: (name: string) => `FHIR R4 không có thuộc tính ${quoted(name)} ở đây`,
  once: () => 'phần tử chỉ được xuất hiện một lần',
  text: () => 'không được có chữ nằm ngoài thuộc tính value',
  empty: () => 'phần tử phải có giá trị (value) hoặc phần mở rộng (extension)',
  emptyAttribute: (name: string) => `thuộc tính ${quoted(name)} không được để trống`,
  value: (type: string) => `giá trị không đúng kiểu ${type}`,
  slot: () => 'phải chứa đúng một tài nguyên',
  prefix: () => 'phần tường thuật (div) không được dùng tiền tố không gian tên',
}

const incorrect = (code: string, message: string): XmlProblem => ({
  code,
  kind: 'incorrect',
  message,
  issues: [],
})
