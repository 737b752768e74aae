import { isBase64, isCode, isId, isOid, isUri, isUuid, textFault } from './lexical.ts'
import { type DateFault, faultOfDate, faultOfDateTime, faultOfInstant, isTime } from './read-date.ts'

/** How a primitive is written: its JSON type, and what is wrong with a value of that type (null: nothing). */
export interface PrimitiveRule {
  readonly json: 'string' | 'number' | 'boolean'
  readonly faultOf: (value: never) => string | null
}

const text = (faultOf: (value: string) => string | null): PrimitiveRule => ({ json: 'string', faultOf })
const number = (faultOf: (value: number) => string | null): PrimitiveRule => ({ json: 'number', faultOf })

const lexical = (holds: (value: string) => boolean, advice: string): PrimitiveRule =>
  text((value) => (holds(value) ? null : advice))

const whole = (least: number, advice: string): PrimitiveRule =>
  number((value) => (Number.isInteger(value) && value >= least && value <= 2_147_483_647 ? null : advice))

function dateAdvice(fault: DateFault, form: string): string | null {
  if (fault === null) return null
  if (fault === 'calendar') return 'Ngày này không có trong lịch; xem lại năm, tháng, ngày.'
  if (fault === 'zone') return 'Có giờ thì phải có múi giờ ở cuối, ví dụ +07:00 hoặc Z.'
  return form
}

const uri = lexical(isUri, 'Không phải URI: không được rỗng và không được có khoảng trắng.')
const string = text(textFault)

/** FHIR R4 datatypes 2.24.0.1. A type that is not here is not a primitive. */
export const primitiveRules: Readonly<Record<string, PrimitiveRule>> = {
  boolean: { json: 'boolean', faultOf: () => null },
  integer: whole(-2_147_483_648, 'Phải là số nguyên trong khoảng 32 bit.'),
  unsignedInt: whole(0, 'Phải là số nguyên không âm.'),
  positiveInt: whole(1, 'Phải là số nguyên lớn hơn 0.'),
  decimal: number((value) => (Number.isFinite(value) ? null : 'Số quá lớn, không lưu được.')),
  string,
  markdown: string,
  code: lexical(
    isCode,
    'Mã không được rỗng, không có khoảng trắng ở hai đầu hoặc hai khoảng trắng liền nhau.',
  ),
  id: lexical(isId, 'Định danh chỉ gồm chữ cái không dấu, chữ số, dấu - và dấu chấm, dài 1 đến 64 ký tự.'),
  uri,
  url: uri,
  canonical: uri,
  oid: lexical(isOid, 'OID phải có dạng urn:oid:1.2.3.'),
  uuid: lexical(isUuid, 'UUID phải có dạng urn:uuid: kèm 36 ký tự viết thường.'),
  base64Binary: lexical(isBase64, 'Không phải dữ liệu base64.'),
  date: text((value) => dateAdvice(faultOfDate(value), 'Ngày phải viết dạng 2026, 2026-02 hoặc 2026-02-28.')),
  dateTime: text((value) =>
    dateAdvice(faultOfDateTime(value), 'Thời điểm phải viết dạng 2026-02-28 hoặc 2026-02-28T08:30:00+07:00.'),
  ),
  instant: text((value) =>
    dateAdvice(faultOfInstant(value), 'Thời điểm phải đủ ngày, giờ, múi giờ: 2026-02-28T08:30:00+07:00.'),
  ),
  time: lexical(isTime, 'Giờ phải viết dạng 08:30:00, không kèm múi giờ.'),
  // Judged by the narrative scanner where it stands; here only that it is text.
  xhtml: text((value) => (value.length > 0 ? null : 'Phần trình bày không được rỗng.')),
}
