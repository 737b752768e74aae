import type { Annotation, CodeableConcept, Coding, Extension, Period } from 'fhir/r4'
import { icd10Name, tidyIcd10 } from '#vocabulary/catalogues'
import { codeSystems } from '#vocabulary/fhir'
import { type Hl7Segment, hl7DateTime } from '#vocabulary/hl7v2'
import { tidyName } from '#vocabulary/vietnam'

/** A value, or undefined when it is empty or `""` (HL7's "delete this"): the message says what there is now. */
export const text = (value: string): string | undefined =>
  value === '' || value === '""' ? undefined : value

/** HL7 table 0396 and what senders write for it → FHIR's names of code systems. */
const systems: Readonly<Record<string, string>> = {
  LN: codeSystems.loinc,
  LOINC: codeSystems.loinc,
  I10: codeSystems.icd10,
  ICD10: codeSystems.icd10,
  'ICD-10': codeSystems.icd10,
  I9C: codeSystems.icd9cm,
  SCT: 'http://snomed.info/sct',
  SNM: 'http://snomed.info/sct',
  UCUM: codeSystems.ucum,
  CVX: 'http://hl7.org/fhir/sid/cvx',
}

/** `HL70162`: a table of HL7 itself. */
const tableOf = (name: string) =>
  /^HL7\d{4}$/i.test(name) ? `http://terminology.hl7.org/CodeSystem/v2-${name.slice(3)}` : null

/** A code of a list the facility keeps for itself: one system for each facility and name of list. */
const localSystem = (facilityCode: string, name: string) =>
  `https://mach.vn/fhir/CodeSystem/local/${facilityCode}${name ? `/${encodeURIComponent(name)}` : ''}`

/** Where the code, its alternate and the second alternate (since v2.7) begin. */
const places = [1, 4, 10]

/** CE, CWE: code, text, system, and the same once more in another system; the code of a shared list stands first. */
export function conceptOf(
  segment: Hl7Segment,
  field: number,
  facilityCode: string,
  repetition = 1,
): CodeableConcept | undefined {
  const codings: Coding[] = []
  for (const start of places) {
    const code = text(segment.get(field, start, repetition))
    if (code === undefined) continue
    const display = text(segment.get(field, start + 1, repetition))
    const name = segment.get(field, start + 2, repetition)
    codings.push(codingOf(code, display, name, facilityCode))
  }
  if (codings.length > 1) codings.sort((a, b) => Number(isLocal(a)) - Number(isLocal(b)))
  const words =
    text(segment.get(field, 9, repetition)) ??
    text(segment.get(field, 2, repetition)) ??
    text(segment.get(field, 5, repetition))
  if (codings.length === 0 && words === undefined) return undefined
  return {
    ...(codings.length ? { coding: codings } : {}),
    text: words ?? codings[0]!.display ?? codings[0]!.code!,
  }
}

const isLocal = (coding: Coding) => coding.system!.startsWith('https://mach.vn/fhir/CodeSystem/local/')

function codingOf(sent: string, display: string | undefined, name: string, facilityCode: string): Coding {
  // A FHIR code has no white space at its ends and single blanks inside (R4 2.24.0.1).
  const plain = sent.replace(/\s+/g, ' ').trim()
  const system = systems[name.toUpperCase()] ?? tableOf(name) ?? localSystem(facilityCode, name)
  const code = system === codeSystems.icd10 ? tidyIcd10(plain) : plain
  const shown = display ?? (system === codeSystems.icd10 ? icd10Name(code) : null)
  return { system, code, ...(shown ? { display: shown } : {}) }
}

/**
 * XPN, XCN names in the order sent: Vietnamese software writes họ, tên đệm, tên into components 1, 2, 3, or all into one.
 * Only a name that declares family-first assembly (XPN.11 = F) with its given name before the middle one is turned.
 */
export function personName(
  segment: Hl7Segment,
  field: number,
  from: number,
  repetition = 1,
): string | undefined {
  const part = (at: number) => text(segment.get(field, from + at, repetition, at === 0 ? 1 : undefined)) ?? ''
  const [family, second, third] = [part(0), part(1), part(2)]
  const standard = from === 1 && segment.get(field, 11, repetition) === 'F'
  const name = tidyName((standard ? [family, third, second] : [family, second, third]).join(' '))
  return name === '' ? undefined : name
}

export const xcnName = (segment: Hl7Segment, field: number, repetition: number) =>
  personName(segment, field, 2, repetition)

/** A point in time of a field, as FHIR writes it. */
export const timeOf = (segment: Hl7Segment | undefined, field: number): string | undefined =>
  (segment && hl7DateTime(segment.get(field, 1, 1, 1))) ?? undefined

/** FHIR R4 per-1: an end before its start is not said. */
export function periodOf(start: string | undefined, end: string | undefined): Period | undefined {
  if (!start && !end) return undefined
  const length = Math.min(start?.length ?? 0, end?.length ?? 0)
  const backwards = start && end && end.slice(0, length) < start.slice(0, length)
  return { ...(start ? { start } : {}), ...(end && !backwards ? { end } : {}) }
}

/** All repetitions of a text field, a line each; text whose separators were not escaped stays whole. */
export function linesOf(segment: Hl7Segment, field: number): string {
  const lines: string[] = []
  const count = segment.count(field)
  for (let repetition = 1; repetition <= count; repetition++) lines.push(segment.whole(field, repetition))
  return lines.join('\n').trim()
}

/** The NTE behind a segment, up to the next segment of another kind. */
export function notesBehind(segments: readonly Hl7Segment[], at: number): Annotation[] {
  const notes: Annotation[] = []
  for (let next = at + 1; segments[next]?.name === 'NTE'; next++) {
    const words = text(linesOf(segments[next]!, 3))
    if (words) notes.push({ text: words })
  }
  return notes
}

export const extended = (list: readonly (Extension | undefined)[]): { extension?: Extension[] } => {
  const sent = list.filter((each): each is Extension => each !== undefined)
  return sent.length ? { extension: sent } : {}
}
