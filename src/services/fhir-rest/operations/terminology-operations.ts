import type { FhirResource, Parameters, ParametersParameter } from 'fhir/r4'
import { fail, ok, type Result } from '#foundation/result'
import {
  parametersFromQuery,
  runTerminologyOperation,
  type TerminologyOperation,
} from '#vocabulary/terminology'
import type { Answered } from '../answer.types.ts'
import type { OperationCall, OperationLevel, OperationRoute } from '../call.types.ts'
import { fhirProblems } from '../fhir.problems.ts'
import type { FhirProblem } from '../fhir-problem.ts'
import { resourceIn } from '../interactions/check-resource.ts'
import { terminologyWith, urlsIn } from '../stored-terminology.ts'
import { readStored } from './read-stored.ts'

const both: readonly OperationLevel[] = ['type', 'instance']
type Pure = Exclude<TerminologyOperation, 'closure'>

/** FHIR R4, terminology-service: which operation is asked of what. */
const asked: readonly (readonly [name: Pure, type: string, levels: readonly OperationLevel[]])[] = [
  ['expand', 'ValueSet', both],
  ['validate-code', 'ValueSet', both],
  ['validate-code', 'CodeSystem', both],
  ['lookup', 'CodeSystem', ['type']],
  ['subsumes', 'CodeSystem', both],
  ['translate', 'ConceptMap', both],
]

export const terminologyOperations: readonly OperationRoute[] = asked.map(([name, type, levels]) => ({
  name,
  definition: `http://hl7.org/fhir/OperationDefinition/${type}-${name}`,
  levels,
  types: [type],
  methods: ['GET', 'POST'],
  handle: (call) => run(call, name, type),
}))

async function run(call: OperationCall, name: Pure, type: string): Promise<Answered> {
  const given = readParameters(call, name, type)
  if (!given.ok) return given
  const own = await ofInstance(call, name, type)
  if (!own.ok) return own
  const parameters = { ...given.value, parameter: [...(given.value.parameter ?? []), ...own.value] }
  const terminology = await terminologyWith(call.caller, urlsIn(parameters))
  const done = runTerminologyOperation(name, type, parameters, terminology)
  return done.ok ? answerOf(done.value) : fail(done.problem)
}

export const answerOf = (resource: FhirResource): Answered =>
  ok({ status: 200, body: JSON.stringify(resource) })

/** The parameters of an operation: a Parameters resource when there is a body, the query otherwise. */
export function readParameters(
  call: OperationCall,
  name: TerminologyOperation,
  type: string,
): Result<Parameters, FhirProblem> {
  if (!call.body) return parametersFromQuery(name, type, call.pairs)
  const read = resourceIn(call.body)
  if (!read.ok) return read
  const { value } = read.value
  return value.resourceType === 'Parameters'
    ? ok(value as unknown as Parameters)
    : fail(fhirProblems.notParameters)
}

const slots: Readonly<Record<string, string>> = {
  ValueSet: 'valueSet',
  CodeSystem: 'codeSystem',
  ConceptMap: 'conceptMap',
}

/** Asked of one resource, the operation works on it: it stands among the parameters. */
async function ofInstance(
  call: OperationCall,
  name: Pure,
  type: string,
): Promise<Result<ParametersParameter[], FhirProblem>> {
  if (call.id === undefined) return ok([])
  const stored = await readStored(call)
  if (!stored.ok) return stored
  const resource = stored.value as FhirResource & { url?: string; content?: string }
  if (name === 'subsumes') return ok([{ name: 'system', valueUri: resource.url ?? '' }])
  // A system whose codes are not in the resource is known by its URL: ICD-10 and the wards are carried by the product.
  return resource.content === 'not-present' && resource.url !== undefined
    ? ok([{ name: 'url', valueUri: resource.url }])
    : ok([{ name: slots[type]!, resource }])
}
