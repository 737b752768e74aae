/** The letters by which a message is cut, as its own MSH-1 and MSH-2 name them (HL7 v2.5.1, 2.5.4). */
export interface Separators {
  readonly field: string
  readonly component: string
  readonly repetition: string
  /** '' when the sender declares none: then nothing is escaped. */
  readonly escape: string
  readonly subcomponent: string
}

export const usualSeparators: Separators = {
  field: '|',
  component: '^',
  repetition: '~',
  escape: '\\',
  subcomponent: '&',
}

/** A separator is a printable sign that is neither a letter, a digit nor a quotation mark (which means "delete"). */
const isSign = (text: string) => /^[!#-/:-@[-`{-~]+$/.test(text)

/**
 * What the header declares. A shortened MSH-2 (`^~`) declares the rest as usual when still free, else as absent; the fifth
 * letter of v2.7 (truncation) is allowed and means nothing here. Null when the header cannot be one.
 */
export function readSeparators(header: string): Separators | null {
  const field = header[3]
  if (!field || !isSign(field)) return null
  const end = header.indexOf(field, 4)
  const declared = header.slice(4, end < 0 ? undefined : end)
  if (declared.length < 1 || declared.length > 5 || !isSign(declared)) return null
  if (new Set(declared).size !== declared.length) return null
  const usual = [
    usualSeparators.component,
    usualSeparators.repetition,
    usualSeparators.escape,
    usualSeparators.subcomponent,
  ]
  const taken = field + declared
  const [component, repetition, stroke, subcomponent] = usual.map(
    (sign, position) => declared[position] ?? (taken.includes(sign) ? '' : sign),
  ) as [string, string, string, string]
  return { field, component, repetition, escape: stroke, subcomponent }
}
