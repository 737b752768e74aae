import type { CodeSystem, CodeSystemConcept, ConceptMap, ValueSet, ValueSetComposeInclude } from 'fhir/r4'
import { typeDef, typeNames } from '../../src/vocabulary/definitions/index.ts'
import { bindingsText } from '../../src/vocabulary/terminology/bindings.ts'
import { openComposer } from '../../src/vocabulary/terminology/compose.ts'
import { givenResources } from '../../src/vocabulary/terminology/given-resources.ts'
import { openLibrary } from '../../src/vocabulary/terminology/library.ts'
import { type PackedResource, packConcepts } from '../../src/vocabulary/terminology/packed.ts'
import { entriesOf } from './source.ts'

type Resource = CodeSystem | ValueSet | ConceptMap

const snomed = 'http://snomed.info/sct'
const files = ['valuesets.json', 'v3-codesystems.json', 'v2-tables.json', 'conceptmaps.json']

/** Properties of concepts that operations ask for; the others are SNOMED CT's or the editors' own. */
const keptProperties = new Set(['status', 'notSelectable', 'abstract', 'inactive', 'child', 'partOf'])

/**
 * Code systems, value sets and concept maps of R4, one a line, without narrative, definitions and designations:
 * `src/vocabulary/terminology/data/r4.generated.json`, in the form that `terminology/packed.ts` reads.
 * And the members of every value set that R4 binds strongly: `bindings.generated.json`, what a validator needs.
 */
export function terminologyArtefacts(): [path: string, text: string][] {
  const resources = files
    .flatMap((file) => entriesOf<Resource>(file))
    .concat(supplements)
    .filter((resource) => !isExample(resource) && !isSnomedMap(resource))
    .map(trimmed)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const folder = 'src/vocabulary/terminology/data'
  const lines = resources.map((resource) => JSON.stringify(packed(resource)))
  const composer = openComposer(
    openLibrary([
      givenResources({
        codeSystems: resources.filter((r) => r.resourceType === 'CodeSystem'),
        valueSets: resources.filter((r) => r.resourceType === 'ValueSet'),
      }),
    ]),
  )
  return [
    [`${folder}/r4.generated.json`, `[\n${lines.join(',\n')}\n]\n`],
    [`${folder}/bindings.generated.json`, bindingsText(strongBindings(), composer)],
  ]
}

const keyOf = (resource: Resource) => `${resource.resourceType} ${resource.url}`

/** The pages of the specification show made-up resources too; a product has no use for `#hacked`. */
const isExample = ({ url }: Resource) => url === undefined || examples.test(url)
const examples = /\/(ValueSet|CodeSystem|ConceptMap)\/(example(-|\d?$)|summary$)|acme|hacked/

/** Maps to and from SNOMED CT are of little use without it, and its codes need a licence. */
const isSnomedMap = (resource: Resource) =>
  resource.resourceType === 'ConceptMap' &&
  resource.group?.some(({ source, target }) => source === snomed || target === snomed) === true

/** Value sets that the definitions bind to and HL7's file leaves out: they were taken from R5 for the R4 subscriptions backport. */
const supplements: Resource[] = [
  {
    resourceType: 'ValueSet',
    url: 'http://hl7.org/fhir/ValueSet/subscription-notification-type',
    version: '4.0.1',
    name: 'SubscriptionNotificationType',
    status: 'active',
    compose: {
      include: [
        {
          system: 'http://hl7.org/fhir/subscription-notification-type',
          concept: ['handshake', 'heartbeat', 'event-notification', 'query-status', 'query-event'].map(
            (code) => ({ code }),
          ),
        },
      ],
    },
  },
]

/** `resourceType` and `url` stand first: `carried-r4.ts` finds lines by them. */
function trimmed(resource: Resource): Resource {
  const { resourceType, id, url, version, name, title, status } = resource
  const head = { resourceType, url, id, version, name, title: title === name ? undefined : title, status }
  switch (resource.resourceType) {
    case 'CodeSystem': {
      const { caseSensitive, valueSet, hierarchyMeaning, content, supplements, concept } = resource
      return {
        ...head,
        caseSensitive: caseSensitive === false ? false : undefined,
        valueSet,
        hierarchyMeaning,
        content,
        supplements,
        concept: url === snomed ? undefined : concept?.map(trimmedConcept),
      } as CodeSystem
    }
    case 'ValueSet': {
      const { inactive, include, exclude } = resource.compose ?? { include: [] }
      const compose = {
        inactive,
        include: include.map(trimmedInclude),
        exclude: exclude?.map(trimmedInclude),
      }
      return { ...head, compose } as ValueSet
    }
    case 'ConceptMap': {
      const { sourceUri, sourceCanonical, targetUri, targetCanonical, group } = resource
      return { ...head, sourceUri, sourceCanonical, targetUri, targetCanonical, group } as ConceptMap
    }
  }
}

function trimmedConcept({ code, display, property, concept }: CodeSystemConcept): CodeSystemConcept {
  const kept = property?.filter((p) => keptProperties.has(p.code) && p.valueBoolean !== false)
  return {
    code,
    display: display === code ? undefined : display,
    property: kept?.length ? kept : undefined,
    concept: concept?.map(trimmedConcept),
  }
}

function packed(resource: Resource): PackedResource {
  if (resource.resourceType === 'CodeSystem') {
    return { ...resource, concept: resource.concept && packConcepts(resource.concept) }
  }
  if (resource.resourceType === 'ConceptMap' || !resource.compose) return resource as ConceptMap
  const { inactive, include, exclude } = resource.compose
  const row = ({ concept, ...rest }: ValueSetComposeInclude) => ({
    ...rest,
    concept: concept && packConcepts(concept),
  })
  return { ...resource, compose: { inactive, include: include.map(row), exclude: exclude?.map(row) } }
}

/** SNOMED CT's codes and terms need a licence of the country that shows them: the set stays, its list does not. */
const trimmedInclude = ({ system, version, concept, filter, valueSet }: ValueSetComposeInclude) => ({
  system,
  version,
  concept: system === snomed ? undefined : concept?.map(({ code, display }) => ({ code, display })),
  filter,
  valueSet,
})

/** Value sets that an element of R4 binds as required or extensible. */
function strongBindings(): string[] {
  const urls = new Set<string>()
  for (const kind of ['resource', 'complex', 'backbone', 'primitive'] as const) {
    for (const name of typeNames(kind)) {
      for (const { binding } of typeDef(name)!.elements.values()) {
        if (binding && (binding.strength === 'required' || binding.strength === 'extensible')) {
          urls.add(binding.valueSet)
        }
      }
    }
  }
  return [...urls].sort()
}
