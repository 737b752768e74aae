import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CodeSystem } from 'fhir/r4'
import { validateResource } from '#vocabulary/validation'
import { ownDefinitions } from './own-definitions.ts'

test('every definition of ours is good R4 and has the id that its URL ends with', () => {
  const definitions = [...ownDefinitions().values()]
  assert.ok(definitions.length >= 60)
  for (const definition of definitions) {
    const key = `${definition.resourceType}/${definition.id}`
    const wrong = validateResource(definition).filter(
      ({ severity }) => severity === 'error' || severity === 'fatal',
    )
    assert.deepEqual(wrong, [], key)
    assert.match(definition.id, /^[A-Za-z0-9\-.]{1,64}$/)
    if ('url' in definition) assert.ok(definition.url!.endsWith(`/${definition.id}`), key)
  }
})

test('a code list too long to be sent along says how long it is and how to ask for it', () => {
  const icd10 = ownDefinitions().get('CodeSystem/icd-10') as CodeSystem
  assert.deepEqual([icd10.content, icd10.concept], ['not-present', undefined])
  assert.ok(icd10.count! > 12_000)
  const routes = ownDefinitions().get('CodeSystem/bhyt-outcome') as CodeSystem
  assert.equal(routes.content, 'complete')
  assert.equal(routes.count, routes.concept!.length)
})
