import assert from 'node:assert/strict'
import { test } from 'node:test'
import { claimedProfiles, namedProfiles } from './claimed-profiles.ts'

const claims = (resourceType: string, url: string, rest: object = {}) => ({
  resourceType,
  meta: { profile: [url] },
  ...rest,
})

test('claims are found on the resource, in what it contains, in entries and in parameters', () => {
  const contained = [claims('Organization', 'urn:b')]
  const bundle = claims('Bundle', 'urn:a', {
    entry: [
      { resource: claims('Patient', 'urn:a', { contained }) },
      { response: { outcome: claims('OperationOutcome', 'urn:c') } },
      {
        resource: {
          resourceType: 'Parameters',
          parameter: [{ name: 'x', part: [{ name: 'y', resource: claims('Patient', 'urn:d') }] }],
        },
      },
    ],
  })
  assert.deepEqual([...claimedProfiles(bundle)].sort(), ['urn:a', 'urn:b', 'urn:c', 'urn:d'])
})

test('whatever comes is read without a throw, as deep as anything is read', () => {
  const odd = [
    null,
    1,
    'x',
    [],
    {},
    { meta: [] },
    { meta: { profile: 'urn:x' } },
    { meta: { profile: [1, null] } },
  ]
  for (const value of odd) assert.deepEqual(claimedProfiles(value), [])
  for (const entry of ['x', [null], [{ response: 'x' }], [{ response: { outcome: 1 } }]])
    assert.deepEqual(claimedProfiles({ resourceType: 'Bundle', entry }), [])
  let deep: object = claims('Patient', 'urn:deep')
  for (let i = 0; i < 100_000; i++) deep = { resourceType: 'Bundle', entry: [{ resource: deep }] }
  assert.deepEqual(claimedProfiles(deep), [])
})

test('a definition of another shape than FHIR’s names nothing', () => {
  for (const snapshot of [
    undefined,
    null,
    1,
    { element: 'x' },
    { element: [null, { type: 'x' }, { type: [null] }] },
  ])
    assert.deepEqual(namedProfiles({ snapshot } as never), [])
})
