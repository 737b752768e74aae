import type {
  CapabilityStatement,
  CapabilityStatementRest,
  CapabilityStatementRestResource,
  CapabilityStatementRestResourceOperation,
} from 'fhir/r4'
import { resourceTypes } from '#gate/access'
import { vnProfiles } from '#vocabulary/profiles'
import { compartmentTypes, paramsOf, type SearchParam } from '#vocabulary/search'
import type { OperationLevel, Service } from '../call.types.ts'

/** What the server really does: read off the same lists that route, search and operate. */
export function buildCapability(service: Service, base: string, today: Date): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: today.toISOString().slice(0, 10),
    publisher: 'Mạch',
    kind: 'instance',
    software: { name: 'Mạch', version: service.version },
    implementation: { description: 'Kho dữ liệu y tế dùng chung của tỉnh', url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'application/fhir+xml', 'json', 'xml'],
    patchFormat: ['application/json-patch+json', 'application/fhir+json', 'application/fhir+xml'],
    rest: [rest(service)],
  }
}

function rest(service: Service): CapabilityStatementRest {
  const pointers = pointersAt()
  return {
    mode: 'server',
    security: { cors: false, description: 'Chưa có đăng nhập: chỉ trả lời trên chính máy này.' },
    resource: resourceTypes.map((type) => resource(service, type, pointers)),
    interaction: [
      { code: 'transaction' },
      { code: 'batch' },
      { code: 'search-system' },
      { code: 'history-system' },
    ],
    searchParam: commonParams().map(searchParam),
    operation: operationsOf(service, ['system']),
    compartment: compartmentTypes().map(
      (name) => `http://hl7.org/fhir/CompartmentDefinition/${name.toLowerCase()}`,
    ),
  }
}

const interactions = [
  'read',
  'vread',
  'update',
  'patch',
  'delete',
  'history-instance',
  'history-type',
  'create',
  'search-type',
] as const

function resource(
  service: Service,
  type: string,
  pointers: ReadonlyMap<string, readonly string[]>,
): CapabilityStatementRestResource {
  const params = paramsOf(type)
  const includes = params.filter((param) => param.type === 'reference')
  const operations = operationsOf(service, ['type', 'instance'], type)
  const supportedProfile = vnProfiles().flatMap((each) =>
    each.kind === 'resource' && each.type === type ? [each.url] : [],
  )
  return {
    ...(type === 'Subscription' ? { extension: service.topics.map(topicExtension) } : {}),
    type: type as CapabilityStatementRestResource['type'],
    profile: `http://hl7.org/fhir/StructureDefinition/${type}`,
    ...(supportedProfile.length > 0 ? { supportedProfile } : {}),
    interaction: interactions.map((code) => ({ code })),
    versioning: 'versioned-update',
    readHistory: true,
    updateCreate: true,
    conditionalCreate: true,
    conditionalRead: 'full-support',
    conditionalUpdate: true,
    conditionalDelete: 'single',
    referencePolicy: ['literal', 'logical', 'local'],
    searchInclude: ['*', ...includes.map((param) => `${type}:${param.code}`)],
    searchRevInclude: [...(pointers.get(type) ?? []), ...(pointers.get('') ?? [])],
    // `_type` is asked of the whole system: elsewhere the address says the type.
    searchParam: params.filter(({ code }) => code !== '_type').map(searchParam),
    ...(operations.length > 0 ? { operation: operations } : {}),
  }
}

/** Subscriptions R5 Backport 1.1: R4 has no resource for topics, so the statement names them. */
const topicExtension = (valueCanonical: string) => ({
  url: 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/capabilitystatement-subscriptiontopic-canonical',
  valueCanonical,
})

const searchParam = ({ code, type }: SearchParam) => ({ name: code, type })

/** Those that every type has, which is what a search of the whole system may ask. */
function commonParams(): readonly SearchParam[] {
  const of = (type: string) => new Map(paramsOf(type).map((param) => [param.code, param]))
  const other = of('Binary')
  return [...of('Patient').values()].filter(({ code }) => code.startsWith('_') && other.has(code))
}

/** Which reference parameters may point at a type; under '' those that may point at any. */
function pointersAt(): ReadonlyMap<string, readonly string[]> {
  const pointers = new Map<string, string[]>()
  for (const type of resourceTypes) {
    for (const param of paramsOf(type)) {
      if (param.type !== 'reference') continue
      for (const target of param.targets.length > 0 ? param.targets : [''])
        pointers.set(target, [...(pointers.get(target) ?? []), `${type}:${param.code}`])
    }
  }
  return pointers
}

function operationsOf(
  { operations }: Service,
  levels: readonly OperationLevel[],
  type?: string,
): CapabilityStatementRestResourceOperation[] {
  const named = new Map<string, CapabilityStatementRestResourceOperation>()
  for (const route of operations.all) {
    const isHere =
      levels.some((level) => route.levels.includes(level)) &&
      (type === undefined || route.types === '*' || route.types.includes(type))
    const { name, definition, documentation } = route
    if (isHere && !route.isHidden)
      named.set(name, { name, definition, ...(documentation ? { documentation } : {}) })
  }
  return [...named.values()]
}
