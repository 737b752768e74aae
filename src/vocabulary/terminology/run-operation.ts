import type { CodeSystem, ConceptMap, FhirResource, Parameters, ParametersParameter, ValueSet } from 'fhir/r4'
import { fail, ok } from '#foundation/result'
import { readCoding } from './code-system.ts'
import { type Given, readParameters } from './parameters.ts'
import { textOf } from './read-json.ts'
import { problems } from './terminology.problems.ts'
import type {
  CodingInput,
  LookupOutcome,
  SystemCode,
  Terminology,
  TerminologyResult,
  TranslateOutcome,
  ValidateOutcome,
  ValidateRequest,
} from './terminology.types.ts'

/**
 * One call of a terminology operation: FHIR Parameters in, the resource to answer with out. For `closure` the concepts
 * that the named table holds so far are handed in: the table itself is the caller's.
 */
export function runTerminologyOperation(
  operation: string,
  resourceType: string,
  parameters: unknown,
  terminology: Terminology,
  closureTable: readonly SystemCode[] = [],
): TerminologyResult<FhirResource> {
  const read = readParameters(operation, resourceType, parameters)
  if (!read.ok) return read
  const given = read.value
  switch (operation) {
    case 'expand':
      return runExpand(given, terminology)
    case 'validate-code':
      return runValidate(given, resourceType, terminology)
    case 'lookup':
      return mapped(terminology.lookup(lookupRequest(given)), lookupParameters)
    case 'subsumes':
      return runSubsumes(given, terminology)
    case 'translate':
      return runTranslate(given, terminology)
    default:
      return terminology.closure({
        name: given.text('name') ?? '',
        known: closureTable,
        added: given.codings('concept').flatMap(systemCode),
      })
  }
}

const mapped = <T>(
  result: TerminologyResult<T>,
  make: (value: T) => FhirResource,
): TerminologyResult<FhirResource> => (result.ok ? ok(make(result.value)) : result)

const parametersOf = (parameter: ParametersParameter[]): Parameters => ({
  resourceType: 'Parameters',
  parameter,
})

const versioned = (url: string | undefined, version: string | undefined) =>
  url !== undefined && version !== undefined && !url.includes('|') ? `${url}|${version}` : url

const day = (given: Given) => given.text('date')?.slice(0, 10)

const systemCode = ({ system, code }: CodingInput): SystemCode[] =>
  system !== undefined && code !== undefined ? [{ system, code }] : []

const runExpand = (given: Given, terminology: Terminology): TerminologyResult<FhirResource> =>
  terminology.expand({
    url: versioned(given.text('url'), given.text('valueSetVersion')),
    valueSet: given.resource('valueSet') as ValueSet | undefined,
    filter: given.text('filter'),
    date: day(given),
    offset: given.integer('offset'),
    count: given.integer('count'),
    activeOnly: given.flag('activeOnly'),
    excludeAbstract: given.flag('excludeNotForUI'),
    includeDesignations: given.flag('includeDesignations'),
    includeDefinition: given.flag('includeDefinition'),
    displayLanguage: given.text('displayLanguage'),
    excludeSystem: given.texts('exclude-system'),
  })

function runValidate(
  given: Given,
  resourceType: string,
  terminology: Terminology,
): TerminologyResult<FhirResource> {
  const isValueSet = resourceType === 'ValueSet'
  const request: ValidateRequest = {
    url: versioned(given.text('url'), given.text(isValueSet ? 'valueSetVersion' : 'version')),
    valueSet: given.resource('valueSet') as ValueSet | undefined,
    codeSystem: given.resource('codeSystem') as CodeSystem | undefined,
    codings: codingsOf(given),
    // A code alone is what `code` elements have: the set says which system it is of.
    inferSystem: given.flag('inferSystem') ?? given.text('code') !== undefined,
    date: day(given),
    abstract: given.flag('abstract'),
    displayLanguage: given.text('displayLanguage'),
  }
  return mapped(
    isValueSet ? terminology.validateInValueSet(request) : terminology.validateInCodeSystem(request),
    validateParameters,
  )
}

