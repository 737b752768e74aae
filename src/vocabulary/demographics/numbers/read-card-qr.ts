import { fail, ok, type Result } from '#foundation/result'
import { type CitizenId, foldName, parseCitizenId, tidyName } from '#vocabulary/vietnam'
import { problems } from './numbers.problems.ts'

/** What the QR code on a chip card says. Anybody can print one: it is declared, not verified. */
export interface CardQr {
  readonly citizenNumber: CitizenId
  /** The CMND before, 9 or 12 digits; the only paper beside verification that ties the two numbers together. */
  readonly oldNumber: string | null
  readonly fullName: string
  /** yyyy-MM-dd; yyyy for old people whose papers know no more. */
  readonly birthDate: string
  readonly sex: 'male' | 'female' | 'unknown'
  readonly address: string | null
  /** yyyy-MM-dd, null when it cannot be read: nothing depends on it. */
  readonly issuedOn: string | null
}

/** The largest QR code holds 2,953 bytes; text beyond that came from no card. */
const LONGEST = 3000

/**
 * Seven fields divided by `|`: number, old CMND or nothing, name, birth ddMMyyyy, sex, address, issued ddMMyyyy (domain facts,
 * 2.1). Cards since 2024 append fields, among them relatives' numbers: they are left alone.
 */
export function readCardQr(text: string): Result<CardQr> {
  if (text.length > LONGEST) return fail(problems.cardQrForm)
  // Some scanners put the symbology before the text (ISO/IEC 15424: `]Q1`).
  const fields = text
    .trim()
    .replace(/^\uFEFF?\]Q\d/i, '')
    .split('|')
  if (fields.length < 7) return fail(problems.cardQrForm)
  const [number, old, name, birth, sex, address, issued] = fields.map((field) => tidyName(field))
  const citizenNumber = parseCitizenId(number!)
  if (!citizenNumber.ok) return fail(problems.cardQrNumber)
  if (!/\p{L}/u.test(name!)) return fail(problems.cardQrName)
  const birthDate = dayOf(birth!) ?? yearOf(birth!)
  if (birthDate === null) return fail(problems.cardQrBirthDate)
  return ok({
    citizenNumber: citizenNumber.value,
    oldNumber: /^(\d{9}|\d{12})$/.test(old!) ? old! : null,
    fullName: name!,
    birthDate,
    sex: sexOf(sex!),
    address: address || null,
    issuedOn: dayOf(issued!),
  })
}

/** ddMMyyyy, also with strokes as some scanners' software writes it; checked against the calendar. */
function dayOf(text: string): string | null {
  const parts = /^(\d{2})[/.-]?(\d{2})[/.-]?(\d{4})$/.exec(text)
  if (!parts) return null
  const [day, month, year] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  // Day 0 of the next month is the last of this one; years from 1900, or Date would read 99 as 1999.
  const exists = year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= lastDay(year, month)
  return exists ? `${parts[3]}-${parts[2]}-${parts[1]}` : null
}

const lastDay = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** A year alone, or with a day and month that nobody knew. */
const yearOf = (text: string): string | null => /^(?:0000)?((?:19|20)\d{2})$/.exec(text)?.[1] ?? null

function sexOf(text: string): CardQr['sex'] {
  const folded = foldName(text)
  return folded === 'nam' ? 'male' : folded === 'nu' ? 'female' : 'unknown'
}
