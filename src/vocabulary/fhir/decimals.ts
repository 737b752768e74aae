import type { Extension, Money, Quantity } from 'fhir/r4'
import { extensions } from './systems.ts'

/**
 * FHIR decimals keep their digits (R4 datatypes 2.24.0.1); JSON numbers in JavaScript do not. A text becomes a number
 * only when the number equals it; when it is written differently (`52.00`, `86,2`) the text stands in the extension
 * `sent-text` beside it, and when a number cannot hold it, only the text stands.
 */
export interface SentDecimal {
  readonly value?: number
  readonly extension?: Extension[]
}

const plain = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/

/** The number equal to a dot-decimal text, or undefined when there is none that a JSON number can hold exactly. */
export function exactNumber(text: string): number | undefined {
  const parts = plain.exec(text)
  if (!parts) return undefined
  const canonical = `${parts[1] === '-' ? '-' : ''}${parts[2]}${parts[3] ? `.${parts[3]}` : ''}`
  const value = Number(canonical)
  if (String(value) === canonical) return value
  return canonical === '-0' ? 0 : undefined
}

const sentText = (text: string): Extension => ({ url: extensions.sentText, valueString: text })

/** `normalised` is the dot-decimal reading of `sent`; they differ for a decimal comma. */
export function sentDecimal(sent: string, normalised: string = sent): SentDecimal {
  const value = exactNumber(normalised)
  if (value === undefined) return { extension: [sentText(sent)] }
  return String(value) === sent ? { value } : { value, extension: [sentText(sent)] }
}

export function moneyOf(text: string): Money {
  return { ...sentDecimal(text), currency: 'VND' }
}

/** A named amount inside a complex extension: a number when it is written like the text, else the text. */
export function amount(url: string, text: string): Extension {
  const value = exactNumber(text)
  return value !== undefined && String(value) === text
    ? { url, valueDecimal: value }
    : { url, valueString: text }
}

/** The exact text of a Money, Quantity or named amount, as sent. Null when there is none. */
export function decimalText(of: Money | Quantity | Extension | undefined): string | null {
  if (!of) return null
  if ('url' in of) return of.valueString ?? (of.valueDecimal === undefined ? null : String(of.valueDecimal))
  const sent = of.extension?.find((each) => each.url === extensions.sentText)?.valueString
  return sent ?? (of.value === undefined ? null : String(of.value))
}
