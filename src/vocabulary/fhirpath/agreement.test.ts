import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { SearchParameter } from 'fhir/r4'
import fhirpath from 'fhirpath'
import model from 'fhirpath/fhir-context/r4/index.js'
import { propertiesOf, typeDef, typeNames } from '#vocabulary/definitions'
import { entriesOf } from '../../../scripts/generate-fhir/source.ts'
import { compileInvariant } from './compile-invariant.ts'
import { compileFhirPath, evaluate } from './compile-path.ts'
import { packedText, referenceFolder, withoutReference } from './testing.ts'
import { isObject, jsonOf } from './value.ts'

type Json = Record<string, unknown>

const quiet = { async: false as const, resolveInternalTypes: true, traceFn: () => {} }

/** The whole resource as the other engine answers, or undefined when it refuses. */
function oracle(expression: string, type: string) {
  const compiled = fhirpath.compile({ base: type, expression }, model, quiet)
  return (json: unknown, env: Json): unknown[] | undefined => {
    try {
      return compiled(structuredClone(json) as object, structuredClone(env)) as unknown[]
    } catch {
      return undefined
    }
  }
}

function* samples(): Generator<Json> {
  for (const line of packedText('r4-spec-examples.ndjson.gz').split('\n'))
    if (line) yield JSON.parse(line) as Json
  const file = readdirSync(join(referenceFolder, 'synthea'))
    .filter((name) => name.endsWith('.gz'))
    .sort()[7]
  const bundle = JSON.parse(packedText(join('synthea', file!))) as { entry: { resource: Json }[] }
  const taken = new Map<unknown, number>()
  for (const { resource } of bundle.entry) {
    const count = (taken.get(resource.resourceType) ?? 0) + 1
    taken.set(resource.resourceType, count)
    if (count <= 2) yield resource
  }
}

const allConstraints = (): { type: string; expression: string }[] =>
  (['resource', 'complex', 'primitive', 'backbone'] as const)
    .flatMap(typeNames)
    .flatMap((type) => [
      ...(typeDef(type)?.constraints ?? []).map(({ expression }) => ({ type, expression })),
      ...[...(typeDef(type)?.elements.values() ?? [])].flatMap((element) =>
        element.constraints.map(({ expression }) => ({ type: element.types[0]?.code ?? '', expression })),
      ),
    ])

test('every invariant of R4 is understood', () => {
  const expressions = new Set(allConstraints().map(({ expression }) => expression))
  expressions.delete('')
  assert.ok(expressions.size >= 198)
  for (const expression of expressions) {
    const compiled = compileInvariant(expression)
    assert.ok(compiled.ok, expression)
  }
})

test('every search parameter of R4 is understood', () => {
  const parameters = entriesOf<SearchParameter>('search-parameters.json').filter(
    ({ expression }) => expression,
  )
  assert.ok(parameters.length > 1300)
  for (const { code, expression } of parameters) assert.ok(compileFhirPath(expression!).ok, code)
})

/** The expression and its context, and the same context with one thing missing, so that rules get broken, too. */
function* variants(json: Json): Generator<Json> {
  yield json
  for (const key of Object.keys(json).slice(0, 12)) {
    if (key === 'resourceType') continue
    const { [key]: _, ...rest } = json
    yield rest
  }
}

interface Place {
  readonly json: unknown
  readonly type: string
  readonly expressions: readonly string[]
  readonly env: Json
}

/** Every element of a resource with the rules that its place and its type set. */
function* places(json: Json, type: string, env: Json): Generator<Place> {
  yield {
    json,
    type,
    env,
    expressions: (typeDef(type)?.constraints ?? []).map(({ expression }) => expression),
  }
  for (const [name, property] of propertiesOf(type)) {
    const found = json[name]
    for (const item of Array.isArray(found) ? found : [found]) {
      if (!isObject(item)) continue
      const expressions = property.element.constraints.map(({ expression }) => expression)
      const inner = typeof item.resourceType === 'string' ? item.resourceType : property.type
      const around = item.resourceType ? { ...env, resource: item } : env
      yield { json: item, type: inner, expressions, env: around }
      yield* places(item as Json, inner, around)
    }
  }
}

/** Refused by the other engine: its `as` wants one value, it resolves only over the network, it reads regexes strictly. */
const refused = /\.as\(|resolve\(\)|matches\(/

test('our answer to the invariants is the other engine’s, on good and on damaged resources', {
  skip: withoutReference,
}, () => {
  const compiled = new Map<
    string,
    { ours: ReturnType<typeof ourInvariant>; theirs: ReturnType<typeof oracle> }
  >()
  const asked = new Map<string, number>()
  const answers = { true: 0, false: 0, refused: 0 }
  for (const sample of samples()) {
    const env = { resource: sample, rootResource: sample }
    for (const { json, type, expressions, env: around } of places(sample, String(sample.resourceType), env)) {
      for (const expression of expressions) {
        const key = `${type} ${expression}`
        const count = asked.get(key) ?? 0
        // Every type has dom-2 to dom-6 and every element ele-1: two contexts of each are enough.
        if (!expression || count >= 2) continue
        asked.set(key, count + 1)
        if (!compiled.has(key)) {
          compiled.set(key, { ours: ourInvariant(expression, type), theirs: oracle(expression, type) })
        }
        const { ours, theirs } = compiled.get(key)!
        for (const variant of variants(json as Json)) {
          const expected = theirs(variant, around)
          if (expected === undefined) {
            assert.match(expression, refused)
            answers.refused++
            continue
          }
          const kept = expected.length === 0 || (expected.length === 1 && expected[0] !== false)
          assert.equal(
            ours(variant, around),
            kept,
            `${type}: ${expression}\n${JSON.stringify(variant).slice(0, 500)}`,
          )
          answers[`${kept}`]++
        }
      }
    }
  }
  assert.ok(answers.true > 2000 && answers.false > 100, JSON.stringify(answers))
})

function ourInvariant(expression: string, type: string) {
  const compiled = compileInvariant(expression, { type })
  assert.ok(compiled.ok)
  return compiled.value
}

test('what search parameters find is what the other engine finds', { skip: withoutReference }, () => {
  const byBase = new Map<string, string[]>()
  for (const { base, expression } of entriesOf<SearchParameter>('search-parameters.json')) {
    // The other engine asks the network for resolve(), and wants one value for `as`.
    if (!expression || /resolve\(\)|\bas\b/.test(expression)) continue
    for (const type of base) byBase.set(type, [...(byBase.get(type) ?? []), expression])
  }
  let found = 0
  for (const sample of samples()) {
    const type = String(sample.resourceType)
    for (const expression of byBase.get(type) ?? []) {
      const path = compileFhirPath(expression)
      const ours = path.ok ? evaluate(path.value, sample) : path
      const theirs = oracle(expression, type)(sample, {})
      assert.ok(ours.ok && theirs, expression)
      assert.deepEqual(ours.value.map(jsonOf), theirs, `${type}: ${expression}`)
      found += ours.value.length
    }
  }
  assert.ok(found > 1000)
})