/** `code` with its companions, `coding` or `codeableConcept`: one of the three is given. */
function codingsOf(given: Given): CodingInput[] {
  const code = given.text('code')
  const alone = readCoding({ system: given.text('system'), code, display: given.text('display') })
  return [
    ...(code === undefined ? [] : [alone]),
    ...given.codings('coding'),
    ...given.codings('codeableConcept'),
  ]
}

const validateParameters = ({ result, message, display }: ValidateOutcome) =>
  parametersOf([
    { name: 'result', valueBoolean: result },
    ...(message === undefined ? [] : [{ name: 'message', valueString: message }]),
    ...(display === undefined ? [] : [{ name: 'display', valueString: display }]),
  ])

const lookupRequest = (given: Given) => ({
  ...(given.coding('coding') ?? {
    system: given.text('system'),
    code: given.text('code'),
    version: given.text('version'),
  }),
  date: day(given),
  displayLanguage: given.text('displayLanguage'),
  property: given.texts('property'),
})

const lookupParameters = (found: LookupOutcome) =>
  parametersOf([
    { name: 'name', valueString: found.name },
    ...(found.version === undefined ? [] : [{ name: 'version', valueString: found.version }]),
    { name: 'display', valueString: found.display },
    ...(found.definition === undefined ? [] : [{ name: 'definition', valueString: found.definition }]),
    ...(found.abstract ? [{ name: 'abstract', valueBoolean: true }] : []),
    ...found.designations.map(({ language, use, value }) => ({
      name: 'designation',
      part: [
        ...(language === undefined ? [] : [{ name: 'language', valueCode: language }]),
        ...(use === undefined ? [] : [{ name: 'use', valueCoding: use }]),
        { name: 'value', valueString: value },
      ],
    })),
    ...found.properties.map(({ code, value }) => ({
      name: 'property',
      part: [
        { name: 'code', valueCode: code },
        { name: 'value', ...value },
      ],
    })),
  ])

function runSubsumes(given: Given, terminology: Terminology): TerminologyResult<FhirResource> {
  const system = versioned(given.text('system'), given.text('version'))
  const of = (code: string, coding: string) =>
    systemCode(given.coding(coding) ?? { system, code: given.text(code) })[0]
  const a = of('codeA', 'codingA')
  const b = of('codeB', 'codingB')
  if (!a || !b) return fail(problems.missing('system, codeA và codeB, hoặc codingA và codingB'))
  return mapped(terminology.subsumes(a, b), (outcome) =>
    parametersOf([{ name: 'outcome', valueCode: outcome }]),
  )
}

const runTranslate = (given: Given, terminology: Terminology): TerminologyResult<FhirResource> =>
  mapped(
    terminology.translate({
      url: versioned(given.text('url'), given.text('conceptMapVersion')),
      conceptMap: given.resource('conceptMap') as ConceptMap | undefined,
      codings: codingsOf(given),
      source: given.text('source'),
      target: given.text('target'),
      targetSystem: given.text('targetsystem'),
      reverse: given.flag('reverse'),
      dependencies: given.parts('dependency').map((parts) => ({
        element: textOf(parts.get('element')?.valueUri) ?? '',
        concept: readCoding(
          parts.get('concept')?.valueCoding ?? firstCoding(parts.get('concept')?.valueCodeableConcept),
        ),
      })),
    }),
    translateParameters,
  )

const firstCoding = (concept: unknown): unknown =>
  (concept as { coding?: readonly unknown[] } | null | undefined)?.coding?.[0]

const translateParameters = ({ result, message, matches }: TranslateOutcome) =>
  parametersOf([
    { name: 'result', valueBoolean: result },
    ...(message === undefined ? [] : [{ name: 'message', valueString: message }]),
    ...matches.map(({ equivalence, concept, source, products }) => ({
      name: 'match',
      part: [
        { name: 'equivalence', valueCode: equivalence },
        ...(concept.code === undefined ? [] : [{ name: 'concept', valueCoding: concept }]),
        ...products.map((product) => ({
          name: 'product',
          part: [
            { name: 'element', valueUri: product.element },
            { name: 'concept', valueCoding: product.concept },
          ],
        })),
        ...(source === undefined ? [] : [{ name: 'source', valueUri: source }]),
      ],
    })),
  ])
