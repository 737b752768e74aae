import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { projectRoot } from '#foundation/project'
import { validateResource } from './validate-resource.ts'
import type { ValidationOptions } from './validation.types.ts'
import type { JsonObject } from './walk.ts'

const folder = join(projectRoot(), '../shared/reference/fhir')

/** For `skip`: why the samples cannot be read, or false. */
export const samplesMissing: string | false = existsSync(folder)
  ? false
  : 'the reference data (../shared/reference/fhir) are not here'

const textOf = (path: string): string => gunzipSync(readFileSync(join(folder, path))).toString('utf8')

/** The 125 examples of the specification. */
export const specExamples = (): JsonObject[] =>
  textOf('r4-spec-examples.ndjson.gz')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonObject)

export interface SyntheaBundle extends JsonObject {
  readonly entry: readonly { readonly resource: JsonObject }[]
}

/** Synthea's bundles, one at a time: together they are 54 MB of JSON. */
export function* syntheaBundles(): Generator<SyntheaBundle> {
  for (const name of readdirSync(join(folder, 'synthea')).sort())
    if (name.endsWith('.json.gz') && !name.startsWith('index'))
      yield JSON.parse(textOf(join('synthea', name))) as SyntheaBundle
}

/** `code expression` of everything that stands against storing it. */
export const errorsOf = (resource: unknown, options: ValidationOptions = {}): string[] =>
  validateResource(resource, options)
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ code, key, expression }) => `${key ?? code} ${expression}`)

export const warningsOf = (resource: unknown, options: ValidationOptions = {}): string[] =>
  validateResource(resource, options)
    .filter(({ severity }) => severity === 'warning')
    .map(({ code, key, expression }) => `${key ?? code} ${expression}`)

/** A valid patient in one line; takes only what matters. */
export const aPatient = (more: JsonObject = {}): JsonObject => ({ resourceType: 'Patient', ...more })

export const anObservation = (more: JsonObject = {}): JsonObject => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'Mạch' },
  ...more,
})

/** Numbers that look random and are the same each run. */
export function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 0x1_0000_0000) * sides)
  }
}

const oddities: readonly unknown[] = [
  ...[null, '', ' ', 'x', 'Patient/1', '#x', '2026-02-30', 0, -1, 1.5, 1e308, true, [], {}],
  ...[[null], [[]], [{}], ['x'], { id: 'x' }, { reference: 7 }, { coding: {} }, { coding: [null] }],
  ...[{ extension: [] }, { extension: [{ url: 'x' }] }, { resourceType: 'Patient' }, '\u0000', '\ud800'],
]

/** One random harm somewhere in a copy: an oddity put in place, something taken away, doubled or renamed. */
export function damaged<T>(resource: T, roll: (sides: number) => number): T {
  const copy = structuredClone(resource)
  let node = copy as Record<string, unknown> | unknown[]
  for (;;) {
    const names = Object.keys(node)
    if (names.length === 0) return copy
    const name = names[roll(names.length)]! as keyof typeof node
    const value = node[name] as unknown
    if (typeof value === 'object' && value !== null && roll(3) > 0) {
      node = value as typeof node
      continue
    }
    harm(node as Record<string, unknown>, name as string, roll)
    return copy
  }
}

function harm(node: Record<string, unknown>, name: string, roll: (sides: number) => number): void {
  const value = node[name]
  switch (roll(5)) {
    case 0:
      if (Array.isArray(node)) node.splice(Number(name), 1)
      else delete node[name]
      return
    case 1:
      node[name] = Array.isArray(value) ? value[0] : [value]
      return
    case 2:
      node[name] = [value, value]
      return
    case 3:
      if (!Array.isArray(node)) node[`${name}x`] = value
      return
    default:
      node[name] = oddities[roll(oddities.length)]
  }
}
