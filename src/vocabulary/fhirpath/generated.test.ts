import assert from 'node:assert/strict'
import { test } from 'node:test'
import fhirpath from 'fhirpath'
import model from 'fhirpath/fhir-context/r4/index.js'
import { propertiesOf } from '#vocabulary/definitions'
import { compileFhirPath, evaluate } from './compile-path.ts'
import { packedText, withoutReference } from './testing.ts'
import { isObject, jsonOf } from './value.ts'

/** The same numbers every time (mulberry32), so that a failure can be seen again. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const random = randomFrom(20260722)
const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!

interface Place {
  readonly path: string
  readonly json: unknown
  readonly type: string
}

/** A path to something that is there. Ids and narratives are left out: their types have two names, and no primitive kind there. */
function walk(json: unknown, type: string, steps: number): Place {
  let at: Place = { path: '$this', json, type }
  for (let i = 0; i < steps && isObject(at.json); i++) {
    const object = at.json
    const there = [...propertiesOf(at.type)].filter(
      ([name]) => object[name] !== undefined && name !== 'id' && name !== 'div',
    )
    if (there.length === 0) break
    const [name, property] = pick(there)
    const found = Array.isArray(object[name]) ? (object[name] as unknown[])[0] : object[name]
    const inner =
      isObject(found) && typeof found.resourceType === 'string' ? found.resourceType : property.type
    const step = `\`${property.element.name}\``
    at = { path: at.path === '$this' ? step : `${at.path}.${step}`, json: found, type: inner }
  }
  return at
}

function literal({ json }: Place): string {
  if (typeof json === 'string' && json.length < 60)
    return `'${json.replace(/[\\']/g, '\\$&').replace(/\s/g, ' ')}'`
  if (typeof json === 'number') return json < 0 ? `(${json})` : String(json)
  return typeof json === 'boolean' ? String(json) : pick(["'x'", '1', 'true', '@2015'])
}

const ofText = [
  'upper()',
  'length()',
  'substring(1, 3)',
  "contains('a')",
  "startsWith('h')",
  "indexOf('e')",
  'trim()',
  'toInteger()',
  'toDateTime()',
  'toQuantity().exists()',
  'toChars().count()',
  "split(' ').count()",
  "matches('[A-Z].*')",
]
const ofAny = [
  'exists()',
  'empty().not()',
  'count()',
  'first()',
  'last()',
  'tail()',
  'skip(1)',
  'take(1)',
  'single()',
  'hasValue()',
  'distinct().count()',
  'isDistinct()',
  'ofType(string)',
  'ofType(Coding)',
  'children().count()',
  'descendants().count()',
  'extension.url',
  'type().name',
]

/** Says yes or no of what it is asked. */
function condition(json: unknown, type: string, depth: number): string {
  const at = walk(json, type, 1 + Math.floor(random() * 2))
  if (depth > 0 && random() < 0.4) {
    return `(${condition(json, type, depth - 1)}) ${pick(['and', 'or', 'xor', 'implies'])} (${condition(json, type, depth - 1)})`
  }
  return pick([
    `${at.path}.exists()`,
    `${at.path}.empty()`,
    `${at.path}.count() ${pick(['=', '>', '<='])} 1`,
    `${at.path}.first() ${pick(['=', '!=', '~', '!~'])} ${literal(at)}`,
    `${at.path}.first() in (${at.path})`,
  ])
}

function expression(json: unknown, type: string): string {
  const at = walk(json, type, 1 + Math.floor(random() * 3))
  const { path } = at
  const choice = random()
  if (choice < 0.3) return `${path}.${pick(ofAny)}`
  if (choice < 0.45) return condition(json, type, 2)
  if (choice < 0.7 && isObject(at.json)) {
    return `${path}.${pick(['where', 'all', 'exists'])}(${condition(at.json, at.type, 1)})`
  }
  if (choice < 0.8) return `${path}.select(${walk(at.json, at.type, 1).path})`
  if (choice < 0.9)
    return pick([
      `${path} | ${walk(json, type, 2).path}`,
      `${path}.combine(${path}).count()`,
      `${path}.intersect(${path})`,
      `${path}.exclude(${path}.first())`,
    ])
  if (typeof at.json === 'string') return `${path}.${pick(ofText)}`
  if (typeof at.json !== 'number') return `${path}.first() = ${path}.last()`
  return `${path} ${pick(['+', '-', '*', '/', 'div', 'mod', '<', '>='])} ${pick(['3', '0.7', '2.25', '0'])}`
}

const options = { async: false as const, resolveInternalTypes: true, traceFn: () => {} }

function theirs(json: unknown, text: string): unknown {
  try {
    return JSON.parse(JSON.stringify(fhirpath.evaluate(structuredClone(json), text, {}, model, options)))
  } catch {
    return 'refused'
  }
}

function ours(json: unknown, text: string): unknown {
  const path = compileFhirPath(text)
  const result = path.ok ? evaluate(path.value, json) : path
  return result.ok ? result.value.map(jsonOf) : 'refused'
}

test('expressions made by chance find what the other engine finds', { skip: withoutReference }, () => {
  const samples = packedText('r4-spec-examples.ndjson.gz')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { resourceType: string })
  let agreed = 0
  for (let i = 0; i < 3000; i++) {
    const sample = pick(samples)
    const text = expression(sample, sample.resourceType)
    const expected = theirs(sample, text)
    // It works out both sides of `and` and `or` even when one decides, so it refuses more.
    if (expected === 'refused' && / (?:and|or|implies) /.test(text)) continue
    assert.deepEqual(ours(sample, text), expected, `${sample.resourceType}: ${text}`)
    agreed++
  }
  assert.ok(agreed > 2800)
})
