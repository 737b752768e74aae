import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fhirpath from 'fhirpath'
import r4 from 'fhirpath/fhir-context/r4/index.js'
import { projectRoot } from '#foundation/project'

type Resource = Record<string, unknown> & { resourceType: string; id: string }

const folder = join(projectRoot(), '../shared/reference/fhir')

/** A plain reason to skip a test that needs the shared sample data; false when they are here. */
export const noSamples: string | false = existsSync(folder) ? false : 'the shared FHIR samples are not here'

/** The examples of the specification: one resource of most types. */
export const examples = (): Resource[] =>
  gunzipSync(readFileSync(join(folder, 'r4-spec-examples.ndjson.gz')))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Resource)

/** Whole lives of synthetic people, references made relative; each `step`th resource of so many files. */
export function lives(files: number, step: number): Resource[] {
  const found: Resource[] = []
  const names = readdirSync(join(folder, 'synthea')).filter((name) => name.endsWith('.json.gz'))
  for (const name of names.slice(0, files)) {
    const text = gunzipSync(readFileSync(join(folder, 'synthea', name))).toString()
    const { entry } = JSON.parse(text) as { entry: { fullUrl?: string; resource: Resource }[] }
    const types = new Map(entry.map((each) => [each.fullUrl, each.resource.resourceType]))
    for (let i = 0; i < entry.length; i += step) {
      const { resource } = entry[i]!
      const linked = JSON.stringify({ ...resource, id: resource.id ?? `r${i}` }).replace(
        /"(urn:uuid:([0-9a-f-]+))"/g,
        (all, urn: string, id: string) => (types.has(urn) ? `"${types.get(urn)}/${id}"` : all),
      )
      found.push(JSON.parse(linked) as Resource)
    }
  }
  return found
}

/**
 * R4 writes `as` where several values may be, which FHIRPath has forbidden since; and the oracle has no server to ask, so
 * it is told what `resolve() is` comes down to.
 */
const forOracle = (expression: string) =>
  expression
    .replace(/ as (\w+)|\.as\((\w+)\)/g, (_all, infix, call) => `.ofType(${infix ?? call})`)
    .replace(
      /resolve\(\) is (\w+)/g,
      (_all, type) =>
        `reference.matches('(^|/)${type}/[^/]+$') or type = '${type}' or ` +
        `(reference in %resource.contained.where($this is ${type}).select('#' + id))`,
    )

type Compiled = (resource: object, env: { resource: object }) => unknown[]
const compiled = new Map<string, Compiled>()

/** What the `fhirpath` package finds by the expression of a search parameter. */
export function oracleValues(expression: string, resource: object): unknown[] {
  let path = compiled.get(expression)
  if (!path) {
    path = fhirpath.compile(forOracle(expression), r4) as Compiled
    compiled.set(expression, path)
  }
  return path(resource, { resource }).filter((value) => value !== null && value !== undefined)
}
