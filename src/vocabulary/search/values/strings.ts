import { foldText } from '../fold-text.ts'
import { isText } from './codings.ts'
import type { Json } from './walk.ts'

const addressParts = ['text', 'line', 'city', 'district', 'state', 'country', 'postalCode']
const nameParts = ['text', 'family', 'given', 'prefix', 'suffix']

/** The strings of a value as the sender wrote them: what `:exact` compares. */
export function textsOf(type: string, value: unknown): string[] {
  if (type !== 'HumanName' && type !== 'Address') return isText(value) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return (type === 'HumanName' ? nameParts : addressParts)
    .flatMap((name) => (value as Json)[name])
    .filter(isText)
}

/** No name is longer; what is longer is not a name and would cost a row a word. */
const mostWords = 12

/**
 * The folded strings whose beginnings are searched. Of names also every beginning of a word: a doctor types `Thu Hương`
 * for Nguyễn Thị Thu Hương, wherever the sender cut it into `given` (R4 leaves the fields of a name search to the server).
 */
export function foldedTextsOf(type: string, value: unknown): string[] {
  const texts = textsOf(type, value).map(foldText)
  if (type !== 'HumanName') return texts.length > 1 ? [...new Set(texts)] : texts
  const { text, family, given } = value as Json
  const whole = isText(text) ? text : [family, given].flat().filter(isText).join(' ')
  const starts = wordStarts(foldText(whole))
  for (const part of texts) if (!starts.some((start) => start.startsWith(part))) starts.push(part)
  return starts
}

function wordStarts(folded: string): string[] {
  if (folded === '') return []
  const starts = [folded]
  for (let at = folded.indexOf(' '); at >= 0 && starts.length < mostWords; at = folded.indexOf(' ', at + 1))
    starts.push(folded.slice(at + 1))
  return starts
}
