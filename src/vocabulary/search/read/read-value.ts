import { fail, ok, type Result } from '#foundation/result'
import { foldText } from '../fold-text.ts'
import { isSearchType } from '../load-params.ts'
import { type Expected, searchProblems } from '../search.problems.ts'
import type { Modifier, SearchParam, SearchValue } from '../search.types.ts'
import { isoOf, readDate } from '../values/dates.ts'
import { plainReference } from '../values/references.ts'
import { placeOf } from '../values/walk.ts'
import { readNumber, readPrefix } from './read-number.ts'
import { splitAt, unescaped } from './split.ts'

export interface ValueContext {
  /** As the sender wrote it, for problems. */
  readonly name: string
  readonly modifier: Modifier | null
  /** `subject:Patient=1` */
  readonly type?: string
  readonly base: string
  readonly now: Date
}

/** Reads one value of an OR list, escapes still in it. */
export function readValue(param: SearchParam, text: string, context: ValueContext): Result<SearchValue> {
  const value = readOne(param, text, context)
  if (typeof value === 'object') return ok(value)
  return fail(searchProblems.value(context.name, value))
}

type Read = SearchValue | Expected

function readOne(param: SearchParam, text: string, context: ValueContext): Read {
  switch (param.type) {
    case 'number':
      return number(text)
    case 'date':
      return dateValue(unescaped(text), context.now) ?? 'date'
    case 'string':
      return string(unescaped(text))
    case 'token':
      return context.modifier === 'of-type' ? ofType(text) : token(text, param)
    case 'reference':
      return reference(param, text, context)
    case 'quantity':
      return quantity(text)
    case 'uri':
      return { kind: 'uri', uri: unescaped(text) }
    case 'composite':
      return composite(param, text, context)
    case 'special':
      return near(text)
  }
}

function number(text: string): Read {
  const [prefix, rest] = readPrefix(text)
  const read = readNumber(rest, prefix)
  return read ? { kind: 'number', prefix, ...read } : 'number'
}

type DateValue = Extract<SearchValue, { kind: 'date' }>

/** `ap` of a date: a tenth of the time between now and then to either side (FHIR R4 3.1.1.4.5). */
export function dateValue(text: string, now: Date): DateValue | null {
  const [prefix, rest] = readPrefix(text)
  const written = readDate(rest)
  if (!written) return null
  const { at, width } = written
  const room = prefix === 'ap' ? Math.abs(now.getTime() - at) / 10 : 0
  return { kind: 'date', prefix, lo: isoOf(at - room), hi: isoOf(at + width + room) }
}

export const string = (text: string): Extract<SearchValue, { kind: 'string' }> => ({
  ...{ kind: 'string', text },
  folded: foldText(text),
})

const noSystems = { systems: [] }

/** A system that the element's type implies is left out: the element itself does not name it. */
export function token(
  text: string,
  { systems }: Pick<SearchParam, 'systems'> = noSystems,
): Extract<SearchValue, { kind: 'token' }> | 'token' {
  const [first = '', ...more] = splitAt(text, '|')
  const plain = unescaped(text)
  if (more.length === 0) return first === '' ? 'token' : { kind: 'token', code: plain, text: plain }
  const system = unescaped(first)
  const code = unescaped(more.join('|'))
  if (system === '' && code === '') return 'token'
  if (code !== '' && systems.includes(system)) return { kind: 'token', code, text: plain }
  return { kind: 'token', system, ...(code === '' ? {} : { code }), text: plain }
}

function ofType(text: string): Read {
  const [system = '', code = '', value = '', ...more] = splitAt(text, '|').map(unescaped)
  if (more.length > 0 || !system || !code || !value) return 'of-type'
  return { kind: 'of-type', system, code, value }
}

const absolute = /^[A-Za-z][A-Za-z0-9+.-]*:/
const relative = /^([A-Z][A-Za-z]*)\/([A-Za-z0-9\-.]{1,64})$/
export const logicalId = /^[A-Za-z0-9\-.]{1,64}$/

export function reference(param: SearchParam, raw: string, { modifier, type, base }: ValueContext): Read {
  if (modifier === 'identifier') {
    const asked = token(raw)
    if (asked === 'token') return 'token'
    const { system, code } = asked
    return { kind: 'reference', identifier: { system, code } }
  }
  const text = unescaped(raw)
  if (param.walks.every((walk) => isCanonical(placeOf(walk).type))) return { kind: 'reference', url: text }
  const plain = plainReference(text, base)
  const match = relative.exec(plain)
  if (match && isSearchType(match[1]!)) return { kind: 'reference', type: match[1]!, id: match[2]! }
  if (absolute.test(plain)) return { kind: 'reference', url: plain }
  if (!logicalId.test(plain)) return 'reference'
  const only = type ?? (param.targets.length === 1 ? param.targets[0] : undefined)
  return only === undefined ? { kind: 'reference', id: plain } : { kind: 'reference', type: only, id: plain }
}

const isCanonical = (type: string) => type === 'canonical' || type === 'uri'

function quantity(text: string): Read {
  const [first = '', ...more] = splitAt(text, '|').map(unescaped)
  const [prefix, rest] = readPrefix(first)
  const read = readNumber(rest, prefix)
  if (!read || more.length > 2) return 'quantity'
  const [system, code] = more.length === 1 ? [undefined, more[0]] : more
  return {
    ...{ kind: 'quantity', prefix, ...read },
    ...(system ? { system } : {}),
    ...(code ? { code } : {}),
  }
}

function composite(param: SearchParam, text: string, context: ValueContext): Read {
  const parts = splitAt(text, '$')
  if (parts.length !== param.components.length) return 'composite'
  const read: SearchValue[] = []
  for (const [i, part] of param.components.entries()) {
    const value = parts[i] === '' ? 'composite' : readOne(part, parts[i]!, { ...context, modifier: null })
    if (typeof value !== 'object') return 'composite'
    read.push(value)
  }
  return { kind: 'composite', parts: read }
}

/** UCUM codes that people use for distances, in metres; `mi` as some clients write it. */
const units: Readonly<Record<string, number>> = {
  ...{ km: 1000, m: 1, '[mi_us]': 1609.347, '[mi_i]': 1609.344, mi: 1609.344 },
}
/** Without a distance: as far as an ambulance goes. */
const usualDistance = 50
const farthest = 20_100_000

/** `latitude|longitude|distance|unit` (FHIR R4, Location search). */
function near(text: string): Read {
  const parts = splitAt(text, '|').map(unescaped)
  const [latitude, longitude] = parts.slice(0, 2).map(degrees)
  const distance = parts[2] ? degrees(parts[2]) : usualDistance
  const unit = Object.hasOwn(units, parts[3] || 'km') ? units[parts[3] || 'km'] : undefined
  if (latitude === undefined || longitude === undefined || unit === undefined || parts.length > 4)
    return 'special'
  if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180) || !(distance >= 0)) return 'special'
  return { kind: 'near', latitude, longitude, metres: Math.min(farthest, distance * unit) }
}

const degrees = (text: string): number => readNumber(text, 'eq')?.value ?? Number.NaN
