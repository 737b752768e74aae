import type { Json } from './walk.ts'

/** Called for each coding of a value; `system` is undefined where the data type has none or the sender gave none. */
export type OnCoding<S> = (system: string | undefined, code: string, sink: S) => void

/** Reader of one data type as codings (the table of FHIR R4 3.1.1.4.10). */
export function codingReader<S>(type: string, on: OnCoding<S>): (value: unknown, sink: S) => void {
  switch (type) {
    case 'CodeableConcept':
      return (value, sink) => {
        const { coding } = value as Json
        if (Array.isArray(coding)) for (let i = 0; i < coding.length; i++) readCoding(coding[i], sink, on)
      }
    case 'Coding':
      return (value, sink) => readCoding(value, sink, on)
    case 'Identifier':
      return (value, sink) => {
        const { system, value: text } = value as Json
        if (isText(text)) on(isText(system) ? system : undefined, text, sink)
      }
    case 'ContactPoint':
      return (value, sink) => {
        const text = (value as Json).value
        if (isText(text)) on(undefined, text, sink)
      }
    case 'boolean':
      return (value, sink) => {
        if (typeof value === 'boolean') on(undefined, value ? 'true' : 'false', sink)
      }
    default:
      return (value, sink) => {
        if (isText(value)) on(undefined, value, sink)
      }
  }
}

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

function readCoding<S>(value: unknown, sink: S, on: OnCoding<S>): void {
  if (typeof value !== 'object' || value === null) return
  const { system, code } = value as Json
  if (isText(code)) on(isText(system) ? system : undefined, code, sink)
}

/** What `:text` searches of a coded value: CodeableConcept.text, Coding.display, Identifier.type.text. */
export function displaysOf(type: string, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const json = value as Json
  const codings = (concept: Json): unknown[] =>
    Array.isArray(concept.coding) ? concept.coding.map((coding) => (coding as Json | null)?.display) : []
  const found =
    type === 'CodeableConcept'
      ? [json.text, ...codings(json)]
      : type === 'Coding'
        ? [json.display]
        : type === 'Identifier' && typeof json.type === 'object' && json.type !== null
          ? [(json.type as Json).text, ...codings(json.type as Json)]
          : []
  return found.filter(isText)
}
