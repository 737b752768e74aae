import type { StructureDefinition } from 'fhir/r4'
import type { ProfileSource } from './profile-source.ts'
import { type Difference, snapshotOf } from './snapshot.ts'
import { careProfiles } from './vietnam/care.ts'
import { extensionProfiles } from './vietnam/extensions.ts'
import { peopleProfiles } from './vietnam/people.ts'

const base = 'https://mach.vn/fhir/StructureDefinition/'

const pathOf = (id: string): string => id.replace(/:[^.]+/g, '')

function definitionOf(source: ProfileSource): StructureDefinition {
  const { id, type, title, description, context, differences } = source
  const isExtension = type === 'Extension'
  return {
    resourceType: 'StructureDefinition',
    id,
    url: base + id,
    version: '1.0.0',
    name: id.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase()),
    title,
    status: 'active',
    date: '2026-11-01',
    publisher: 'Mạch',
    description,
    jurisdiction: [{ coding: [{ system: 'urn:iso:std:iso:3166', code: 'VN' }] }],
    fhirVersion: '4.0.1',
    kind: isExtension ? 'complex-type' : 'resource',
    abstract: false,
    ...(context ? { context: context.map((expression) => ({ type: 'element', expression })) } : {}),
    type,
    baseDefinition: `http://hl7.org/fhir/StructureDefinition/${type}`,
    derivation: 'constraint',
    snapshot: { element: snapshotOf(type, differences.map(told)) },
    differential: { element: differences.map(told) },
  }
}

/** A difference as an element: its path, and a slice's name, are in its id. */
function told(difference: Difference): Difference & { path: string } {
  const last = difference.id.slice(difference.id.lastIndexOf('.') + 1)
  const slice = last.includes(':') ? { sliceName: last.slice(last.indexOf(':') + 1) } : {}
  const { id, ...rest } = difference
  const constraint = rest.constraint?.map((each) => ({ ...each }))
  return { id, path: pathOf(id), ...slice, ...rest, ...(constraint ? { constraint } : {}) }
}

/** `src/vocabulary/profiles/data/vietnam.generated.json`: the profiles of Vietnam with their snapshots, one a line. */
export function profilesArtefact(): [path: string, text: string] {
  const lines = [...peopleProfiles, ...careProfiles, ...extensionProfiles].map((each) =>
    JSON.stringify(definitionOf(each)),
  )
  return ['src/vocabulary/profiles/data/vietnam.generated.json', `[\n${lines.join(',\n')}\n]\n`]
}
