import type { SearchParam } from '../search.types.ts'
import { tokens } from '../tokens.ts'
import { codingReader, isText } from '../values/codings.ts'
import { dateReader } from '../values/dates.ts'
import { measureReader, unitKey } from '../values/numbers.ts'
import { canonicalOf, identifierOf, pointerReader } from '../values/references.ts'
import { foldedTextsOf } from '../values/strings.ts'
import { compileWalk, type Json, type Place, placeOf, type Walk } from '../values/walk.ts'
import { compositeEnd } from './composite.ts'
import { type Draft, limit } from './draft.ts'

export type Extractor = (resource: Json, draft: Draft) => void

/** The closure that writes what a parameter finds in a resource. */
export function compileParam(param: SearchParam): Extractor {
  const walks = param.walks.map((walk) => {
    const place = placeOf(walk)
    return compileWalk<Draft>(place.path, endOf(param, place))
  })
  const [only] = walks
  if (only && walks.length === 1)
    return (resource, draft) => {
      draft.begin()
      only(resource, resource, draft)
    }
  return (resource, draft) => {
    draft.begin()
    for (const walk of walks) walk(resource, resource, draft)
  }
}

function endOf(param: SearchParam, place: Place): Walk<Draft> {
  switch (param.type) {
    case 'token':
      return tokenEnd(param, place)
    case 'reference':
      return referenceEnd(param, place)
    case 'uri':
      return uriEnd(param, place)
    case 'string':
      return stringEnd(param, place)
    case 'date':
      return dateEnd(param, place)
    case 'number':
    case 'quantity':
      return measureEnd(param, place)
    case 'composite':
      return compositeEnd(param)
    case 'special':
      return positionEnd(param)
  }
}

function tokenEnd({ code, bit }: SearchParam, { type }: Place): Walk<Draft> {
  const read = codingReader<Draft>(type, (system, value, draft) => {
    if (system !== undefined) draft.token(tokens.coding(code, system, value))
    draft.token(tokens.anyCoding(code, value))
  })
  if (type !== 'Identifier')
    return (value, _root, draft) => {
      draft.mark(bit)
      read(value, draft)
    }
  return (value, _root, draft) => {
    draft.mark(bit)
    read(value, draft)
    typedIdentifier(code, value as Json, draft)
  }
}

/** For `:of-type`: the identifier together with each coding of its type. */
function typedIdentifier(param: string, { type, value }: Json, draft: Draft): void {
  if (!isText(value) || typeof type !== 'object' || type === null) return
  const { coding } = type as Json
  if (!Array.isArray(coding)) return
  for (const each of coding as (Json | null)[])
    if (isText(each?.system) && isText(each.code))
      draft.token(tokens.ofType(param, each.system, each.code, value))
}

function referenceEnd({ code, bit, isPatientColumn }: SearchParam, { type }: Place): Walk<Draft> {
  const read = pointerReader(type)
  return (value, _root, draft) => {
    draft.mark(bit)
    const pointer = read(value, draft.base)
    if (pointer) {
      const { target, version } = pointer
      const isOwnPatient = isPatientColumn && draft.patient !== null && target === `Patient/${draft.patient}`
      if (!isOwnPatient) draft.token(tokens.reference(code, target))
      if (version !== undefined) draft.token(tokens.reference(code, `${target}|${version}`))
    }
    if (type !== 'Reference') return
    const identifier = identifierOf(value)
    if (identifier) draft.token(tokens.referenceIdentifier(code, identifier.system, identifier.value))
  }
}

const uriEnd =
  ({ code, bit }: SearchParam, { type }: Place): Walk<Draft> =>
  (value, _root, draft) => {
    if (!isText(value)) return
    draft.mark(bit)
    draft.token(tokens.uri(code, value))
    // Asked without a version, a canonical of any version is meant (FHIR R4 3.1.1.4.13).
    if (type === 'canonical') draft.token(tokens.uri(code, canonicalOf(value).target))
  }

const stringEnd =
  ({ bit, number }: SearchParam, { type }: Place): Walk<Draft> =>
  (value, _root, draft) => {
    const texts = foldedTextsOf(type, value)
    if (texts.length === 0) return
    const isFirst = !draft.has(bit)
    draft.mark(bit)
    for (const text of texts) {
      const row = { param: number, text }
      if (isFirst || !draft.strings.some((each) => each.param === number && each.text === text))
        draft.strings.push(row)
    }
  }

function dateEnd({ bit, number, isMainDate }: SearchParam, { type }: Place): Walk<Draft> {
  const read = dateReader(type)
  return (value, _root, draft) => {
    const range = read(value)
    if (!range) return
    draft.mark(bit)
    if (isMainDate) draft.main = range
    else draft.dates.push({ param: number, lo: limit(range.lo), hi: limit(range.hi) })
  }
}

function measureEnd({ bit, number }: SearchParam, { type }: Place): Walk<Draft> {
  const read = measureReader(type)
  return (value, _root, draft) => {
    draft.mark(bit)
    const measure = read(value)
    if (measure) draft.numbers.push({ param: number, lo: measure.lo, hi: measure.hi, code: unitKey(measure) })
  }
}

/** `near`: latitude and longitude of a place. */
const positionEnd =
  ({ bit, number }: SearchParam): Walk<Draft> =>
  (value, _root, draft) => {
    const { latitude, longitude } = value as Json
    if (typeof latitude !== 'number' || typeof longitude !== 'number') return
    draft.mark(bit)
    draft.numbers.push({ param: number, lo: latitude, hi: longitude, code: null })
  }
