import { resourceAround, rootResourceAround } from './children.ts'
import { FhirPathError } from './path.types.ts'
import type { Run, Step } from './scope.ts'
import { aString, asValue, Node, type Nodes, nothing } from './value.ts'

const constants: ReadonlyMap<string, Nodes> = new Map(
  Object.entries({
    ucum: 'http://unitsofmeasure.org',
    sct: 'http://snomed.info/sct',
    loinc: 'http://loinc.org',
  }).map(([name, url]) => [name, [aString(url)]]),
)

const perRun: Readonly<Record<string, (run: Run) => Nodes>> = {
  context: (run) => [run.context],
  resource: (run) => [resourceOf(run)],
  rootResource: (run) => [rootResourceOf(run)],
}

export const isStandardVariable = (name: string): boolean =>
  constants.has(name) || Object.hasOwn(perRun, name) || name.startsWith('vs-') || name.startsWith('ext-')

export function resourceOf(run: Run): Node {
  const { resource } = run.env
  if (resource === undefined) return resourceAround(run.context) ?? run.context
  // The caller's JSON may be the very resource whose values know their place: keep that knowledge.
  const around = resourceAround(run.context)
  return around && around.value === resource ? around : asValue(resource)
}

export function rootResourceOf(run: Run): Node {
  const { rootResource } = run.env
  if (rootResource === undefined) {
    const resource = resourceOf(run)
    return rootResourceAround(resource) ?? resource
  }
  const around = rootResourceAround(run.context)
  return around && around.value === rootResource ? around : asValue(rootResource)
}

/** `%name`: defined by the expression, given by the caller, or standard. */
export function variableStep(name: string): Step {
  const constant = constants.get(name)
  if (constant) return () => constant
  const own = Object.hasOwn(perRun, name) ? perRun[name] : undefined
  if (own) return (scope) => own(scope.run)
  const standard = standardUrl(name)
  return (scope) => {
    for (let at = scope.defined; at; at = at.next) if (at.name === name) return at.values
    const { variables } = scope.run.env
    if (variables && Object.hasOwn(variables, name)) return toNodes(variables[name])
    if (standard) return standard
    throw new FhirPathError(`biến %${name} chưa được khai báo`)
  }
}

function standardUrl(name: string): Nodes | undefined {
  if (name.startsWith('vs-')) return [aString(`http://hl7.org/fhir/ValueSet/${name.slice(3)}`)]
  if (name.startsWith('ext-')) return [aString(`http://hl7.org/fhir/StructureDefinition/${name.slice(4)}`)]
  return undefined
}

function toNodes(given: unknown): Nodes {
  if (given === undefined || given === null) return nothing
  if (given instanceof Node) return [given]
  if (Array.isArray(given)) return given.map((each: unknown) => asValue(each))
  if (typeof given === 'string') return [aString(given)]
  return [asValue(given)]
}
