import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paramsOf, type SearchParam, searchTypes } from './index.ts'
import { examples, lives, noSamples, oracleValues } from './testing.ts'
import { compileWalk, type Json, placeOf } from './values/walk.ts'

/** Elements that hold types a search of this kind cannot look into; FHIRPath finds those too. */
const withOtherTypes = new Set([
  ...['Procedure.date', 'Immunization.date', 'CarePlan.activity-date', 'Consent.source-reference'],
])

const oracle = (param: SearchParam, resource: Json): string[] =>
  oracleValues(param.expression, resource)
    .map((value) => JSON.stringify(value))
    .sort()

function walked(param: SearchParam, resource: Json): string[] {
  const found: string[] = []
  for (const walk of param.walks)
    compileWalk<null>(placeOf(walk).path, (value) => {
      found.push(JSON.stringify(value))
    })(resource, resource, null)
  return found.sort()
}

test('every search parameter finds in every sample what FHIRPath finds', {
  skip: noSamples,
  timeout: 300_000,
}, () => {
  let compared = 0
  let found = 0
  for (const resource of [...examples(), ...lives(8, 9)]) {
    for (const param of paramsOf(resource.resourceType)) {
      if (param.walks.length === 0) continue
      const ours = walked(param, resource)
      const theirs = oracle(param, resource)
      const name = `${resource.resourceType}.${param.code}`
      if (withOtherTypes.has(name)) for (const value of ours) assert.ok(theirs.includes(value), name)
      // FHIRPath keeps one of equal values of a union; a search asks only whether there is one.
      else assert.deepEqual([...new Set(ours)], [...new Set(theirs)], `${name} in ${resource.id}`)
      compared += 1
      if (ours.length > 0) found += 1
    }
  }
  assert.ok(compared > 20_000 && found > 9_000, `${compared} compared, ${found} with a value`)
})

/** A resource with one value, where a walk of the artefact leads. */
function madeFor(type: string, walk: string): Json {
  const steps = placeOf(walk).path.match(/[^.[]+(?:\[[^\]]*\])?/g) ?? []
  const leaf = placeOf(walk).type === 'boolean' ? true : /^[A-Z]/.test(placeOf(walk).type) ? { id: 'v' } : 'v'
  const value = steps.reduceRight<unknown>((inner, step) => {
    const [, names = '', test = ''] = /^([^[]+)(?:\[(.*)\])?$/.exec(step) ?? []
    const name = names.split('|')[0]!
    if (/^[A-Z]/.test(test)) return { [name]: [{ ...(inner as object), reference: `${test}/1` }] }
    const [key, wanted] = test.split('=')
    if (wanted !== undefined) return { [name]: [{ ...(inner as object), [key!]: wanted }] }
    return { [name]: test === '0' ? [inner] : inner }
  }, leaf)
  return { resourceType: type, ...(value as object) }
}

test('every walk of every parameter leads where its FHIRPath leads', { timeout: 300_000 }, () => {
  let compared = 0
  // SubscriptionStatus came with the R4 backport; the oracle's R4 does not know it.
  for (const type of searchTypes().filter((each) => each !== 'SubscriptionStatus'))
    for (const param of paramsOf(type))
      for (const walk of param.walks) {
        const resource = madeFor(type, walk)
        const ours = [...new Set(walked(param, resource))]
        assert.ok(ours.length > 0, `${type}.${param.code}: ${walk}`)
        assert.deepEqual(ours, [...new Set(oracle(param, resource))], `${type}.${param.code}: ${walk}`)
        compared += 1
      }
  assert.ok(compared > 1_700, `${compared} walks`)
})

test('every parameter of every type has a number of its code and a bit of its own', () => {
  const numbers = new Map<string, number>()
  for (const type of searchTypes()) {
    const bits = new Set<number>()
    for (const { code, number, bit, walks, answeredBy } of paramsOf(type)) {
      assert.equal(numbers.get(code) ?? number, number, code)
      numbers.set(code, number)
      assert.ok(number > 0 && number < 32_768)
      const isStored =
        walks.length > 0 && answeredBy.length === 0 && code !== '_id' && code !== '_lastUpdated'
      assert.equal(bit >= 0, isStored, `${type}.${code}`)
      assert.ok(bit < 63 && (bit < 0 || !bits.has(bit)), `${type}.${code}`)
      bits.add(bit)
    }
  }
  assert.equal(new Set(numbers.values()).size, numbers.size)
  // A stored data format: these never move.
  assert.deepEqual(
    ['_id', 'code', 'patient', 'value-quantity'].map((code) => numbers.get(code)),
    [3, 76, 278, 440],
  )
})
