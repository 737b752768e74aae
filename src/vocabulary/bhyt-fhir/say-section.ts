import type { Norm } from '#vocabulary/bhyt'
import { icd10Name, nameOf } from '#vocabulary/catalogues'
import type { PaperSection, PaperValues } from './papers.types.ts'
import { saySentTime, unsayTime } from './times.ts'

const childSex: Readonly<Record<string, string>> = { 1: 'Nam', 2: 'Nữ', 3: 'Chưa xác định' }
const dash = ' – '

function diseaseLines(values: PaperValues, fields: readonly string[]): string | undefined {
  const lines: string[] = []
  for (const field of fields)
    for (const part of values[field]?.split(';') ?? []) {
      const code = part.trim()
      const name = code && icd10Name(code)
      if (code) lines.push(name ? `${code} ${name}` : code)
    }
  return lines.join('\n') || undefined
}

/** The text of a section, as a person reads it; undefined when its fields were not sent. */
export function saySection(section: PaperSection, values: PaperValues): string | undefined {
  const { kind, fields } = section
  const [first, second] = fields.map((field) => values[field])
  switch (kind) {
    case 'text':
      return first ?? second
    case 'time':
      return first && saySentTime(first)
    case 'span':
      return [first, second].flatMap((each) => (each ? [saySentTime(each)] : [])).join(dash) || undefined
    case 'name':
      return first && (nameOf(section.list!, first) ?? first)
    case 'yes':
      return first === '1' ? 'Có' : undefined
    case 'sex':
      return first && childSex[first]
    case 'join':
      return [first, second].filter(Boolean).join(section.separator) || undefined
    case 'issued':
      return [first && saySentTime(first), second].filter(Boolean).join(', ') || undefined
    case 'diseases':
      return diseaseLines(values, fields)
  }
}

/**
 * What the fields of a section were, as far as its text says. Where this is not what was sent, the sender's own value
 * stands in a box beside the text.
 */
export function unsaySection(section: PaperSection, text: string, norm: Norm): PaperValues {
  const { kind, fields } = section
  const [first, second] = fields as [string, string]
  const two = (separator: string, read: (part: string) => string = (part) => part): PaperValues => {
    const at = text.indexOf(separator)
    if (at < 0) return { [first]: read(text) }
    return { [first]: read(text.slice(0, at)), [second]: text.slice(at + separator.length) }
  }
  switch (kind) {
    case 'text':
      return { [second && (norm === '4750' || norm === '4210') ? second : first]: text }
    case 'time':
      return { [first]: unsayTime(text) }
    case 'span': {
      const both = two(dash, unsayTime)
      return both[second] === undefined ? both : { ...both, [second]: unsayTime(both[second]) }
    }
    case 'name':
      return {}
    case 'yes':
      return { [first]: '1' }
    case 'sex':
      return { [first]: Object.keys(childSex).find((code) => childSex[code] === text) }
    case 'join':
      return two(section.separator!)
    case 'issued':
      return two(', ', unsayTime)
    case 'diseases':
      return {}
  }
}

/** The name of the box of a section's n-th field. */
export const boxOf = (section: PaperSection, index: number): string =>
  index === 0 ? section.code : `${section.code}-${index + 1}`
