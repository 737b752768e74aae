import { fail, ok, type Result } from '#foundation/result'
import { fhirProblems } from './fhir.problems.ts'
import type { FhirProblem } from './fhir-problem.ts'
import { bestRange } from './media-range.ts'
import { lastOf, type Pair } from './read-pairs.ts'

export type Format = 'json' | 'xml'

/** How an answer is written down; what is in it is another matter (`view.ts`). */
export interface Output {
  readonly format: Format
  readonly pretty: boolean
}

export const jsonOutput: Output = { format: 'json', pretty: false }
const plainJson: Result<Output, never> = ok(jsonOutput)

/** Names of formats, as `_format` and media ranges say them (FHIR R4, http 3.1.0.1.10). */
const formats: Readonly<Record<string, Format>> = {
  json: 'json',
  'application/fhir+json': 'json',
  'application/json': 'json',
  'application/json+fhir': 'json',
  'text/json': 'json',
  xml: 'xml',
  'application/fhir+xml': 'xml',
  'application/xml': 'xml',
  'application/xml+fhir': 'xml',
  'text/xml': 'xml',
  'application/*': 'json',
  'text/*': 'xml',
  '*/*': 'json',
}

/** `_format` first, then `Accept`; 406 when neither leaves a format we write. */
export function readOutput(pairs: readonly Pair[], accept: string | undefined): Result<Output, FhirProblem> {
  const given = pairs.length === 0 ? undefined : lastOf(pairs, '_format')
  const pretty = pairs.length > 0 && lastOf(pairs, '_pretty') === 'true'
  if (given === undefined && !pretty && isPlainJson(accept)) return plainJson
  const format = given ? formatNamed(given) : accept ? bestOf(accept) : 'json'
  return format ? ok({ format, pretty }) : fail(fhirProblems.notAcceptable)
}

/** What nearly every client sends, told without taking the header apart. */
const isPlainJson = (accept: string | undefined) =>
  accept === undefined ||
  accept === '*/*' ||
  accept === 'application/fhir+json' ||
  accept === 'application/json'

/** `application/fhir+json` in a query often arrives with its `+` unescaped, which reads as a space. */
function formatNamed(text: string): Format | null {
  const [name = '', ...parameters] = text.toLowerCase().split(';')
  if (!isVersionFine(parameters)) return null
  return formatOf(name.trim().replace(' ', '+'))
}

const formatOf = (name: string): Format | null => (Object.hasOwn(formats, name) ? formats[name]! : null)

const bestOf = (accept: string): Format | null =>
  bestRange(accept, (name, parameters) => (isVersionFine(parameters) ? formatOf(name) : null))

/** `fhirVersion=4.0`: another release of FHIR is not spoken here. */
const isVersionFine = (parameters: readonly string[]) =>
  parameters.every((parameter) => {
    const [name = '', value = ''] = parameter.trim().split('=')
    return name.toLowerCase() !== 'fhirversion' || /^"?4\.0(\.\d+)?"?$/.test(value)
  })

/** Does it say FHIR by name, not only JSON or XML? */
export const isFhirMedia = (contentType: string | undefined): boolean =>
  /^application\/(fhir\+(json|xml)|(json|xml)\+fhir)\s*(;|$)/i.test(contentType?.trim() ?? '')

/** What a body is, by its Content-Type; null: not for this server. */
export type Media = 'json' | 'xml' | 'json-patch' | 'form' | 'other'

const medias: Readonly<Record<string, Media>> = {
  'application/json-patch+json': 'json-patch',
  'application/x-www-form-urlencoded': 'form',
}

export function mediaOf(contentType: string | undefined): Media {
  if (contentType === 'application/fhir+json' || contentType === 'application/json') return 'json'
  const [name = '', ...parameters] = (contentType ?? '').toLowerCase().split(';', 10)
  const charset = parameters.find((parameter) => parameter.trim().startsWith('charset='))
  if (charset && !/^\s*charset="?(utf-?8|us-ascii)"?\s*$/.test(charset)) return 'other'
  if (!isVersionFine(parameters)) return 'other'
  const bare = name.trim()
  if (Object.hasOwn(medias, bare)) return medias[bare]!
  return bare.includes('*') ? 'other' : (bare.includes('/') && formatOf(bare)) || 'other'
}
