import type { Attachment, Observation, Quantity, Range } from 'fhir/r4'
import { parseDecimal } from '#vocabulary/bhyt'
import { exactNumber } from '#vocabulary/fhir'
import { type Hl7Segment, hl7DateTime, hl7Time } from '#vocabulary/hl7v2'
import { measured, unitOf } from '../values.ts'
import { conceptOf, linesOf, text } from './fields.ts'

type Value = Pick<
  Observation,
  | 'valueQuantity'
  | 'valueString'
  | 'valueCodeableConcept'
  | 'valueDateTime'
  | 'valueTime'
  | 'valueRange'
  | 'valueRatio'
>

/** OBX-5 by the type OBX-2 names. Undefined when there is no value or it is a file (`attachmentOf`). */
export function observedValue(obx: Hl7Segment, facilityCode: string): Value | undefined {
  const whole = text(linesOf(obx, 5))
  if (whole === undefined) return undefined
  const unit = text(obx.get(6))
  switch (obx.get(2)) {
    case 'NM':
      return numberOr(whole, unit)
    case 'SN':
      return structured(obx, unit) ?? { valueString: withUnit(whole, unit) }
    case 'ST':
      // Laboratories write `86,2` and `<0.5` as ST; with a unit beside it that is a measurement.
      return unit ? numberOr(whole, unit) : { valueString: whole }
    case 'CE':
    case 'CWE':
    case 'CNE':
    case 'CF': {
      const concept = obx.count(5) === 1 ? conceptOf(obx, 5, facilityCode) : undefined
      return concept ? { valueCodeableConcept: concept } : { valueString: whole }
    }
    case 'TS':
    case 'DTM':
    case 'DT': {
      const at = hl7DateTime(obx.get(5, 1, 1, 1))
      return at ? { valueDateTime: at } : { valueString: whole }
    }
    case 'TM': {
      const at = hl7Time(obx.get(5))
      return at ? { valueTime: at } : { valueString: whole }
    }
    case 'ED':
    case 'RP':
      return undefined
    default:
      return { valueString: withUnit(whole, unit) }
  }
}

function numberOr(sent: string, unit: string | undefined): Value {
  const value = measured(sent, unit)
  return value.quantity ? { valueQuantity: value.quantity } : { valueString: withUnit(sent, unit) }
}

/** Words keep the unit sent beside them. */
const withUnit = (words: string, unit: string | undefined) =>
  unit && !words.includes(unit) ? `${words} ${unit}` : words

/** SN: comparator ^ number ^ separator ^ number: `>^100`, `^1^-^5`, `^1^:^128`. */
function structured(obx: Hl7Segment, unit: string | undefined): Value | undefined {
  const [comparator, first, separator, second] = [1, 2, 3, 4].map((part) => obx.get(5, part)) as [
    string,
    string,
    string,
    string,
  ]
  if (second === '' && separator === '') {
    const { quantity } = measured(`${comparator}${first}`, unit)
    return quantity ? { valueQuantity: quantity } : undefined
  }
  const low = quantityOf(first, unit)
  const high = quantityOf(second, unit)
  if (!low || !high || comparator !== '') return undefined
  if (separator === '-') return low.value! <= high.value! ? { valueRange: { low, high } } : undefined
  if (separator !== ':' && separator !== '/') return undefined
  return { valueRatio: { numerator: { value: low.value! }, denominator: { value: high.value! } } }
}

function quantityOf(sent: string, unit: string | undefined): Quantity | undefined {
  const parsed = parseDecimal(sent)
  const value = parsed.ok ? exactNumber(parsed.value) : undefined
  return value === undefined ? undefined : { value, ...(unit ? unitOf(unit) : {}) }
}

/** OBX-7: the words as sent, and `3.5-5.1` also as numbers. */
export function referenceRangeOf(obx: Hl7Segment): Observation['referenceRange'] {
  const sent = text(obx.whole(7))
  if (!sent) return undefined
  const unit = text(obx.get(6))
  const parts = /^\s*(-?[\d.,]+)\s*(?:-|–|to|đến)\s*(-?[\d.,]+)\s*$/.exec(sent)
  const low = parts && quantityOf(parts[1]!.replace(',', '.'), unit)
  const high = parts && quantityOf(parts[2]!.replace(',', '.'), unit)
  const range: Range = low && high && low.value! <= high.value! ? { low, high } : {}
  return [{ ...range, text: sent }]
}

/** Larger ones stay in the message as sent: a resource of many megabytes helps nobody. */
const mostBase64 = 4_000_000

/** ED: source ^ type ^ subtype ^ encoding ^ data (v2.5.1, 2.A.24); RP: pointer ^ application ^ type ^ subtype. */
export function attachmentOf(obx: Hl7Segment): Attachment | undefined {
  const title = text(obx.get(3, 2))
  const named = title ? { title } : {}
  const kind = obx.get(2)
  const contentType = contentTypeOf(obx.get(5, kind === 'ED' ? 2 : 3), obx.get(5, kind === 'ED' ? 3 : 4))
  if (kind === 'RP') {
    const url = obx.get(5, 1)
    return /^https?:\/\/\S+$/.test(url) ? { ...named, ...contentType, url } : undefined
  }
  if (kind !== 'ED') return undefined
  const data = obx.get(5, 5).replace(/\s+/g, '')
  if (data === '' || data.length > mostBase64) return undefined
  const coding = obx.get(5, 4).toUpperCase()
  if (coding === 'BASE64')
    return data.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(data)
      ? { ...named, ...contentType, data }
      : undefined
  if (coding === 'HEX')
    return /^([0-9A-Fa-f]{2})+$/.test(data)
      ? { ...named, ...contentType, data: Buffer.from(data, 'hex').toString('base64') }
      : undefined
  return textAttachment(obx.get(5, 5), title)
}

export const textAttachment = (words: string, title: string | undefined): Attachment => ({
  ...(title ? { title } : {}),
  contentType: 'text/plain; charset=utf-8',
  data: Buffer.from(words).toString('base64'),
})

/** HL7 tables 0191 and 0291: `AP^PDF`, `IM^JPEG`, or the two halves of a MIME type. */
function contentTypeOf(type: string, subtype: string): { contentType?: string } {
  const [kind, sub] = [type.toLowerCase(), subtype.toLowerCase()]
  if (/^[a-z]+\/[a-z0-9.+-]+$/.test(kind)) return { contentType: kind }
  if (!/^[a-z0-9.+-]+$/.test(sub)) return {}
  if (sub === 'pdf') return { contentType: 'application/pdf' }
  if (['jpeg', 'jpg', 'png', 'gif', 'tiff'].includes(sub))
    return { contentType: `image/${sub === 'jpg' ? 'jpeg' : sub}` }
  const known = ['application', 'text', 'image', 'audio', 'video']
  return known.includes(kind) ? { contentType: `${kind}/${sub}` } : {}
}
