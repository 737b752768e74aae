import type { Parameters, ParametersParameter } from 'fhir/r4'
import { fail, ok } from '#foundation/result'
import { readCoding } from './code-system.ts'
import { isObject, type Json, objects, textOf } from './read-json.ts'
import { problems } from './terminology.problems.ts'
import type { CodingInput, TerminologyOperation, TerminologyResult } from './terminology.types.ts'

type Kind = 'text' | 'boolean' | 'integer' | 'Coding' | 'CodeableConcept' | 'resource' | 'parts'

interface OperationParameters {
  readonly [name: string]: Kind
}

const validate: OperationParameters = {
  url: 'text',
  code: 'text',
  display: 'text',
  coding: 'Coding',
  codeableConcept: 'CodeableConcept',
  date: 'text',
  abstract: 'boolean',
  displayLanguage: 'text',
}

/** What each operation takes (FHIR R4, the operation's page). What is not here is refused, not ignored. */
const taken: Record<string, OperationParameters> = {
  'ValueSet/expand': {
    url: 'text',
    valueSet: 'resource',
    valueSetVersion: 'text',
    filter: 'text',
    date: 'text',
    offset: 'integer',
    count: 'integer',
    includeDesignations: 'boolean',
    includeDefinition: 'boolean',
    activeOnly: 'boolean',
    excludeNested: 'boolean',
    excludeNotForUI: 'boolean',
    excludePostCoordinated: 'boolean',
    displayLanguage: 'text',
    'exclude-system': 'text',
  },
  'ValueSet/validate-code': {
    ...validate,
    valueSet: 'resource',
    valueSetVersion: 'text',
    system: 'text',
    systemVersion: 'text',
    inferSystem: 'boolean',
  },
  'CodeSystem/validate-code': { ...validate, codeSystem: 'resource', version: 'text' },
  'CodeSystem/lookup': {
    code: 'text',
    system: 'text',
    version: 'text',
    coding: 'Coding',
    date: 'text',
    displayLanguage: 'text',
    property: 'text',
  },
  'CodeSystem/subsumes': {
    codeA: 'text',
    codeB: 'text',
    system: 'text',
    version: 'text',
    codingA: 'Coding',
    codingB: 'Coding',
  },
  'ConceptMap/translate': {
    url: 'text',
    conceptMap: 'resource',
    conceptMapVersion: 'text',
    code: 'text',
    system: 'text',
    version: 'text',
    source: 'text',
    coding: 'Coding',
    codeableConcept: 'CodeableConcept',
    target: 'text',
    targetsystem: 'text',
    dependency: 'parts',
    reverse: 'boolean',
  },
  'ConceptMap/closure': { name: 'text', concept: 'Coding', version: 'text' },
}

/** FHIR names the operation of closure without a type: it is asked at the root. */
const keyOf = (operation: string, resourceType: string) =>
  operation === 'closure' ? 'ConceptMap/closure' : `${resourceType}/${operation}`

/** The values of one call by name, checked for their kind. */
export interface Given {
  text(name: string): string | undefined
  texts(name: string): readonly string[]
  flag(name: string): boolean | undefined
  integer(name: string): number | undefined
  coding(name: string): CodingInput | undefined
  codings(name: string): readonly CodingInput[]
  resource(name: string): Json | undefined
  /** Each repetition's parts by name. */
  parts(name: string): readonly ReadonlyMap<string, Json>[]
}

const kindNames: Record<Kind, string> = {
  text: 'một chuỗi ký tự',
  boolean: 'true hoặc false',
  integer: 'một số nguyên không âm',
  Coding: 'một Coding',
  CodeableConcept: 'một CodeableConcept',
  resource: 'một tài nguyên',
  parts: 'một nhóm part',
}

/** Reads a FHIR Parameters resource; the caller's own, so anything may be wrong with it. */
export function readParameters(
  operation: string,
  resourceType: string,
  parameters: unknown,
): TerminologyResult<Given> {
  const key = keyOf(operation, resourceType)
  if (!Object.hasOwn(taken, key)) return fail(problems.operationUnknown(`${resourceType}/$${operation}`))
  const kinds = taken[key]!
  const values = new Map<string, unknown[]>()
  for (const parameter of objects(isObject(parameters) ? parameters.parameter : undefined)) {
    const name = textOf(parameter.name) ?? ''
    // Bodies that a generic client sends along with every operation.
    if (name.startsWith('_')) continue
    if (!Object.hasOwn(kinds, name)) return fail(problems.parameterUnknown(name))
    const value = readValue(parameter, kinds[name]!)
    if (value === undefined) return fail(problems.parameterType(name, kindNames[kinds[name]!]))
    values.set(name, [...(values.get(name) ?? []), value])
  }
  const first = (name: string) => values.get(name)?.[0] as never
  return ok<Given>({
    text: first,
    texts: (name) => (values.get(name) ?? []) as string[],
    flag: first,
    integer: first,
    coding: (name) => (values.has(name) ? readCoding(first(name)) : undefined),
    codings: (name) =>
      (values.get(name) ?? []).flatMap((value) =>
        kinds[name] === 'CodeableConcept'
          ? objects((value as Json).coding).map(readCoding)
          : [readCoding(value)],
      ),
    resource: first,
    parts: (name) => (values.get(name) ?? []) as ReadonlyMap<string, Json>[],
  })
}

/** `undefined`: not of the kind. Whole texts of any FHIR type will do for a text: clients mix uri, code and string. */
function readValue(parameter: Json, kind: Kind): unknown {
  if (kind === 'resource') return isObject(parameter.resource) ? parameter.resource : undefined
  if (kind === 'parts') {
    return new Map(objects(parameter.part).map((part) => [textOf(part.name) ?? '', part]))
  }
  const name = Object.keys(parameter).find((key) => key.startsWith('value'))
  const value = name === undefined ? undefined : parameter[name]
  switch (kind) {
    case 'text':
      return textOf(value)
    case 'boolean':
      return value === 'true'
        ? true
        : value === 'false'
          ? false
          : typeof value === 'boolean'
            ? value
            : undefined
    case 'integer':
      return integerOf(value)
    default:
      return isObject(value) ? value : undefined
  }
}

function integerOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

/** `?url=…&code=…` as Parameters. Only simple values can be asked so (FHIR R4 operations.html 3.2.0.1). */
export function parametersFromQuery(
  operation: TerminologyOperation,
  resourceType: string,
  query: Iterable<readonly [name: string, value: string]>,
): TerminologyResult<Parameters> {
  const kinds = taken[keyOf(operation, resourceType)] ?? {}
  const parameter: ParametersParameter[] = []
  for (const [name, value] of query) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name]! : 'text'
    if (kind === 'text') parameter.push({ name, valueString: value })
    else if (kind === 'boolean' && (value === 'true' || value === 'false')) {
      parameter.push({ name, valueBoolean: value === 'true' })
    } else if (kind === 'integer' && integerOf(value) !== undefined) {
      parameter.push({ name, valueInteger: integerOf(value) })
    } else if (kind === 'Coding' && value.includes('|')) {
      const bar = value.indexOf('|')
      parameter.push({ name, valueCoding: { system: value.slice(0, bar), code: value.slice(bar + 1) } })
    } else return fail(problems.parameterType(name, kindNames[kind]))
  }
  return ok({ resourceType: 'Parameters', parameter })
}
