import { escapeText } from './escapes.ts'
import { type Separators, usualSeparators } from './separators.ts'

/** A component: its text, or its subcomponents. */
export type ComponentToWrite = string | readonly string[]
/** A field: a text, its components, or its repetitions (each a list of components). */
export type FieldToWrite =
  | string
  | readonly ComponentToWrite[]
  | { readonly repetitions: readonly (readonly ComponentToWrite[])[] }

/** A segment: its name and its fields by position. MSH-1 and MSH-2 are written by themselves. */
export interface SegmentToWrite {
  readonly name: string
  readonly fields: Readonly<Record<number, FieldToWrite | undefined>>
}

/** Writes a message; the first segment is the header. Texts are escaped, segments end with CR (v2.5.1, 2.6). */
export function buildHl7(
  segments: readonly SegmentToWrite[],
  separators: Separators = usualSeparators,
): string {
  return segments.map((segment) => `${segmentText(segment, separators)}\r`).join('')
}

function segmentText({ name, fields }: SegmentToWrite, separators: Separators): string {
  const last = Math.max(0, ...Object.keys(fields).map(Number))
  const isHeader = name === 'MSH'
  const parts: string[] = []
  for (let position = isHeader ? 3 : 1; position <= last; position++)
    parts.push(fieldText(fields[position], separators))
  const { field, component, repetition, escape: stroke, subcomponent } = separators
  const start = isHeader ? [`${name}${field}${component}${repetition}${stroke}${subcomponent}`] : [name]
  return [...start, ...parts].join(field)
}

function fieldText(sent: FieldToWrite | undefined, separators: Separators): string {
  if (sent === undefined) return ''
  if (typeof sent === 'string') return escapeText(sent, separators)
  if ('repetitions' in sent)
    return sent.repetitions.map((each) => componentsText(each, separators)).join(separators.repetition)
  return componentsText(sent, separators)
}

const componentsText = (components: readonly ComponentToWrite[], separators: Separators): string =>
  withoutTail(
    components.map((each) =>
      typeof each === 'string'
        ? escapeText(each, separators)
        : withoutTail(each.map((piece) => escapeText(piece, separators))).join(separators.subcomponent),
    ),
  ).join(separators.component)

/** Empty pieces at the end are not written. */
function withoutTail(pieces: readonly string[]): readonly string[] {
  let end = pieces.length
  while (end > 0 && pieces[end - 1] === '') end--
  return pieces.slice(0, end)
}
