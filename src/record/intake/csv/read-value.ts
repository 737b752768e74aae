import { isDay } from '#vocabulary/bhyt'
import { foldName } from '#vocabulary/vietnam'

/** `yyyyMMdd`, with `00` for a day or month that was not given, and the clock time when it was. */
export interface ReadDate {
  readonly day: string
  readonly time: string | null
}

export type DateAnswer =
  | { readonly ok: true; readonly value: ReadDate }
  | { readonly ok: false; readonly reason: 'unreadable' | 'ambiguous' }

interface Compiled {
  readonly pattern: RegExp
  readonly words: readonly string[]
}

const words: Readonly<Record<string, string>> = {
  yyyy: '(\\d{4})',
  yy: '(\\d{2})',
  MM: '(\\d{2})',
  M: '(\\d{1,2})',
  dd: '(\\d{2})',
  d: '(\\d{1,2})',
  HH: '(\\d{2})',
  H: '(\\d{1,2})',
  mm: '(\\d{2})',
  m: '(\\d{1,2})',
  ss: '(\\d{2})',
  s: '(\\d{1,2})',
}

const compiled = new Map<string, Compiled>()

function compile(format: string): Compiled {
  let found = compiled.get(format)
  if (!found) {
    const order: string[] = []
    const source = format.replace(/yyyy|yy|MM|M|dd|d|HH|H|mm|m|ss|s|[^A-Za-z]|[A-Za-z]/g, (piece) => {
      const word = words[piece]
      if (word) order.push(piece)
      return word ?? (/\s/.test(piece) ? '\\s+' : piece.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
    })
    found = { pattern: new RegExp(`^${source}$`), words: order }
    if (compiled.size < 500) compiled.set(format, found)
  }
  return found
}

/** Reads a date in one of the forms. Two forms that give two days are no answer: nobody may guess a birthday. */
export function readDate(text: string, formats: readonly string[]): DateAnswer {
  let found: ReadDate | null = null
  for (const format of formats) {
    const read = format === 'excel' ? excelDay(text) : readForm(text.trim(), compile(format))
    if (!read) continue
    if (found && (found.day !== read.day || found.time !== read.time))
      return { ok: false, reason: 'ambiguous' }
    found = read
  }
  return found ? { ok: true, value: found } : { ok: false, reason: 'unreadable' }
}

function readForm(text: string, { pattern, words: order }: Compiled): ReadDate | null {
  if (text.length > 40) return null
  const m = pattern.exec(text)
  if (!m) return null
  const part = (letter: string) => {
    const at = order.findIndex((word) => word[0] === letter)
    return at < 0 ? null : m[at + 1]!
  }
  const year = part('y')
  if (year === null) return null
  const whole = year.length === 2 ? String(2000 + Number(year)) : year
  const [month, day] = [part('M'), part('d')]
  if (!isDay(Number(whole), Number(month ?? 1), Number(day ?? 1)) || (day !== null && month === null))
    return null
  const [hour, minute, second] = [part('H'), part('m'), part('s')]
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return null
  const two = (piece: string | null) => (piece ?? '0').padStart(2, '0')
  return {
    day: `${whole}${two(month)}${two(day)}`,
    time: hour === null ? null : `${two(hour)}${two(minute)}`,
  }
}

/** A spreadsheet's day number; the fraction is the time of day. */
function excelDay(text: string): ReadDate | null {
  if (!/^\d{5}(\.\d{1,12})?$/.test(text.trim())) return null
  const minutes = Math.round(Number(text) * 1440)
  const at = new Date(Date.UTC(1899, 11, 30) + minutes * 60_000).toISOString()
  return {
    day: at.slice(0, 10).replaceAll('-', ''),
    time: text.includes('.') ? at.slice(11, 16).replace(':', '') : null,
  }
}

const sexWords: Readonly<Record<string, string>> = {
  '1': '1',
  nam: '1',
  m: '1',
  male: '1',
  trai: '1',
  ong: '1',
  '2': '2',
  nu: '2',
  f: '2',
  female: '2',
  gai: '2',
  ba: '2',
  '3': '3',
  khac: '3',
  other: '3',
  'chua xac dinh': '3',
  'khong xac dinh': '3',
}

/** BHYT's 1, 2, 3 for the words people write; null for others (0 is male in one system and female in the next). */
export const readSex = (text: string): string | null => sexWords[foldName(text)] ?? null

/** A number with its decimal sign as a dot; null when groups of thousands or signs do not fit. */
export function readDecimal(text: string, comma: boolean): string | null {
  const tidy = text.replace(/[\s\u00a0]/g, '')
  const [group, point] = comma ? ['\\.', ','] : [',', '\\.']
  const m = new RegExp(`^([+-]?)(\\d{1,3}(?:${group}\\d{3})+|\\d{1,30})(?:${point}(\\d{1,12}))?$`).exec(tidy)
  if (!m) return null
  return `${m[1] === '-' ? '-' : ''}${m[2]!.replace(/[.,]/g, '')}${m[3] ? `.${m[3]}` : ''}`
}
