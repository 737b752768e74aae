import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { hash64, hashToken } from './hash-token.ts'

test('the hash of a token is a data format: these vectors never change', () => {
  assert.equal(hashToken('Observation', 'code||HBA1C'), hash64('Observation|code||HBA1C'))
  assert.equal(hash64(''), '-3162216497309240828')
  assert.equal(
    hash64('Condition|code|http://hl7.org/fhir/sid/icd-10|I10'),
    vector('Condition|code|http://hl7.org/fhir/sid/icd-10|I10'),
  )
  assert.equal(hash64('Người bệnh'), vector('Người bệnh'))
})

test('remembering tokens changes nothing, whether they belong to one visit or to everyone', () => {
  const scratch = new Map<string, string>()
  for (const token of [
    'encounter|Encounter/0192f3a0-0000-8abc-8def-0123456789ab',
    'code||I10',
    'identifier||123',
  ]) {
    const first = hashToken('Claim', token, scratch)
    assert.equal(hashToken('Claim', token, scratch), first)
    assert.equal(hashToken('Claim', token), first)
    assert.equal(first, vector(`Claim|${token}`))
  }
})

/** Said a second time, with the streaming interface and unsigned arithmetic. */
function vector(text: string): string {
  const hex = createHash('md5').update(text, 'utf8').digest('hex').slice(0, 16)
  return BigInt.asIntN(64, BigInt(`0x${hex}`)).toString()
}
